/* Where a test leaves the logon that logon_session.dll gives to promptfix.exe: in the environment.
 */
#ifndef PROMPTFIX_TESTS_SYSTEM_LOGON_SESSION_H
#define PROMPTFIX_TESTS_SYSTEM_LOGON_SESSION_H

#define LOGON_SESSION_DLL L"logon_session.dll"
#define LOGON_SESSION_USER L"PROMPTFIX_TEST_LOGON_USER" /* "CONTOSO\\anna" */
#define LOGON_SESSION_PASSWORD L"PROMPTFIX_TEST_LOGON_PASSWORD"

#endif
