/* Lists every suite once. The pictures are a suite too, but not a test: they are taken only when
 * they are asked for by name. */
#ifndef PROMPTFIX_TESTS_DESKTOP_SUITES_H
#define PROMPTFIX_TESTS_DESKTOP_SUITES_H

#define PROMPTFIX_DESKTOP_SUITES(SUITE)                                                            \
    SUITE(icon)                                                                                    \
    SUITE(window)                                                                                  \
    SUITE(menu)                                                                                    \
    SUITE(policy)                                                                                  \
    SUITE(prompt)                                                                                  \
    SUITE(outlook)                                                                                 \
    SUITE(command_restart)                                                                         \
    SUITE(session)                                                                                 \
    SUITE(crowd)                                                                                   \
    SUITE(endurance)

#define PROMPTFIX_PICTURE_SUITES(SUITE) SUITE(pictures)

#endif
