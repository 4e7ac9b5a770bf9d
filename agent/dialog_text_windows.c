#include "agent/dialog_text_windows.h"

#include "agent/screen_dpi_windows.h"

#include <stdlib.h>

/* How much larger than the text a heading is: 5/4, as 8 points to 10. */
enum { HEADING_NUMERATOR = 5, HEADING_DENOMINATOR = 4 };

static int height_of(HFONT font)
{
    HDC screen = GetDC(NULL);
    TEXTMETRICW metrics = {0};
    if (screen == NULL)
        return 0;
    HGDIOBJ before = SelectObject(screen, font != NULL ? font : GetStockObject(DEFAULT_GUI_FONT));
    GetTextMetricsW(screen, &metrics);
    SelectObject(screen, before);
    ReleaseDC(NULL, screen);
    return (int)metrics.tmHeight;
}

struct dialog_fonts dialog_fonts_load(int dpi)
{
    struct dialog_fonts fonts = {.dpi = dpi};
    LOGFONTW font;
    if (screen_message_font(dpi, &font)) {
        fonts.text = CreateFontIndirectW(&font);
        font.lfHeight = MulDiv(font.lfHeight, HEADING_NUMERATOR, HEADING_DENOMINATOR);
        font.lfWeight = FW_BOLD;
        fonts.heading = CreateFontIndirectW(&font);
    }
    const int height = height_of(fonts.text);
    fonts.line_height = height > 0 ? height : MulDiv(16, dpi, 96);
    return fonts;
}

void dialog_fonts_free(struct dialog_fonts *fonts)
{
    if (fonts->text != NULL)
        DeleteObject(fonts->text);
    if (fonts->heading != NULL)
        DeleteObject(fonts->heading);
    *fonts = (struct dialog_fonts){0};
}

/* As the controls draw: an edit and a static with SS_EDITCONTROL part even words that are too long
 * for a line. */
static UINT format_of(enum text_setting setting)
{
    switch (setting) {
    case TEXT_WRAPPED:
        return DT_CALCRECT | DT_WORDBREAK | DT_EDITCONTROL | DT_EXPANDTABS | DT_NOPREFIX;
    case TEXT_WRAPPED_WITH_KEY:
        return DT_CALCRECT | DT_WORDBREAK | DT_EDITCONTROL | DT_EXPANDTABS;
    case TEXT_ONE_LINE_WITH_KEY:
        break;
    }
    return DT_CALCRECT | DT_SINGLELINE;
}

static SIZE measure(HWND control, const wchar_t *text, UINT format, int width)
{
    RECT box = {0, 0, width > 0 ? width : 1, 0};
    HFONT font = (HFONT)SendMessageW(control, WM_GETFONT, 0, 0);
    HDC screen = GetDC(control);
    if (screen == NULL)
        return (SIZE){0};
    HGDIOBJ before = SelectObject(screen, font != NULL ? font : GetStockObject(SYSTEM_FONT));
    DrawTextW(screen, text, -1, &box, format);
    SelectObject(screen, before);
    ReleaseDC(control, screen);
    return (SIZE){box.right - box.left, box.bottom - box.top};
}

SIZE dialog_text_size(HWND control, enum text_setting setting, int width)
{
    SIZE size = {0};
    const size_t length = (size_t)GetWindowTextLengthW(control);
    wchar_t *text = calloc(length + 1, sizeof *text);
    if (text != NULL && GetWindowTextW(control, text, (int)length + 1) > 0)
        size = measure(control, text, format_of(setting), width);
    free(text);
    return size;
}
