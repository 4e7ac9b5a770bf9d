/* What a person can ask of the tray agent, from the menu, the window or a notification. */
#ifndef PROMPTFIX_AGENT_AGENT_COMMAND_H
#define PROMPTFIX_AGENT_AGENT_COMMAND_H

enum agent_command {
    COMMAND_NONE,
    COMMAND_SHOW, /* the window */
    COMMAND_CHECK_NOW,
    COMMAND_FIX,
    COMMAND_UNDO,
    COMMAND_USE_CERTIFICATE_NAME, /* the second choice beside Fix */
    COMMAND_OPEN_LOG,
    COMMAND_START_WITH_WINDOWS, /* toggles */
    COMMAND_DO_NOT_ASK_AGAIN,   /* toggles, for the findings of now */
    COMMAND_ABOUT,
    COMMAND_EXIT,
    COMMAND_CHOOSE_LEVEL_2,
    COMMAND_CHOOSE_LEVEL_3,
    COMMAND_COPY_DETAILS,
    COMMAND_RESTART,      /* ask again for the restart that is pending */
    COMMAND_TEST_SIGN_IN, /* one sign-on at the RPC proxies with the user's logon */
    COMMAND_CLOSE_WINDOW,
    COMMAND_COUNT,
};

#endif
