#include "tests/desktop/window_text.h"

#include "tests/desktop/remote_memory.h"

#include <check.h>
#include <commctrl.h>
#include <stddef.h>
#include <string.h>

enum { TEXT_LIMIT = 32768, LABEL_LIMIT = 256 };

static wchar_t text[TEXT_LIMIT];

/* Adds as much as there is room for. */
static void append(const wchar_t *more)
{
    wcsncat(text, more, TEXT_LIMIT - 1 - wcslen(text));
}

/* Takes out the marks of access keys. */
static void drop_marks(wchar_t *label)
{
    wchar_t *target = label;
    for (const wchar_t *source = label; *source != L'\0'; source++)
        if (*source != L'&')
            *target++ = *source;
    *target = L'\0';
}

/* Asked with a time limit: a program that hangs must not hang the tests. */
static void read_text(HWND window, wchar_t *target, size_t length)
{
    enum { ANSWER_LIMIT = 60000 };
    DWORD_PTR read = 0;
    target[0] = L'\0';
    SendMessageTimeoutW(window, WM_GETTEXT, length, (LPARAM)target, SMTO_ABORTIFHUNG, ANSWER_LIMIT,
                        &read);
}

struct remote_cell {
    LVITEMW item;
    wchar_t text[LABEL_LIMIT];
};

static void append_cell(HWND list, const struct remote_memory *memory, int row, int column)
{
    struct remote_cell *cell = memory->local;
    cell->item = (LVITEMW){
        .iSubItem = column,
        .pszText = (wchar_t *)(void *)(memory->address + offsetof(struct remote_cell, text)),
        .cchTextMax = LABEL_LIMIT,
    };
    SendMessageW(list, LVM_GETITEMTEXTW, (WPARAM)row, (LPARAM)memory->address);
    cell->text[LABEL_LIMIT - 1] = L'\0';
    append(cell->text);
    append(L"\t");
}

static void append_list(HWND list)
{
    struct remote_memory memory;
    HWND header = (HWND)SendMessageW(list, LVM_GETHEADER, 0, 0);
    int columns = (int)SendMessageW(header, HDM_GETITEMCOUNT, 0, 0);
    int rows = (int)SendMessageW(list, LVM_GETITEMCOUNT, 0, 0);
    remote_memory_init_for_window(&memory, list, sizeof(struct remote_cell));
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++)
            append_cell(list, &memory, row, column);
        append(L"\n");
    }
    remote_memory_done(&memory);
}

static BOOL CALLBACK append_control(HWND control, LPARAM parameter)
{
    static wchar_t own[TEXT_LIMIT];
    wchar_t class[64] = L"";
    (void)parameter;
    if (!IsWindowVisible(control))
        return TRUE;
    GetClassNameW(control, class, 64);
    if (_wcsicmp(class, WC_LISTVIEWW) == 0) {
        append_list(control);
        return TRUE;
    }
    read_text(control, own, TEXT_LIMIT);
    drop_marks(own);
    append(own);
    append(L"\n");
    return TRUE;
}

const wchar_t *window_text(HWND window)
{
    text[0] = L'\0';
    if (!IsWindowVisible(window))
        return text;
    read_text(window, text, TEXT_LIMIT);
    append(L"\n");
    EnumChildWindows(window, append_control, 0);
    return text;
}

bool window_says(HWND window, const wchar_t *wanted)
{
    return wcsstr(window_text(window), wanted) != NULL;
}

struct button_search {
    const wchar_t *label;
    HWND found;
};

static BOOL CALLBACK take_button(HWND control, LPARAM parameter)
{
    struct button_search *search = (struct button_search *)parameter;
    wchar_t class[64] = L"";
    wchar_t label[LABEL_LIMIT];
    GetClassNameW(control, class, 64);
    if (_wcsicmp(class, WC_BUTTONW) != 0 || !IsWindowVisible(control))
        return TRUE;
    read_text(control, label, LABEL_LIMIT);
    drop_marks(label);
    if (wcscmp(label, search->label) == 0)
        search->found = control;
    return search->found == NULL;
}

HWND window_button(HWND window, const wchar_t *label)
{
    struct button_search search = {.label = label};
    EnumChildWindows(window, take_button, (LPARAM)&search);
    return search.found;
}
