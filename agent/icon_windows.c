#include "agent/icon_windows.h"

#include "agent/dll_search_windows.h"
#include "agent/icon_image.h"
#include "agent/icon_sign.h"

#include <stdlib.h>

static const wchar_t personalize_key[] =
    L"Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";

typedef UINT WINAPI get_dpi_for_window(HWND window);
typedef UINT WINAPI get_dpi_for_system(void);
typedef int WINAPI get_system_metrics_for_dpi(int index, UINT dpi);

/* Windows 10 1607. GetSystemMetrics only knows the DPI that the system had at logon. The taskbar
 * is Explorer's window, which tells the DPI of the monitor it is on. */
int icon_small_size(HWND taskbar)
{
    get_dpi_for_window *of_window =
        (get_dpi_for_window *)dll_find_function(L"user32.dll", "GetDpiForWindow");
    get_dpi_for_system *of_system =
        (get_dpi_for_system *)dll_find_function(L"user32.dll", "GetDpiForSystem");
    get_system_metrics_for_dpi *metrics =
        (get_system_metrics_for_dpi *)dll_find_function(L"user32.dll", "GetSystemMetricsForDpi");
    int size = 0;
    if (of_window != NULL && of_system != NULL && metrics != NULL) {
        UINT dpi = taskbar == NULL ? 0 : of_window(taskbar);
        size = metrics(SM_CXSMICON, dpi == 0 ? of_system() : dpi);
    }
    return icon_image_size(size != 0 ? size : GetSystemMetrics(SM_CXSMICON));
}

/* COLORREF is 0x00BBGGRR. */
static uint32_t system_colour(int index)
{
    const DWORD colour = GetSysColor(index);
    return (uint32_t)GetRValue(colour) << 16 | (uint32_t)GetGValue(colour) << 8 |
           (uint32_t)GetBValue(colour);
}

/* Fills in the value as stored, its bytes in `bytes`; absent where it cannot be read. */
static void read_theme(struct stored_data *data, uint8_t *bytes, DWORD size)
{
    HKEY key;
    DWORD type = 0;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, personalize_key, 0, KEY_QUERY_VALUE, &key) !=
        ERROR_SUCCESS)
        return;
    if (RegQueryValueExW(key, L"SystemUsesLightTheme", NULL, &type, bytes, &size) == ERROR_SUCCESS)
        *data = (struct stored_data){.present = true, .type = type, .bytes = bytes, .size = size};
    RegCloseKey(key);
}

struct icon_palette icon_palette_now(void)
{
    struct icon_surroundings surroundings = {0};
    uint8_t theme[sizeof(DWORD)] = {0};
    HIGHCONTRASTW contrast = {.cbSize = sizeof contrast};
    surroundings.high_contrast =
        SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof contrast, &contrast, 0) != 0 &&
        (contrast.dwFlags & HCF_HIGHCONTRASTON) != 0;
    surroundings.foreground = system_colour(COLOR_BTNTEXT);
    surroundings.background = system_colour(COLOR_BTNFACE);
    read_theme(&surroundings.light, theme, sizeof theme);
    return icon_palette_choose(&surroundings);
}

/* A bitmap of 32 bits with alpha, from the top row down. */
static HBITMAP create_picture(enum icon_sign sign, int size, const struct icon_palette *palette,
                              uint32_t **pixels)
{
    const BITMAPINFO form = {.bmiHeader = {
                                 .biSize = sizeof form.bmiHeader,
                                 .biWidth = size,
                                 .biHeight = -size,
                                 .biPlanes = 1,
                                 .biBitCount = 32,
                                 .biCompression = BI_RGB,
                             }};
    void *bits = NULL;
    HBITMAP picture = CreateDIBSection(NULL, &form, DIB_RGB_COLORS, &bits, NULL, 0);
    if (picture == NULL)
        return NULL;
    const error_code code = icon_image_draw(sign, size, palette, bits);
    if (code != CODE_SUCCESS) {
        DeleteObject(picture);
        SetLastError(code);
        return NULL;
    }
    *pixels = bits;
    return picture;
}

/* Rows of such a bitmap begin at multiples of two bytes. */
static HBITMAP create_mask(const uint32_t *pixels, int size)
{
    const size_t row_size = ((size_t)size + 15) / 16 * 2;
    uint8_t *bits = malloc(row_size * (size_t)size);
    if (bits == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    icon_image_mask(pixels, size, row_size, bits);
    HBITMAP mask = CreateBitmap(size, size, 1, 1, bits);
    free(bits);
    return mask;
}

/* CreateIconIndirect copies both bitmaps. */
HICON icon_create(enum tray_state state, int size, const struct icon_palette *palette)
{
    HICON icon = NULL;
    uint32_t *pixels = NULL;
    size = icon_image_size(size);
    ICONINFO parts = {.fIcon = TRUE};
    parts.hbmColor = create_picture(icon_sign_of(state), size, palette, &pixels);
    if (parts.hbmColor == NULL)
        return NULL;
    parts.hbmMask = create_mask(pixels, size);
    if (parts.hbmMask != NULL) {
        icon = CreateIconIndirect(&parts);
        DeleteObject(parts.hbmMask);
    }
    DeleteObject(parts.hbmColor);
    return icon;
}

HICON icon_create_now(enum tray_state state, int size)
{
    const struct icon_palette palette = icon_palette_now();
    return icon_create(state, size, &palette);
}
