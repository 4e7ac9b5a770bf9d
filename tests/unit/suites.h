/* Every suite of the unit tests, by the name of what it tests. Suites of files that touch Windows
 * stand in the second list, those that only run natively in the third. A suite NAME is made by a
 * function `Suite *NAME_suite(void)` in tests/unit/NAME_test.c. */
#define PROMPTFIX_SUITES(SUITE)                                                                    \
    SUITE(byte_buffer)                                                                             \
    SUITE(arena)                                                                                   \
    SUITE(text_encoding)                                                                           \
    SUITE(registry_name)                                                                           \
    SUITE(reg_file_reader)                                                                         \
    SUITE(reg_file_problems)                                                                       \
    SUITE(reg_file_writer)                                                                         \
    SUITE(memory_registry)                                                                         \
    SUITE(stored_data)                                                                             \
    SUITE(lm_compatibility)                                                                        \
    SUITE(undo_record)                                                                             \
    SUITE(change_set)                                                                              \
    SUITE(change_undo)                                                                             \
    SUITE(change_recovery)                                                                         \
    SUITE(change_interference)                                                                     \
    SUITE(mapi_property)                                                                           \
    SUITE(exchange_account)                                                                        \
    SUITE(account_list)                                                                            \
    SUITE(outlook_policy)                                                                          \
    SUITE(options)                                                                                 \
    SUITE(spelling)                                                                                \
    SUITE(message)                                                                                 \
    SUITE(exit_code)                                                                               \
    SUITE(json_writer)                                                                             \
    SUITE(diagnosis)                                                                               \
    SUITE(remediation)                                                                             \
    SUITE(report_json)                                                                             \
    SUITE(report_text)                                                                             \
    SUITE(exported_registry)                                                                       \
    SUITE(command)                                                                                 \
    SUITE(command_output)                                                                          \
    SUITE(command_failures)

#define PROMPTFIX_WINDOWS_SUITES(SUITE) SUITE(windows_registry)

#define PROMPTFIX_NATIVE_SUITES(SUITE) SUITE(out_of_memory)
