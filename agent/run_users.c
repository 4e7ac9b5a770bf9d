#include "agent/run_users.h"

#include "agent/user_list.h"
#include "registry/dword.h"

#include <string.h>

/* Why a user's visit was not, or not well, made. */
static void note_trouble(struct run *visit, enum unreadable_part part, error_code code)
{
    visit->report.trouble = part;
    visit->report.trouble_code = code;
}

/* ---- one user ---------------------------------------------------------------- */

/* "CONTOSO\anna", or the SID where nobody knows it. */
static error_code describe(struct run *visit, const char *sid)
{
    struct user_hives *hives = visit->host->hives;
    struct byte_buffer text = {0};
    error_code code = hives->append_user(hives, sid, &text);
    if (code != CODE_NOT_ENOUGH_MEMORY) {
        if (code != CODE_SUCCESS || text.size == 0)
            byte_buffer_append_text(&text, sid);
        const char *name = byte_buffer_text(&text);
        if (name != NULL)
            visit->report.user = arena_copy_text(&visit->arena, name, strlen(name));
        byte_buffer_clear(&text);
        byte_buffer_append_format(&text, "HKU\\%s", sid);
        name = byte_buffer_text(&text);
        if (name != NULL)
            visit->report.user_root = arena_copy_text(&visit->arena, name, strlen(name));
        visit->report.observation.user_root = visit->report.user_root;
        code = visit->report.user != NULL && visit->report.user_root != NULL
                   ? CODE_SUCCESS
                   : CODE_NOT_ENOUGH_MEMORY;
    }
    byte_buffer_done(&text);
    return code;
}

/* Does the verb itself on the key `name` below HKEY_USERS. */
static error_code visit_key(struct run *visit, const char *name, visit_function *verb)
{
    struct user_hives *hives = visit->host->hives;
    error_code code = hives->open(hives, name, &visit->registry);
    if (code != CODE_SUCCESS) {
        note_trouble(visit, UNREADABLE_USER, code);
        return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS;
    }
    code = verb(visit);
    hives->close(hives, visit->registry);
    visit->registry = NULL;
    return code;
}

/* May the hive of a user who is not logged on be loaded? A roaming profile's next logon brings the
 * server's copy, or takes this one there although nobody has logged on; and a mandatory one forgets
 * every change. */
static bool may_load(struct run *visit, const struct listed_user *user)
{
    struct user_hives *hives = visit->host->hives;
    enum hive_file kind = HIVE_FILE_NONE;
    error_code code = CODE_SUCCESS;
    if (user->folder == NULL) {
        note_trouble(visit, UNREADABLE_USER, CODE_PATH_NOT_FOUND);
        return false;
    }
    if (user->mandatory || user->roaming) {
        note_trouble(visit, user->mandatory ? UNREADABLE_USER_MANDATORY : UNREADABLE_USER_ROAMING,
                     CODE_SUCCESS);
        return false;
    }
    code = hives->find_file(hives, user->folder, &kind);
    if (code != CODE_SUCCESS)
        note_trouble(visit, UNREADABLE_USER, code);
    else if (kind == HIVE_FILE_MANDATORY)
        note_trouble(visit, UNREADABLE_USER_MANDATORY, CODE_SUCCESS);
    else if (kind == HIVE_FILE_LINK)
        note_trouble(visit, UNREADABLE_USER_LINK, CODE_STOPPED_ON_SYMLINK);
    else if (kind == HIVE_FILE_NONE)
        note_trouble(visit, UNREADABLE_USER_GONE, CODE_FILE_NOT_FOUND);
    return code == CODE_SUCCESS && kind == HIVE_FILE_USUAL;
}

static error_code visit_file(struct run *visit, const struct listed_user *user,
                             visit_function *verb)
{
    struct user_hives *hives = visit->host->hives;
    struct byte_buffer name = {0};
    error_code code = CODE_SUCCESS;

    visit->user_is_away = true;
    byte_buffer_append_format(&name, LOADED_HIVE_PREFIX "%s", user->sid);
    const char *key = byte_buffer_text(&name);
    if (key == NULL) {
        code = CODE_NOT_ENOUGH_MEMORY;
        goto out;
    }
    code = hives->load(hives, key, user->folder);
    if (code != CODE_SUCCESS) {
        note_trouble(
            visit, code == CODE_SHARING_VIOLATION ? UNREADABLE_USER_IN_USE : UNREADABLE_USER, code);
        if (code != CODE_NOT_ENOUGH_MEMORY)
            code = CODE_SUCCESS;
        goto out;
    }
    code = visit_key(visit, key, verb);
    const error_code unloaded = hives->unload(hives, key);
    if (unloaded != CODE_SUCCESS)
        note_trouble(visit, UNREADABLE_USER_NOT_CLOSED, unloaded);
out:
    byte_buffer_done(&name);
    return code;
}

/* A check of a hive that is there anyway changes nothing, and needs no lock. */
static bool needs_lock(const struct run *visit, const struct listed_user *user)
{
    const struct options *options = visit->options;
    return !user->logged_on || (options->verb != VERB_CHECK && !options->dry_run);
}

static error_code visit_user(struct run *visit, const struct listed_user *user,
                             visit_function *verb)
{
    struct user_hives *hives = visit->host->hives;
    error_code code = describe(visit, user->sid);
    if (code != CODE_SUCCESS || (!user->logged_on && !may_load(visit, user)))
        return code;
    const bool locks = needs_lock(visit, user);
    if (locks)
        code = hives->lock(hives, user->sid);
    if (code != CODE_SUCCESS) {
        note_trouble(visit,
                     code == CODE_INSTALL_ALREADY_RUNNING ? UNREADABLE_USER_BUSY : UNREADABLE_USER,
                     code);
        return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS;
    }
    code = user->logged_on ? visit_key(visit, user->sid, verb) : visit_file(visit, user, verb);
    if (locks)
        hives->unlock(hives);
    return code;
}

/* Takes a visit's memory, outcome and report over. */
static void end_visit(struct run *run, struct run *visit)
{
    const struct run_outcome *outcome = &visit->outcome;
    run->arena = visit->arena;
    run->proxies = visit->proxies;
    run->policy_result = visit->policy_result;
    run->outcome.failed |= outcome->failed;
    run->outcome.cannot_be_mended |= outcome->cannot_be_mended;
    run->outcome.needs_rights |= outcome->needs_rights;
    run->others_restart_outlook |= outcome->restart_outlook;
    if (run->options->verb == VERB_UNDO && visit->report.trouble != UNREADABLE_NOTHING &&
        visit->report.trouble != UNREADABLE_USER_GONE)
        run->outcome.cannot_be_mended = true; /* there may be something to undo */
    visit->report.halves[REGISTRY_CURRENT_USER].locked = false;
    run->report.others[run->report.other_count++] = visit->report;
}

static struct run begin_visit(const struct run *run)
{
    const struct report *report = &run->report;
    struct run visit = {
        .host = run->host,
        .options = run->options,
        .visitor = run->registry,
        .arena = run->arena,
        .proxies = run->proxies,             /* each is asked once, whoever uses it */
        .policy_result = run->policy_result, /* the machine's: likewise */
        .report = {.options = run->options, .program = report->program, .windows = report->windows},
    };
    memcpy(visit.report.time, report->time, sizeof visit.report.time);
    visit.report.halves[REGISTRY_LOCAL_MACHINE].changes.root = REGISTRY_LOCAL_MACHINE;
    return visit;
}

/* ---- all of them ------------------------------------------------------------- */

/* A run that was ended in the middle of a visit has left the hive loaded, and the user it belongs
 * to cannot log on with it. A hive whose user is locked is being visited by another run right now.
 */
static error_code unload_leftovers(struct user_hives *hives)
{
    static const size_t prefix_size = sizeof LOADED_HIVE_PREFIX - 1;
    struct byte_buffer name = {0};
    error_code code = CODE_SUCCESS;
    size_t index = 0;
    while (code == CODE_SUCCESS) {
        code = hives->enumerate(hives, index++, &name);
        const char *key = (const char *)name.data;
        if (code == CODE_NO_UNICODE_TRANSLATION)
            code = CODE_SUCCESS;
        else if (code == CODE_SUCCESS && strncmp(key, LOADED_HIVE_PREFIX, prefix_size) == 0 &&
                 is_user_sid(key + prefix_size) &&
                 hives->lock(hives, key + prefix_size) == CODE_SUCCESS) {
            if (hives->unload(hives, key) == CODE_SUCCESS)
                index--; /* those behind it have moved up */
            hives->unlock(hives);
        }
    }
    byte_buffer_done(&name);
    return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS;
}

static error_code list_users(struct run *run, struct user_list *list)
{
    struct user_hives *hives = run->host->hives;
    struct byte_buffer own_sid = {0};
    error_code code = unload_leftovers(hives);
    if (code == CODE_SUCCESS)
        code = hives->append_own_sid(hives, &own_sid);
    const char *sid = byte_buffer_text(&own_sid);
    if (sid == NULL)
        code = CODE_NOT_ENOUGH_MEMORY;
    if (code == CODE_SUCCESS) {
        code = user_list_read(run->registry, hives, sid, &run->arena, list);
    } else if (code != CODE_NOT_ENOUGH_MEMORY) {
        list->error = code; /* who is oneself must be known to tell who is another */
        code = CODE_SUCCESS;
    }
    byte_buffer_done(&own_sid);
    return code;
}

error_code run_visit_users(struct run *run, visit_function *verb)
{
    struct user_hives *hives = run->host->hives;
    struct user_list list = {0};
    if (!run->options->all_users)
        return CODE_SUCCESS;
    error_code code = hives->enable(hives);
    if (code == CODE_PRIVILEGE_NOT_HELD || code == CODE_ACCESS_DENIED) {
        run->report.others_need_rights = true;
        run->outcome.needs_rights = true;
        return CODE_SUCCESS;
    }
    if (code == CODE_SUCCESS)
        code = list_users(run, &list);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    if (code != CODE_SUCCESS)
        list.error = code;
    run->report.others = arena_allocate(&run->arena, (list.count + 1) * sizeof *run->report.others);
    if (run->report.others == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS && i < list.count; i++) {
        struct run visit = begin_visit(run);
        code = visit_user(&visit, &list.users[i], verb);
        end_visit(run, &visit);
    }
    if (list.error != CODE_SUCCESS) {
        struct run visit = begin_visit(run);
        note_trouble(&visit, UNREADABLE_USER_LIST, list.error);
        end_visit(run, &visit);
    }
    return code;
}

/* ---- judging all together ----------------------------------------------------- */

static error_code add_trouble(struct run *run, struct report *report)
{
    const size_t count = report->diagnosis.count;
    struct finding *findings = arena_allocate(&run->arena, (count + 1) * sizeof *findings);
    if (findings == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    if (count > 0)
        memcpy(findings, report->diagnosis.findings, count * sizeof *findings);
    /* Where there is no registry, nothing in it can be wrong. */
    findings[count] = (struct finding){
        .id = FINDING_UNREADABLE,
        .half = REGISTRY_CURRENT_USER,
        .severity = report->trouble == UNREADABLE_USER_GONE ? SEVERITY_ADVICE : SEVERITY_PROBLEM,
        .in_scope = true,
        .part = report->trouble,
        .error = report->trouble_code,
    };
    report->diagnosis.findings = findings;
    report->diagnosis.count++;
    return CODE_SUCCESS;
}

static bool has_finding(const struct report *report, const struct finding *wanted)
{
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (finding->account == NULL && finding->half == wanted->half &&
            finding->id == wanted->id && finding->part == wanted->part)
            return true;
    }
    return false;
}

/* What is about the machine and no account is said once, with the first who sees it; what is about
 * its undo records, with the run itself. */
static void drop_repeated(struct run *run, struct report *report)
{
    size_t kept = 0;
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        bool repeated = false;
        if (finding->account == NULL && finding->half == REGISTRY_LOCAL_MACHINE) {
            repeated = has_finding(&run->report, finding) ||
                       finding->id == FINDING_INTERRUPTED_FIX ||
                       finding->part == UNREADABLE_UNDO_RECORD;
            for (const struct report *other = run->report.others; !repeated && other < report;
                 other++)
                repeated = has_finding(other, finding);
        }
        if (!repeated)
            report->diagnosis.findings[kept++] = *finding;
    }
    report->diagnosis.count = kept;
}

/* Is one user's plan for the level a higher one than what is planned so far? A user's own policy
 * can ask for more than the run does. */
static bool is_higher(const struct change_set *planned, const struct change_set *machine)
{
    if (planned->count == 0)
        return false;
    return machine->count == 0 || dword_of_bytes(planned->changes[0].after.bytes) >
                                      dword_of_bytes(machine->changes[0].after.bytes);
}

static error_code join_user(struct run *run, struct report *report)
{
    struct change_set *machine = &run->report.halves[REGISTRY_LOCAL_MACHINE].changes;
    struct change_set *planned = &report->halves[REGISTRY_LOCAL_MACHINE].changes;
    error_code code = CODE_SUCCESS;
    if (report->observed) {
        report->observation.level = run->report.observation.level;
        code = run_judge(run, report);
    } else {
        report->diagnosis = (struct diagnosis){0};
    }
    if (code == CODE_SUCCESS && report->trouble != UNREADABLE_NOTHING)
        code = add_trouble(run, report);
    if (code != CODE_SUCCESS)
        return code;
    drop_repeated(run, report);
    if (is_higher(planned, machine) && !run->report.halves[REGISTRY_LOCAL_MACHINE].attempted)
        *machine = *planned;
    planned->count = 0;
    return CODE_SUCCESS;
}

error_code run_join_users(struct run *run)
{
    error_code code = CODE_SUCCESS;
    bool profile_found = !run->report.profile_missing;
    for (size_t i = 0; code == CODE_SUCCESS && i < run->report.other_count; i++) {
        const struct report *other = &run->report.others[i];
        code = join_user(run, &run->report.others[i]);
        profile_found |= !other->profile_missing && other->trouble != UNREADABLE_USER_GONE;
    }
    run->report.profile_missing = !profile_found && !run->report.others_need_rights;
    return code;
}
