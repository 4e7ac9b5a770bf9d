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
    SUITE(memory_registry_size)                                                                    \
    SUITE(registry_watch)                                                                          \
    SUITE(stored_data)                                                                             \
    SUITE(lm_compatibility)                                                                        \
    SUITE(security_template)                                                                       \
    SUITE(undo_record)                                                                             \
    SUITE(change_set)                                                                              \
    SUITE(change_undo)                                                                             \
    SUITE(change_recovery)                                                                         \
    SUITE(change_interference)                                                                     \
    SUITE(mapi_property)                                                                           \
    SUITE(exchange_account)                                                                        \
    SUITE(account_list)                                                                            \
    SUITE(outlook_profiles)                                                                        \
    SUITE(outlook_policy)                                                                          \
    SUITE(options)                                                                                 \
    SUITE(spelling)                                                                                \
    SUITE(message)                                                                                 \
    SUITE(languages)                                                                               \
    SUITE(restart_pending)                                                                         \
    SUITE(settings)                                                                                \
    SUITE(policy)                                                                                  \
    SUITE(policy_reading)                                                                          \
    SUITE(command_policy)                                                                          \
    SUITE(tray_agent_policy)                                                                       \
    SUITE(autostart)                                                                               \
    SUITE(exit_code)                                                                               \
    SUITE(status_view)                                                                             \
    SUITE(dialog_layout)                                                                           \
    SUITE(small_screen)                                                                            \
    SUITE(app_path)                                                                                \
    SUITE(restart_offer)                                                                           \
    SUITE(restart_flow)                                                                            \
    SUITE(restart_layout)                                                                          \
    SUITE(restart_countdown)                                                                       \
    SUITE(tray_state)                                                                              \
    SUITE(text_cut)                                                                                \
    SUITE(prompt_recognition)                                                                      \
    SUITE(prompt_account)                                                                          \
    SUITE(prompt_history)                                                                          \
    SUITE(prompt_causes)                                                                           \
    SUITE(tray_agent_prompt)                                                                       \
    SUITE(tray_agent_probe)                                                                        \
    SUITE(prompt_record)                                                                           \
    SUITE(utc_time)                                                                                \
    SUITE(http_challenge)                                                                          \
    SUITE(proxy_address)                                                                           \
    SUITE(principal_name)                                                                          \
    SUITE(proxy_probe)                                                                             \
    SUITE(proxy_record)                                                                            \
    SUITE(command_probe)                                                                           \
    SUITE(tray_tip)                                                                                \
    SUITE(tray_icon)                                                                               \
    SUITE(agent_menu)                                                                              \
    SUITE(notice_plan)                                                                             \
    SUITE(tray_agent)                                                                              \
    SUITE(tray_agent_notice)                                                                       \
    SUITE(tray_agent_fix)                                                                          \
    SUITE(tray_agent_report)                                                                       \
    SUITE(tray_agent_restart)                                                                      \
    SUITE(notice_record)                                                                           \
    SUITE(notice_subject)                                                                          \
    SUITE(notice_text)                                                                             \
    SUITE(watched_keys)                                                                            \
    SUITE(tray_event)                                                                              \
    SUITE(icon_coverage)                                                                           \
    SUITE(icon_fitting)                                                                            \
    SUITE(icon_palette)                                                                            \
    SUITE(icon_image)                                                                              \
    SUITE(icon_file)                                                                               \
    SUITE(session_presence)                                                                        \
    SUITE(json_writer)                                                                             \
    SUITE(diagnosis)                                                                               \
    SUITE(remediation)                                                                             \
    SUITE(report_csv)                                                                              \
    SUITE(action_outcome)                                                                          \
    SUITE(event_log)                                                                               \
    SUITE(report_path)                                                                             \
    SUITE(report_json)                                                                             \
    SUITE(report_text)                                                                             \
    SUITE(file_name)                                                                               \
    SUITE(exported_registry)                                                                       \
    SUITE(command)                                                                                 \
    SUITE(command_outlooks)                                                                        \
    SUITE(command_output)                                                                          \
    SUITE(command_users)                                                                           \
    SUITE(command_report)                                                                          \
    SUITE(command_restart)                                                                         \
    SUITE(command_failures)

#define PROMPTFIX_WINDOWS_SUITES(SUITE)                                                            \
    SUITE(windows_registry)                                                                        \
    SUITE(windows_registry_watch)                                                                  \
    SUITE(icon_windows)                                                                            \
    SUITE(timed_write)                                                                             \
    SUITE(log_file)

#define PROMPTFIX_NATIVE_SUITES(SUITE)                                                             \
    SUITE(registry_watch_races)                                                                    \
    SUITE(out_of_memory)                                                                           \
    SUITE(never_less_secure)                                                                       \
    SUITE(never_less_secure_policy)                                                                \
    SUITE(command_interference)                                                                    \
    SUITE(limits)                                                                                  \
    SUITE(command_faults)                                                                          \
    SUITE(tray_agent_failures)
