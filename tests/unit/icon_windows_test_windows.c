#include "agent/icon_windows.h"

#include "agent/icon_image.h"
#include "agent/icon_sign.h"

#include <check.h>
#include <string.h>
#include <wchar.h>

#define TEST_KEY L"Software\\PromptFixTest\\icon"
#define PERSONALIZE L"Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize"
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static uint32_t expected[ICON_SIZE_MOST * ICON_SIZE_MOST];
static uint32_t found[ICON_SIZE_MOST * ICON_SIZE_MOST];

/* The pixels of a bitmap as 32 bits, from the top row down. */
static void read_bitmap(HBITMAP bitmap, int size)
{
    BITMAPINFO form = {.bmiHeader = {
                           .biSize = sizeof form.bmiHeader,
                           .biWidth = size,
                           .biHeight = -size,
                           .biPlanes = 1,
                           .biBitCount = 32,
                           .biCompression = BI_RGB,
                       }};
    HDC screen = GetDC(NULL);
    ck_assert_int_eq(GetDIBits(screen, bitmap, 0, (UINT)size, found, &form, DIB_RGB_COLORS), size);
    ReleaseDC(NULL, screen);
}

static void check_icon(enum tray_state state, int size)
{
    ICONINFO parts;
    BITMAP form;
    HICON icon = icon_create(state, size, &icon_palette_light);
    ck_assert_ptr_nonnull(icon);
    ck_assert(GetIconInfo(icon, &parts));
    ck_assert(parts.fIcon);
    ck_assert_int_ne(GetObjectW(parts.hbmColor, sizeof form, &form), 0);
    ck_assert_int_eq(form.bmWidth, size);
    ck_assert_int_eq(form.bmHeight, size);
    ck_assert_int_eq(form.bmBitsPixel, 32);

    const size_t count = (size_t)size * (size_t)size;
    ck_assert_uint_eq(icon_image_draw(icon_sign_of(state), size, &icon_palette_light, expected),
                      CODE_SUCCESS);
    read_bitmap(parts.hbmColor, size);
    ck_assert_mem_eq(found, expected, count * sizeof *found);
    read_bitmap(parts.hbmMask, size);
    for (size_t i = 0; i < count; i++)
        if (((found[i] & 0xffffff) != 0) != (expected[i] >> 24 < 128))
            ck_abort_msg("size %d: mask at %u", size, (unsigned)i);
    DeleteObject(parts.hbmColor);
    DeleteObject(parts.hbmMask);
    DestroyIcon(icon);
}

START_TEST(windows_gets_what_was_drawn)
{
    static const int sizes[] = {16, 20, 24, 25, 32, 40, 48};
    for (int state = 0; state < TRAY_STATE_COUNT; state++)
        for (size_t i = 0; i < COUNT(sizes); i++)
            check_icon(state, sizes[i]);
}
END_TEST

START_TEST(a_strange_size_is_brought_within_the_limits)
{
    ICONINFO parts;
    BITMAP form;
    HICON icon = icon_create_now(TRAY_FINE, 0);
    ck_assert_ptr_nonnull(icon);
    ck_assert(GetIconInfo(icon, &parts));
    ck_assert_int_ne(GetObjectW(parts.hbmColor, sizeof form, &form), 0);
    ck_assert_int_eq(form.bmWidth, ICON_SIZE_LEAST);
    DeleteObject(parts.hbmColor);
    DeleteObject(parts.hbmMask);
    DestroyIcon(icon);
}
END_TEST

/* How many GDI objects this process has. Wine (10) does not count; there the low half of a new
 * handle is its place in the table, and places are used again. */
static DWORD gdi_objects(void)
{
    const DWORD count = GetGuiResources(GetCurrentProcess(), GR_GDIOBJECTS);
    if (count != 0)
        return count;
    HBITMAP bitmap = CreateBitmap(1, 1, 1, 1, NULL);
    ck_assert_ptr_nonnull(bitmap);
    DeleteObject(bitmap);
    return LOWORD((UINT_PTR)bitmap);
}

static void create_icons(int count)
{
    for (int i = 0; i < count; i++) {
        HICON icon = icon_create(i % TRAY_STATE_COUNT, 16, &icon_palette_dark);
        if (icon == NULL)
            ck_abort_msg("icon %d: error %lu", i, GetLastError());
        DestroyIcon(icon);
    }
}

START_TEST(nothing_is_left_behind)
{
    create_icons(10);
    const DWORD before = gdi_objects();
    create_icons(500);
    ck_assert_uint_lt(gdi_objects(), before + 20);
}
END_TEST

START_TEST(the_small_size_is_that_of_the_system)
{
    const int size = icon_small_size(NULL);
    ck_assert_int_eq(size, icon_image_size(size));
    ck_assert_int_eq(size, GetSystemMetrics(SM_CXSMICON));
    ck_assert_int_eq(icon_small_size(GetDesktopWindow()), size); /* one monitor, one DPI */
}
END_TEST

static void assert_palette(const struct icon_palette *palette)
{
    HIGHCONTRASTW contrast = {.cbSize = sizeof contrast};
    ck_assert(SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof contrast, &contrast, 0));
    if ((contrast.dwFlags & HCF_HIGHCONTRASTON) != 0)
        return; /* then the theme does not count */
    const struct icon_palette now = icon_palette_now();
    ck_assert_mem_eq(&now, palette, sizeof now);
}

static void set_theme(const wchar_t *name, DWORD type, const void *data, DWORD size)
{
    HKEY key;
    ck_assert_int_eq(RegCreateKeyExW(HKEY_CURRENT_USER, PERSONALIZE, 0, NULL, 0, KEY_SET_VALUE,
                                     NULL, &key, NULL),
                     ERROR_SUCCESS);
    ck_assert_int_eq(RegSetValueExW(key, name, 0, type, data, size), ERROR_SUCCESS);
    RegCloseKey(key);
}

/* Deletes the keys that the next test makes, from the lowest up to the one that it shares. */
static void delete_own_user(void)
{
    wchar_t path[] = TEST_KEY L"\\" PERSONALIZE;
    const size_t end = wcslen(TEST_KEY) - wcslen(L"\\icon");
    for (size_t i = wcslen(path); i > end; i--)
        if (path[i] == L'\\' || path[i] == L'\0') {
            path[i] = L'\0';
            RegDeleteKeyW(HKEY_CURRENT_USER, path);
        }
}

/* On a HKEY_CURRENT_USER of its own, so that no desktop changes its colours. */
START_TEST(the_theme_of_the_system_chooses_the_palette)
{
    static const DWORD one = 1;
    static const DWORD zero = 0;
    HKEY own;
    delete_own_user(); /* of an earlier run that failed */
    ck_assert_int_eq(
        RegCreateKeyExW(HKEY_CURRENT_USER, TEST_KEY, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &own, NULL),
        ERROR_SUCCESS);
    ck_assert_int_eq(RegOverridePredefKey(HKEY_CURRENT_USER, own), ERROR_SUCCESS);
    assert_palette(&icon_palette_dark); /* there is no such key */
    set_theme(L"AppsUseLightTheme", REG_DWORD, &one, sizeof one);
    assert_palette(&icon_palette_dark);
    set_theme(L"SystemUsesLightTheme", REG_DWORD, &one, sizeof one);
    assert_palette(&icon_palette_light);
    set_theme(L"SystemUsesLightTheme", REG_DWORD, &zero, sizeof zero);
    assert_palette(&icon_palette_dark);
    set_theme(L"SystemUsesLightTheme", REG_SZ, L"a long text", sizeof L"a long text");
    assert_palette(&icon_palette_dark);

    ck_assert_int_eq(RegOverridePredefKey(HKEY_CURRENT_USER, NULL), ERROR_SUCCESS);
    RegCloseKey(own);
    delete_own_user();
}
END_TEST

START_TEST(the_program_carries_its_own_icon)
{
    static const int sizes[] = {16, 20, 24, 32, 40, 48, 64};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        ICONINFO parts;
        HICON icon = LoadImageW(GetModuleHandleW(NULL), MAKEINTRESOURCEW(1), IMAGE_ICON, sizes[i],
                                sizes[i], LR_DEFAULTCOLOR);
        ck_assert_ptr_nonnull(icon);
        ck_assert(GetIconInfo(icon, &parts));
        ck_assert_uint_eq(icon_image_draw(ICON_KEY, sizes[i], &icon_palette_program, expected),
                          CODE_SUCCESS);
        read_bitmap(parts.hbmColor, sizes[i]);
        ck_assert_mem_eq(found, expected, (size_t)(sizes[i] * sizes[i]) * sizeof *found);
        DeleteObject(parts.hbmColor);
        DeleteObject(parts.hbmMask);
        DestroyIcon(icon);
    }
}
END_TEST

Suite *icon_windows_suite(void);

Suite *icon_windows_suite(void)
{
    Suite *suite = suite_create("icon_windows");
    TCase *tests = tcase_create("icon_windows");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, windows_gets_what_was_drawn);
    tcase_add_test(tests, a_strange_size_is_brought_within_the_limits);
    tcase_add_test(tests, nothing_is_left_behind);
    tcase_add_test(tests, the_small_size_is_that_of_the_system);
    tcase_add_test(tests, the_theme_of_the_system_chooses_the_palette);
    tcase_add_test(tests, the_program_carries_its_own_icon);
    suite_add_tcase(suite, tests);
    return suite;
}
