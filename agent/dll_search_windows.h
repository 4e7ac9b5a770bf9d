/* Closes the door to planted DLLs.
 *
 * Windows looks for a DLL beside the program and in the current folder too. A login script runs
 * from a share, a helpdesk from the download folder: whoever can write there could have code of
 * his run with our rights. So the search is cut to the system folder, first thing.
 */
#ifndef PROMPTFIX_AGENT_DLL_SEARCH_WINDOWS_H
#define PROMPTFIX_AGENT_DLL_SEARCH_WINDOWS_H

/* Call this before anything else. Takes away the current folder (XP SP1 and later), and where
 * Windows can do it (8 and later, or 7 with KB 2533623), everything but the system folder. */
void dll_search_cut(void);

#endif
