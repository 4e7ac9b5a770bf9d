# PromptFix: one word for each thing one may want; `make help` lists them.
#
# On Debian this cross-compiles with MinGW-w64 and runs Windows programs in the
# Wine box (tests/box); in an MSYS2 MinGW shell it builds and runs directly. What
# is missing is installed or fetched on the way, once; see tests/setup.

VERSION = 0.1.0

# Stand-ins of the desktop tests: for Outlook, and for the program that shows its prompts on newer Windows.
OUTLOOKS := build/windows/desktop/outlook.exe build/windows/desktop/CredentialUIBroker.exe

all: build/promptfix.exe ## build the program: build/promptfix.exe (also plain `make`)

run: build/promptfix.exe .setup-test ## build, and show the program at work on a sample
	@$(if $(CROSS),tests/run-sample.sh,build/promptfix.exe $(ARGUMENTS); echo "Exit code: $$?")
ARGUMENTS ?= /check

test: ## everything: build, lint, artefact checks, tests here and under Wine
	@tests/run.sh

test-programs: .setup-test ## only build what the tests run

lint: .setup-test check-layers check-messages check-format check-cppcheck check-tidy ## format, layering and static checks of the sources

test-artefact: build/promptfix.exe templates .setup-test ## inspect the finished program; build it twice and compare
	@tests/artefact/check-exe.sh build/promptfix.exe
	@tests/artefact/build-twice.sh build/promptfix.exe
	@tests/artefact/policy-templates.py build/native/policy_template_maker build/templates
	@$(if $(CROSS),tests/artefact/loaded-dlls.sh build/promptfix.exe)

test-native: .setup-test build/native/unit_tests ## unit tests of the core, here, under the sanitizers
	@$(SANITIZERS) tests/run-native-suites.sh build/native/unit_tests

test-fuzz: .setup-test ## each parser on its kept corpus and 3 seconds of made up inputs
	@tests/fuzz/run.sh 3 1 $(FUZZ_TARGETS)

fuzz: .setup-test ## the same for TIME=60 seconds each, with new inputs; findings go to build/fuzz
	@tests/fuzz/run.sh $(TIME) any $(FUZZ_TARGETS)
TIME ?= 60

test-wine: test-wine-unit test-wine-system ## unit and system tests as Windows programs, under Wine

test-wine-unit: .setup-test build/windows/unit_tests.exe ## only the unit tests
	@tests/run-windows-program.sh build/windows/unit_tests.exe

test-wine-system: .setup-test build/windows/stand_in.exe build/windows/system_tests.exe build/promptfix.exe build/windows/pseudo/promptfix.exe ## only the tests that start the real program
	@tests/run-windows-program.sh build/windows/system_tests.exe
	@$(if $(CROSS),tests/system/script.sh build/windows/stand_in.exe)
	@$(if $(CROSS),tests/system/read-reports.py)
	@$(if $(CROSS),tests/system/stalled-share.sh)
	@$(if $(CROSS),$(foreach language,de_AT pt_PT ru_RU ja_JP zh_TW,PROMPTFIX_LANGUAGE=$(language) \
	    tests/run-windows-program.sh build/windows/system_tests.exe language &&) \
	    PROMPTFIX_LANGUAGE=he_IL PROMPTFIX_EXE='Z:$(subst /,\,$(CURDIR))\build\windows\pseudo\promptfix.exe' \
	    tests/run-windows-program.sh build/windows/system_tests.exe language)

sign: build/promptfix.msi .setup-release ## sign program and MSI: CERT=cert.pem KEY=key.pem, or PKCS12=both.p12; TIMESTAMP=url, PASSWORD_FILE=file
	@CERT='$(CERT)' KEY='$(KEY)' PKCS12='$(PKCS12)' PASSWORD_FILE='$(PASSWORD_FILE)' TIMESTAMP='$(TIMESTAMP)' \
	    installer/sign.sh $(VERSION) $(MSI_PARTS) build/signed

dist: build/promptfix.exe build/promptfix.msi templates .setup-release ## the release: build/dist, with what `make sign` has signed, if it has
	@installer/make-dist.sh $(VERSION) build/dist

msi: build/promptfix.msi ## build the installer: build/promptfix.msi

test-servers: .setup-test build/windows/system_tests.exe build/promptfix.exe ## the probe against real web servers on loopback: Apache, nginx, and odd ones
	@tests/servers/start.sh build/servers tests/run-windows-program.sh build/windows/system_tests.exe probe probe_sign_on web_proxy

stress: .setup-test build/windows/system_tests.exe build/windows/desktop_tests.exe build/promptfix.exe ## kills, interference and races in full, and the power cut (an hour where Wine is emulated)
	@PROMPTFIX_EVERY_STEP=1 PROMPTFIX_ROUNDS=20 PROMPTFIX_TIME_LIMIT=7200 tests/run-windows-program.sh \
	    build/windows/system_tests.exe killed_run interference many_runs
	@$(if $(CROSS),PROMPTFIX_ROUNDS=20 PROMPTFIX_TIME_LIMIT=7200 tests/desktop/run.sh crowd)
	@$(if $(CROSS),tests/system/power-cut.sh)

test-desktop: .setup-test build/windows/desktop_tests.exe $(OUTLOOKS) build/promptfix.exe ## the tray agent on a desktop of its own, with real clicks
	@tests/desktop/run.sh

test-fitting: .setup-test build/windows/desktop/fitting.exe ## every window in every language: nothing cut, nothing overlapping
	@tests/desktop/fitting.sh 100 150-xx

test-installer: .setup-test build/promptfix.msi templates build/windows/installer/older.msi build/windows/installer/failing.msi build/windows/installer_tests.exe ## the MSI: its tables, and its life under Wine
	@$(if $(CROSS),tests/installer/run.sh,tests/run-windows-program.sh build/windows/installer_tests.exe)

test-sign: .setup-test build/promptfix.msi ## make sign with a throw-away certificate
	@MSI_PARTS='$(MSI_PARTS)' tests/installer/sign.sh $(VERSION)

test-dist: .setup-test build/promptfix.msi templates .setup-release ## the release: its sums and texts, and that two of it are the same
	@tests/artefact/release.sh $(VERSION)

screenshots: .setup-test build/windows/desktop_tests.exe $(OUTLOOKS) build/promptfix.exe build/windows/pseudo/promptfix.exe ## pictures of every window and icon, to look at: build/screenshots
	@tests/desktop/pictures.sh

bench: build/promptfix.exe build/windows/bench.exe build/windows/empty.exe build/windows/minimal_tray.exe build/windows/prompt_bench.exe build/windows/desktop/outlook.exe .setup-test ## ratios of time and memory, measured side by side under Wine
	@PART='$(PART)' tests/bench/run.sh

icons: build/screenshots/icons.png ## draw every icon on every background: build/screenshots/icons.png

imports: build/promptfix.exe ## rewrite tests/imports.txt from the program's import tables
	@tests/artefact/pe.pl build/promptfix.exe | sed -n 's/^import //p' | LC_ALL=C sort >tests/imports.txt

setup: .setup-build .setup-test ## only install tools and make the Wine box; nothing is built
	@$(if $(CROSS),tests/box/make-box.sh)

clean: ## remove build/ (the cache with the box and the libraries stays)
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 26

.PHONY: all run stress bench icons templates test test-programs lint test-artefact test-native test-fuzz fuzz test-wine \
        test-wine-unit test-wine-system test-servers test-desktop test-fitting screenshots imports setup clean help .always .setup-build \
        .setup-test msi .setup-release sign dist test-installer test-sign test-dist \
        check-layers check-messages check-format check-cppcheck check-tidy
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

# ---- the sources -------------------------------------------------------------
# core: what decides; plain C, also built and tested here. edge: what touches Windows.

# build tools: programs that the build itself runs.

TOOL    := agent/icon_maker.c agent/policy_template_maker.c
SOURCES := $(filter-out $(TOOL),$(wildcard registry/*.c outlookprofile/*.c agent/*.c))
EDGE    := $(filter %_windows.c,$(SOURCES))
CORE    := $(filter-out $(EDGE),$(SOURCES))
UNIT    := $(wildcard tests/unit/*.c)
SYSTEM  := $(wildcard tests/system/*.c)
DESKTOP := $(wildcard tests/desktop/*.c)
FUZZ    := $(wildcard tests/fuzz/*.c)
INSTALL_TESTS := $(wildcard tests/installer/*.c)
INSTALLER := $(wildcard installer/*.c)
INSTALLER_CORE := $(filter-out %_windows.c,$(INSTALLER))
HEADERS := $(wildcard registry/*.h outlookprofile/*.h agent/*.h installer/*.h tests/*/*.h)
NATIVE_UNIT := $(filter-out %_windows.c,$(UNIT))
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,%,$(filter %_fuzz.c,$(FUZZ)))
FUZZERS := $(FUZZ_TARGETS:%=build/fuzz/%)

# ---- the compilers -----------------------------------------------------------

CROSS ?= $(if $(MSYSTEM)$(filter Windows_NT,$(OS)),,i686-w64-mingw32-)
ifeq ($(origin CC),default)
CC := $(CROSS)gcc
endif
WINDRES ?= $(CROSS)windres
WINDMC  ?= $(CROSS)windmc
DLLTOOL ?= $(CROSS)dlltool
NM      ?= $(CROSS)nm
NATIVE_CC ?= gcc

COMMON  := -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Werror -MMD -MP -I. -Ibuild/generated \
           -ffile-prefix-map=$(CURDIR)=. -DPROMPTFIX_VERSION='"$(VERSION)"'
# Calls of the DLLs that are bound late (see below) go to the import library's code, not by way of
# its slots: GNU's linker drops that code where all calls go by the slots, and leaves them empty.
DIRECT  := -D_USER32_ -D_GDI32_ -D_SHELL32_ -D_SHFOLDER_ -D_COMCTL32_
# Windows XP with service pack 2 is the oldest Windows it runs on, so 5.1 is what it asks for.
WINDOWS := $(COMMON) -O2 -ffunction-sections -fdata-sections -DUNICODE -D_UNICODE $(DIRECT) \
           -DWINVER=0x0501 -D_WIN32_WINNT=0x0501 -DNTDDI_VERSION=0x05010200 \
           -isystem build/libraries/windows-iconv/include -isystem build/libraries/windows-check/include
LINK    := -static -s -Wl,--gc-sections,--dynamicbase,--nxcompat,--no-insert-timestamp \
           -Wl,--major-os-version,5,--minor-os-version,1,--major-subsystem-version,5,--minor-subsystem-version,1 \
           -Lbuild/libraries/windows-iconv/lib -Lbuild/libraries/windows-check/lib
LATE_DLLS := user32 gdi32 shell32 comctl32
LATE    := $(LATE_DLLS:%=build/windows/late/lib%_late.a)
LIBRARIES := -Lbuild/windows/late $(LATE_DLLS:%=-l%_late) -ldelayimp -liconv -ladvapi32
NATIVE  := $(COMMON) -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
           -isystem build/libraries/native-iconv/include
# gcc has no libFuzzer.
FUZZ_CC ?= clang
FUZZED  := $(COMMON) -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
           -fno-sanitize-recover=all -isystem build/libraries/native-iconv/include
# The quarantine of freed memory is kept small: its pages take more time than the tests themselves.
SANITIZERS := ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:quarantine_size_mb=8 UBSAN_OPTIONS=print_stacktrace=1

# ---- the program -------------------------------------------------------------

OBJECTS := $(SOURCES:%.c=build/windows/%.o)
GENERATED := build/generated/messages.h
LANGUAGES := $(sort $(patsubst agent/messages_%.mc,%,$(wildcard agent/messages_*.mc)))

build/promptfix.exe: build/windows/agent/promptfix.res.o
build/windows/pseudo/promptfix.exe: build/windows/pseudo/promptfix.res.o
build/promptfix.exe build/windows/pseudo/promptfix.exe: $(OBJECTS) | $(LATE)
	@echo "linking $@"
	@$(CC) -municode -mwindows $^ $(LINK) $(LIBRARIES) -o $@

# These system DLLs are bound when the first of their functions is called: a verb that shows no
# window never loads them. Which names an import library has is read from the compiler's own.
build/windows/late/lib%_late.a: Makefile | .setup-build
	@mkdir -p $(@D)
	@{ echo 'LIBRARY $*.dll'; echo EXPORTS; \
	   $(NM) --defined-only --extern-only "$$($(CC) -print-file-name=lib$*.a)" 2>/dev/null | \
	   sed -n 's/.* T _\(.*@[0-9]*\)$$/\1/p'; } >$(@D)/$*.def
	@$(DLLTOOL) --kill-at --input-def $(@D)/$*.def --output-delaylib $@

build/windows/%.o: %.c Makefile $(GENERATED) | .setup-build build/libraries/windows-iconv
	@mkdir -p $(@D)
	@echo "compiling $<"
	@$(CC) $(WINDOWS) -c $< -o $@

# windres is not given the compiler's flags: it cannot take them.
comma := ,
RESOURCES := agent/promptfix.rc $(wildcard agent/*.rc agent/*.manifest agent/*.h) build/generated/promptfix.ico Makefile
WINDRES_RUN = $(WINDRES) -I. -Iagent -DPROMPTFIX_VERSION='\"$(VERSION)\"' \
              -DPROMPTFIX_VERSION_NUMBERS=$(subst .,$(comma),$(VERSION)),0
build/windows/agent/promptfix.res.o: $(RESOURCES) build/generated/messages.rc
	@mkdir -p $(@D)
	@$(WINDRES_RUN) -Ibuild/generated $< -o $@

# The same with the pseudo-language.
build/windows/pseudo/promptfix.res.o: $(RESOURCES) build/generated/pseudo/messages.rc
	@mkdir -p $(@D)
	@$(WINDRES_RUN) -Ibuild/generated/pseudo -Ibuild/generated $< -o $@

# The icons are drawn by the program's own code, here already for the resources.
ICON_MAKER := agent/icon_maker.c $(patsubst %,agent/icon_%.c,file png image coverage fitting outline shapes palette) \
              registry/byte_buffer.c registry/dword.c
build/native/icon_maker: $(ICON_MAKER) $(wildcard agent/icon_*.h registry/*.h) Makefile | .setup-build
	@mkdir -p $(@D)
	@echo "making $@"
	@$(NATIVE_CC) $(filter-out -M%,$(COMMON)) -O1 $(ICON_MAKER) -o $@

build/generated/promptfix.ico: build/native/icon_maker
	@mkdir -p $(@D)
	@$< icon $@

build/screenshots/icons.png: build/native/icon_maker
	@mkdir -p $(@D)
	@$< sheet $@
	@echo "$@: every icon of the tray, and the program's own"

# The templates for the Group Policy editors, from the table of policies: ADM, which Windows reads as
# UTF-16, has a file for each language, ADMX a folder.
LOCALES := de-DE en-US es-ES fr-FR it-IT ja-JP nl-NL pl-PL pt-BR ru-RU zh-CN
TEMPLATES := $(addprefix build/templates/,promptfix.adm promptfix-de.adm promptfix.admx \
             $(foreach language,$(LANGUAGES),$(filter $(language)-%,$(LOCALES))/promptfix.adml))
TEMPLATE_MAKER := agent/policy_template_maker.c agent/policy.c agent/message.c registry/byte_buffer.c \
                  registry/registry_name.c build/generated/template_texts.c
templates: $(TEMPLATES) ## policy templates for Group Policy: build/templates

build/native/policy_template_maker: $(TEMPLATE_MAKER) $(wildcard agent/*.h registry/*.h) $(GENERATED) Makefile | .setup-build
	@mkdir -p $(@D)
	@echo "making $@"
	@$(NATIVE_CC) $(filter-out -M%,$(COMMON)) -O1 $(TEMPLATE_MAKER) -o $@

build/templates/%.adm: build/native/policy_template_maker
	@mkdir -p $(@D)
	@{ printf '\377\376'; $< adm $(if $(filter %-de,$*),de,en) | sed 's/$$/\r/' | iconv -f UTF-8 -t UTF-16LE; } >$@

build/templates/promptfix.admx: build/native/policy_template_maker
	@mkdir -p $(@D)
	@$< admx | sed 's/$$/\r/' >$@

build/templates/%/promptfix.adml: build/native/policy_template_maker
	@mkdir -p $(@D)
	@$< adml $(firstword $(subst -, ,$*)) | sed 's/$$/\r/' >$@

# The message tables, one for each language: once as Windows resources, once as C for where there is
# no Windows. English gives the numbers; messages.h stays as old as it is while they do not change.
# The languages are those that have a file. One more, xx, is for tests only: see pseudo-language.py.
# The words of the policy templates are no part of the program.
build/generated/program/messages_%.mc: agent/messages_%.mc
	@mkdir -p $(@D)
	@awk '/^MessageId=/ { skipped = /SymbolicName=MESSAGE_TEMPLATE_/ } !skipped' $< >$@

build/generated/messages_%.rc: build/generated/program/messages_%.mc | .setup-build
	@$(WINDMC) -C 65001 -h $(<D) -r $(@D) $<

build/generated/messages_xx.mc: tests/unit/pseudo-language.py agent/messages_en.mc | .setup-test
	@mkdir -p $(@D)
	@python3 $^ >$@

build/generated/messages_xx.rc: build/generated/messages_xx.mc | .setup-build
	@$(WINDMC) -C 65001 -h $(@D) -r $(@D) $<

build/generated/messages.h: agent/messages_en.mc | .setup-build
	@mkdir -p build/generated/numbers
	@$(WINDMC) -C 65001 -h build/generated/numbers -r build/generated/numbers $<
	@cmp -s build/generated/numbers/messages_en.h $@ || cp build/generated/numbers/messages_en.h $@

# Each .rc ends with a code page for what follows it, and nothing that follows is to have one.
build/generated/messages.rc: $(LANGUAGES:%=build/generated/messages_%.rc) build/generated/languages
	@sed '/^#pragma code_page/d' $(filter %.rc,$^) >$@

build/generated/pseudo/messages.rc: build/generated/messages.rc build/generated/messages_xx.rc
	@mkdir -p $(@D)
	@sed '/^#pragma code_page/d' $^ >$@

# The tests have the pseudo-language, the policy templates have not.
build/generated/message_texts.c: build/generated/messages_xx.mc
build/generated/message_texts.c build/generated/template_texts.c: tests/unit/message_texts.awk $(LANGUAGES:%=agent/messages_%.mc) build/generated/languages
	@awk -f tests/unit/message_texts.awk $(filter %.mc,$^) >$@

# Rewritten when a language comes or goes.
build/generated/languages: .always
	@mkdir -p $(@D)
	@echo '$(LANGUAGES)' | cmp -s - $@ || echo '$(LANGUAGES)' >$@

# ---- the installer -----------------------------------------------------------

# The DLL of what Windows Installer cannot do by itself. Its functions are found by plain names.
build/windows/custom_actions.dll: $(INSTALLER:%.c=build/windows/%.o)
	@echo "linking $@"
	@$(CC) -shared $^ $(LINK) -Wl,--kill-at -lmsi -lpsapi -lwtsapi32 -luserenv -ladvapi32 -o $@

build/generated/licences.txt: LICENSE installer/libiconv-notice.txt installer/LGPL-2.1.txt
	@mkdir -p $(@D)
	@{ printf 'PromptFix\n=========\n\n'; cat LICENSE; echo; cat installer/libiconv-notice.txt installer/LGPL-2.1.txt; } | sed 's/$$/\r/' >$@

MSI_PARTS := build/promptfix.exe build/windows/custom_actions.dll build/generated/promptfix.ico build/generated/licences.txt
build/promptfix.msi: $(MSI_PARTS) installer/build-msi.sh $(wildcard installer/tables/*.idt) | .setup-release
	@echo "packing $@"
	@installer/build-msi.sh $(VERSION) $(MSI_PARTS) $@

# ---- the tests' programs -----------------------------------------------------

# So that tests/unit/failing_allocation.c can have memory run out.
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

build/windows/unit_tests.exe: $(filter-out build/windows/agent/main_windows.o,$(OBJECTS)) $(INSTALLER_CORE:%.c=build/windows/%.o) \
        $(UNIT:%.c=build/windows/%.o) build/windows/agent/promptfix.res.o build/windows/build/generated/message_texts.o | $(LATE)
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -lws2_32 -lcheck -lpthread -o $@

build/windows/system_tests.exe: $(patsubst %.c,build/windows/%.o,$(filter-out %_windows.c,$(SYSTEM)) \
                                            build/generated/message_texts.c agent/language.c) | $(LATE) build/windows/step_hook.dll build/windows/logon_session.dll build/windows/planted.dll build/windows/policy_result_server.dll
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -lcheck -lpthread -o $@

# DLLs of the system tests: one is put into promptfix.exe to stop it between two steps, one to give it
# a logon, one is left beside it and must not be loaded; and one stands in for WMI.
HOOK_DLLS := build/windows/step_hook.dll build/windows/logon_session.dll
$(HOOK_DLLS): build/windows/%.dll: build/windows/tests/system/%_windows.o build/windows/tests/system/import_table_windows.o
build/windows/planted.dll: build/windows/tests/system/planted_dll_windows.o
$(HOOK_DLLS) build/windows/planted.dll:
	@echo "linking $@"
	@$(CC) -shared $^ $(LINK) -o $@
build/windows/policy_result_server.dll: build/windows/tests/system/policy_result_server_windows.o
	@echo "linking $@"
	@$(CC) -shared $^ $(LINK) -Wl,--kill-at -loleaut32 -luuid -o $@

# It has the program's own messages, to look for them, and its manifest: it sees the screen as it is.
DESKTOP_TESTS := $(filter-out %_windows.c,$(DESKTOP)) \
                 $(patsubst %,tests/system/%.c,live_registry machine mail_sample program_run test_files \
                                               crowd half_state registry_dump)
build/windows/desktop_tests.exe: $(DESKTOP_TESTS:%.c=build/windows/%.o) build/windows/pseudo/promptfix.res.o | $(LATE)
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -lntdll -lcheck -lpthread -o $@

$(UNIT:%.c=build/windows/%.o) $(SYSTEM:%.c=build/windows/%.o) $(DESKTOP:%.c=build/windows/%.o) $(INSTALL_TESTS:%.c=build/windows/%.o): | build/libraries/windows-check

# The installer's tests, and what they install besides build/promptfix.msi: an older version, which
# knows that it is removed by an upgrade (Windows tells it by that property, Wine does not); and one
# with a last action that fails (a program of the installed folder: 18 + 1024 + 2048, with an option
# that there is not). Windows rolls back from the last action to the first; Wine removes the files
# before that, so the fix is undone there by the program that the tests know.
INSTALL_TEST_PARTS := $(patsubst %,tests/system/%.c,live_registry machine mail_sample program_run restart_mark) \
                      tests/desktop/event_wait.c
build/windows/installer_tests.exe: $(INSTALL_TESTS:%.c=build/windows/%.o) $(INSTALL_TEST_PARTS:%.c=build/windows/%.o) | $(LATE)
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -lntdll -lcheck -lpthread -o $@

build/windows/installer/older.msi: build/promptfix.msi
	@mkdir -p $(@D)
	@installer/build-msi.sh 0.0.9 $(MSI_PARTS) $@.new
	@msibuild $@.new -q "INSERT INTO Property (Property, Value) VALUES ('UPGRADINGPRODUCTCODE', 'always')"
	@mv $@.new $@

build/windows/installer/failing.msi: build/promptfix.msi
	@mkdir -p $(@D)
	@cp $< $@.new
	@msibuild $@.new -q "INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('Fail', 3090, 'promptfix.exe', '/nonsense')" \
	    -q "INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('Fail', 'NOT REMOVE', 6450)" \
	    -q "UPDATE CustomAction SET Target = '\"[%PROMPTFIX_EXE]\" /undo /scope:machine' WHERE Action = 'TakeFixBackData'"
	@mv $@.new $@

BENCH := tests/bench/bench_windows.c tests/bench/stopwatch_windows.c
build/windows/bench.exe: $(filter-out build/windows/agent/main_windows.o,$(OBJECTS)) \
        $(BENCH:%.c=build/windows/%.o) build/windows/agent/promptfix.res.o | $(LATE)
	@echo "linking $@"
	@$(CC) -municode $^ $(LINK) $(LIBRARIES) -o $@

# Ends with any exit code one wants, for the login script.
build/windows/stand_in.exe: build/windows/tests/system/stand_in_windows.o
	@$(CC) -municode -mwindows $^ $(LINK) -o $@

build/windows/minimal_tray.exe: build/windows/tests/bench/minimal_tray_windows.o
	@$(CC) -municode -mwindows $^ $(LINK) -o $@

build/windows/prompt_bench.exe: build/windows/tests/bench/prompt_bench_windows.o
	@$(CC) -municode $^ $(LINK) -o $@

build/windows/empty.exe: build/windows/tests/bench/empty_windows.o
	@$(CC) -municode -mwindows $^ $(LINK) -o $@

# The window alone, in any state, to be looked at.
SHOW_WINDOW := tests/desktop/show_window_windows.c build/generated/message_texts.c tests/fuzz/failed_assertion.c \
               $(patsubst %,tests/unit/%.c,status_samples sample_registry fake_host failing_allocation)
build/windows/desktop/show_window.exe: $(filter-out build/windows/agent/main_windows.o,$(OBJECTS)) \
        $(SHOW_WINDOW:%.c=build/windows/%.o) build/windows/agent/promptfix.res.o | $(LATE)
	@mkdir -p $(@D)
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -o $@

# Every window in every language and in the pseudo-language: whether all of it is to be seen.
FITTING := tests/desktop/fitting_windows.c tests/desktop/screen.c build/generated/message_texts.c \
           $(patsubst %,tests/unit/%.c,status_samples sample_registry fake_host failing_allocation)
build/windows/desktop/fitting.exe: $(filter-out build/windows/agent/main_windows.o,$(OBJECTS)) \
        $(FITTING:%.c=build/windows/%.o) build/windows/agent/promptfix.res.o | $(LATE)
	@mkdir -p $(@D)
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -lcheck -lpthread -o $@

# What PromptFix takes for Outlook, and for Windows' credential host; it goes by the names of the programs.
build/windows/desktop/outlook.exe: build/windows/tests/desktop/outlook_windows.o
build/windows/desktop/CredentialUIBroker.exe: build/windows/tests/desktop/credential_broker_windows.o
$(OUTLOOKS):
	@mkdir -p $(@D)
	@$(CC) -municode -mwindows $^ $(LINK) -lcredui -o $@

build/native/unit_tests: $(CORE:%.c=build/native/%.o) $(INSTALLER_CORE:%.c=build/native/%.o) $(NATIVE_UNIT:%.c=build/native/%.o) build/native/build/generated/message_texts.o
	@echo "linking $@"
	@$(NATIVE_CC) -fsanitize=address,undefined $(WRAP) $^ -Lbuild/libraries/native-iconv/lib -liconv $$(pkg-config --libs check) -o $@

# Each allocation from an arena is one of its own, for the tests in which allocations fail.
build/native/registry/arena.o: NATIVE += -DARENA_BLOCK_SIZE=16

build/native/%.o: %.c Makefile $(GENERATED) | .setup-test build/libraries/native-iconv
	@mkdir -p $(@D)
	@echo "compiling $< (native)"
	@$(NATIVE_CC) $(NATIVE) $$(pkg-config --cflags check) -c $< -o $@

# The fuzz targets: one archive of all that they share, and each a program of its own. Of the unit
# tests they use the registries, the machine in memory and the judge of JSON.
FUZZ_SHARED := $(CORE) $(filter-out %_fuzz.c,$(FUZZ)) build/generated/message_texts.c \
               tests/unit/sample_registry.c tests/unit/fake_host.c tests/unit/json_syntax.c \
               tests/unit/failing_allocation.c

test-fuzz fuzz: $(FUZZERS)

test-programs: build/windows/unit_tests.exe build/windows/system_tests.exe build/windows/stand_in.exe \
    $(if $(CROSS),build/native/unit_tests $(FUZZERS) build/windows/desktop_tests.exe $(OUTLOOKS) \
        build/windows/desktop/fitting.exe build/windows/pseudo/promptfix.exe \
        build/windows/installer/older.msi build/windows/installer/failing.msi build/windows/installer_tests.exe)

build/fuzz/%_fuzz: build/fuzz/tests/fuzz/%_fuzz.o build/fuzz/shared.a
	@echo "linking $@"
	@$(FUZZ_CC) -fsanitize=fuzzer,address,undefined $(WRAP) $^ -Lbuild/libraries/native-iconv/lib -liconv -o $@

build/fuzz/shared.a: $(FUZZ_SHARED:%.c=build/fuzz/%.o)
	@rm -f $@
	@ar rcs $@ $^

build/fuzz/%.o: %.c Makefile $(GENERATED) | .setup-test build/libraries/native-iconv
	@mkdir -p $(@D)
	@echo "compiling $< (for fuzzing)"
	@$(FUZZ_CC) $(FUZZED) $$(pkg-config --cflags check) -c $< -o $@

# ---- static checks -----------------------------------------------------------

check-layers: ## lint: the arrows between the folders, no Windows in the core
	@tests/lint/layers.sh $(SOURCES) $(TOOL) $(INSTALLER) $(HEADERS) $(UNIT) $(SYSTEM) $(DESKTOP) $(INSTALL_TESTS) $(FUZZ)

check-messages: .setup-test ## lint: the messages against the code, the languages against each other
	@tests/lint/messages.sh

check-format: .setup-test ## lint: clang-format
	@clang-format --dry-run --Werror $(SOURCES) $(TOOL) $(INSTALLER) $(HEADERS) $(UNIT) $(SYSTEM) $(DESKTOP) $(INSTALL_TESTS) $(FUZZ)

# One stamp for each file, and beside it, in the compiler's words, which headers it hangs on: only
# what has changed is looked at again.
check-cppcheck: $(patsubst %.c,build/lint/%.cppcheck,$(SOURCES) $(TOOL) $(INSTALLER) $(UNIT) $(SYSTEM) $(DESKTOP) $(INSTALL_TESTS) $(FUZZ)) ## lint: cppcheck
check-tidy: $(patsubst %.c,build/lint/%.tidy,$(CORE) $(INSTALLER_CORE) $(TOOL) $(NATIVE_UNIT) $(FUZZ)) ## lint: clang-tidy

DEPENDENCIES = $(if $(filter %_windows.c,$<)$(filter tests/system/% tests/desktop/% tests/installer/%,$<),$(CC) $(filter-out -M%,$(WINDOWS)),$(NATIVE_CC) $(filter-out -M%,$(NATIVE))) \
               -MM -MP -MF $(@:=.d) -MT $@ $<

build/lint/%.cppcheck: %.c | .setup-test $(GENERATED) build/libraries/native-iconv build/libraries/windows-iconv build/libraries/windows-check
	@mkdir -p $(@D)
	@$(DEPENDENCIES)
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --error-exitcode=1 --inline-suppr \
	    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=normalCheckLevelMaxBranches \
	    $(if $(filter %_windows.c,$<)$(filter tests/system/% tests/desktop/% tests/installer/%,$<),--platform=win32W -D_WIN32) -I. $<
	@touch $@

build/lint/%.tidy: %.c .clang-tidy $(GENERATED) | .setup-test build/libraries/native-iconv
	@mkdir -p $(@D)
	@$(DEPENDENCIES)
	@clang-tidy --quiet $< -- -std=c11 -I. -Ibuild/generated -DPROMPTFIX_VERSION='"$(VERSION)"' \
	    -isystem build/libraries/native-iconv/include $$(pkg-config --cflags check) 2>$@.log || { cat $@.log >&2; exit 1; }
	@touch $@

# ---- tools and libraries -----------------------------------------------------

.setup-build:
	@tests/setup/packages.sh build
.setup-test: .setup-build
	@tests/setup/packages.sh test
.setup-release: .setup-build
	@tests/setup/packages.sh release

build/libraries/windows-%: tests/setup/libraries.sh | .setup-build
	@CC=$(CC) tests/setup/libraries.sh $* $@
build/libraries/windows-check: | .setup-test
build/libraries/native-%: tests/setup/libraries.sh | .setup-test
	@CC=$(NATIVE_CC) tests/setup/libraries.sh $* $@

-include $(shell find build -name '*.d' 2>/dev/null)
