/* The texts of a dialog as they look: the fonts they are set in, and how large they are.
 *
 * Only fonts that the user has chosen for Windows are used, in the size for the monitor's DPI.
 */
#ifndef PROMPTFIX_AGENT_DIALOG_TEXT_WINDOWS_H
#define PROMPTFIX_AGENT_DIALOG_TEXT_WINDOWS_H

#include <stdbool.h>
#include <windows.h>

struct dialog_fonts {
    int dpi;         /* for which they are made */
    int line_height; /* of the text font */
    HFONT text;      /* NULL: Windows' old font, which every control has by itself */
    HFONT heading;   /* larger and bold */
};

/* Makes the fonts anew for a DPI; the old ones are freed by the caller once no control uses them.
 */
struct dialog_fonts dialog_fonts_load(int dpi);
void dialog_fonts_free(struct dialog_fonts *fonts);

/* How a text is set. */
enum text_setting {
    TEXT_WRAPPED,          /* "&" is an ampersand */
    TEXT_WRAPPED_WITH_KEY, /* "&" marks an access key */
    TEXT_ONE_LINE_WITH_KEY,
};

/* The size of the control's text in its own font, wrapped in `width` pixels. */
SIZE dialog_text_size(HWND control, enum text_setting setting, int width);

#endif
