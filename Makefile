# PromptFix: one word for each thing one may want; `make help` lists them.
#
# On Debian this cross-compiles with MinGW-w64 and runs Windows programs in the
# Wine box (tests/box); in an MSYS2 MinGW shell it builds and runs directly. What
# is missing is installed or fetched on the way, once; see tests/setup.

VERSION = 0.1.0

all: build/promptfix.exe ## build the program: build/promptfix.exe (also plain `make`)

run: build/promptfix.exe .setup-test ## build, and show the program at work on a sample
	@$(if $(CROSS),tests/run-sample.sh,build/promptfix.exe $(ARGUMENTS); echo "Exit code: $$?")
ARGUMENTS ?= /check

test: ## everything: build, lint, artefact checks, tests here and under Wine
	@tests/run.sh

lint: .setup-test check-layers check-messages check-format check-cppcheck check-tidy ## format, layering and static checks of the sources

test-artefact: build/promptfix.exe .setup-test ## inspect the finished program; build it twice and compare
	@tests/artefact/check-exe.sh build/promptfix.exe
	@tests/artefact/build-twice.sh build/promptfix.exe
	@$(if $(CROSS),tests/artefact/loaded-dlls.sh build/promptfix.exe)

test-native: .setup-test build/native/unit_tests ## unit tests of the core, here, under the sanitizers
	@$(SANITIZERS) timeout 600 build/native/unit_tests

test-fuzz: .setup-test ## each parser on its kept corpus and 3 seconds of made up inputs
	@tests/fuzz/run.sh 3 1 $(FUZZ_TARGETS)

fuzz: .setup-test ## the same for TIME=60 seconds each, with new inputs; findings go to build/fuzz
	@tests/fuzz/run.sh $(TIME) any $(FUZZ_TARGETS)
TIME ?= 60

test-wine: test-wine-unit test-wine-system ## unit and system tests as Windows programs, under Wine

test-wine-unit: .setup-test build/windows/unit_tests.exe ## only the unit tests
	@tests/run-windows-program.sh build/windows/unit_tests.exe

test-wine-system: .setup-test build/windows/system_tests.exe build/promptfix.exe ## only the tests that start the real program
	@tests/run-windows-program.sh build/windows/system_tests.exe

bench: build/promptfix.exe build/windows/bench.exe build/windows/empty.exe .setup-test ## ratios of time, measured side by side under Wine
	@PART='$(PART)' tests/bench/run.sh

imports: build/promptfix.exe ## rewrite tests/imports.txt from the program's import tables
	@tests/artefact/pe.pl build/promptfix.exe | sed -n 's/^import //p' | LC_ALL=C sort >tests/imports.txt

setup: .setup-build .setup-test ## only install tools and make the Wine box; nothing is built
	@$(if $(CROSS),tests/box/make-box.sh)

clean: ## remove build/ (the cache with the box and the libraries stays)
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 26

.PHONY: all run bench test lint test-artefact test-native test-fuzz fuzz test-wine test-wine-unit \
        test-wine-system imports setup clean help .setup-build .setup-test \
        check-layers check-messages check-format check-cppcheck check-tidy
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

# ---- the sources -------------------------------------------------------------
# core: what decides; plain C, also built and tested here. edge: what touches Windows.

SOURCES := $(wildcard registry/*.c outlookprofile/*.c agent/*.c)
EDGE    := $(filter %_windows.c,$(SOURCES))
CORE    := $(filter-out $(EDGE),$(SOURCES))
UNIT    := $(wildcard tests/unit/*.c)
SYSTEM  := $(wildcard tests/system/*.c)
FUZZ    := $(wildcard tests/fuzz/*.c)
HEADERS := $(wildcard registry/*.h outlookprofile/*.h agent/*.h tests/*/*.h)
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
# Windows XP with service pack 2 is the oldest Windows it runs on, so 5.1 is what it asks for.
WINDOWS := $(COMMON) -O2 -ffunction-sections -fdata-sections -DUNICODE -D_UNICODE \
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
SANITIZERS := ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1

# ---- the program -------------------------------------------------------------

OBJECTS := $(SOURCES:%.c=build/windows/%.o)
GENERATED := build/generated/messages.h

build/promptfix.exe: $(OBJECTS) build/windows/agent/promptfix.res.o | $(LATE)
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
build/windows/agent/promptfix.res.o: agent/promptfix.rc $(wildcard agent/*.manifest agent/*.ico agent/*.h) $(GENERATED) Makefile
	@mkdir -p $(@D)
	@$(WINDRES) -I. -Iagent -Ibuild/generated -DPROMPTFIX_VERSION='\"$(VERSION)\"' \
	    -DPROMPTFIX_VERSION_NUMBERS=$(subst .,$(comma),$(VERSION)),0 $< -o $@

# The message table: once as a Windows resource, once as C for where there is no Windows.
build/generated/messages.h: agent/messages_en.mc | .setup-build
	@mkdir -p $(@D)
	@$(WINDMC) -h build/generated -r build/generated $<
	@mv build/generated/messages_en.h $@ && mv build/generated/messages_en.rc build/generated/messages.rc

build/generated/message_texts.c: agent/messages_en.mc tests/unit/message_texts.awk
	@mkdir -p $(@D)
	@awk -f tests/unit/message_texts.awk agent/messages_en.mc >$@

# ---- the tests' programs -----------------------------------------------------

# So that tests/unit/failing_allocation.c can have memory run out.
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

build/windows/unit_tests.exe: $(filter-out build/windows/agent/main_windows.o,$(OBJECTS)) \
        $(UNIT:%.c=build/windows/%.o) build/windows/agent/promptfix.res.o build/windows/build/generated/message_texts.o | $(LATE)
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -lcheck -lpthread -o $@

build/windows/system_tests.exe: $(SYSTEM:%.c=build/windows/%.o) | $(LATE)
	@echo "linking $@"
	@$(CC) $^ $(LINK) $(LIBRARIES) -lcheck -lpthread -o $@

$(UNIT:%.c=build/windows/%.o) $(SYSTEM:%.c=build/windows/%.o): | build/libraries/windows-check

BENCH := tests/bench/bench_windows.c tests/bench/stopwatch_windows.c
build/windows/bench.exe: $(filter-out build/windows/agent/main_windows.o,$(OBJECTS)) \
        $(BENCH:%.c=build/windows/%.o) build/windows/agent/promptfix.res.o | $(LATE)
	@echo "linking $@"
	@$(CC) -municode $^ $(LINK) $(LIBRARIES) -o $@

build/windows/empty.exe: build/windows/tests/bench/empty_windows.o
	@$(CC) -municode -mwindows $^ $(LINK) -o $@

build/native/unit_tests: $(CORE:%.c=build/native/%.o) $(NATIVE_UNIT:%.c=build/native/%.o) build/native/build/generated/message_texts.o
	@echo "linking $@"
	@$(NATIVE_CC) -fsanitize=address,undefined $(WRAP) $^ -Lbuild/libraries/native-iconv/lib -liconv $$(pkg-config --libs check) -o $@

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
	@tests/lint/layers.sh $(SOURCES) $(HEADERS) $(UNIT) $(SYSTEM) $(FUZZ)

check-messages: ## lint: the message table against the code
	@tests/lint/messages.sh

check-format: .setup-test ## lint: clang-format
	@clang-format --dry-run --Werror $(SOURCES) $(HEADERS) $(UNIT) $(SYSTEM) $(FUZZ)

# One stamp for each file: only what has changed is looked at again. A changed
# header counts as a change of every file.
check-cppcheck: $(patsubst %.c,build/lint/%.cppcheck,$(SOURCES) $(UNIT) $(SYSTEM) $(FUZZ)) ## lint: cppcheck
check-tidy: $(patsubst %.c,build/lint/%.tidy,$(CORE) $(NATIVE_UNIT) $(FUZZ)) ## lint: clang-tidy

build/lint/%.cppcheck: %.c $(HEADERS) | .setup-test
	@mkdir -p $(@D)
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --error-exitcode=1 --inline-suppr \
	    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=normalCheckLevelMaxBranches \
	    $(if $(filter %_windows.c,$<)$(filter tests/system/%,$<),--platform=win32W -D_WIN32) -I. $<
	@touch $@

build/lint/%.tidy: %.c $(HEADERS) .clang-tidy $(GENERATED) | .setup-test build/libraries/native-iconv
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- -std=c11 -I. -Ibuild/generated -DPROMPTFIX_VERSION='"$(VERSION)"' \
	    -isystem build/libraries/native-iconv/include $$(pkg-config --cflags check) 2>$@.log || { cat $@.log >&2; exit 1; }
	@touch $@

# ---- tools and libraries -----------------------------------------------------

.setup-build:
	@tests/setup/packages.sh build
.setup-test: .setup-build
	@tests/setup/packages.sh test

build/libraries/windows-%: tests/setup/libraries.sh | .setup-build
	@CC=$(CC) tests/setup/libraries.sh $* $@
build/libraries/windows-check: | .setup-test
build/libraries/native-%: tests/setup/libraries.sh | .setup-test
	@CC=$(NATIVE_CC) tests/setup/libraries.sh $* $@

-include $(shell find build -name '*.d' 2>/dev/null)
