/* Every suite of the system tests, in the order in which they run. A suite NAME is made by a
 * function `Suite *NAME_suite(void)` in tests/system/NAME_test.c. */
#define PROMPTFIX_SYSTEM_SUITES(SUITE)                                                             \
    SUITE(verbs)                                                                                   \
    SUITE(rights)                                                                                  \
    SUITE(output)                                                                                  \
    SUITE(language)                                                                                \
    SUITE(offline)                                                                                 \
    SUITE(samples)                                                                                 \
    SUITE(cause_samples)                                                                           \
    SUITE(security_templates)                                                                      \
    SUITE(odd_registry)                                                                            \
    SUITE(command_line)                                                                            \
    SUITE(recovery)                                                                                \
    SUITE(concurrency)                                                                             \
    SUITE(elevated_helper)                                                                         \
    SUITE(hostile_registry)                                                                        \
    SUITE(hostile_paths)                                                                           \
    SUITE(all_users)                                                                               \
    SUITE(stored_credentials)                                                                      \
    SUITE(policy_result)                                                                           \
    SUITE(event_log)

/* Those that take long: run only when they are named (make stress). */
#define PROMPTFIX_STRESS_SUITES(SUITE)                                                             \
    SUITE(killed_run)                                                                              \
    SUITE(interference)                                                                            \
    SUITE(many_runs)

/* Those that need the servers of tests/servers: run only when they are named (make test-servers).
 */
#define PROMPTFIX_SERVER_SUITES(SUITE)                                                             \
    SUITE(probe)                                                                                   \
    SUITE(probe_sign_on)                                                                           \
    SUITE(web_proxy)
