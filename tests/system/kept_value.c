#include "tests/system/kept_value.h"

#include <check.h>

void kept_value_take(struct kept_value *value)
{
    HKEY key = NULL;
    value->data_size = sizeof value->data;
    value->was_there = false;
    value->key_was_there = RegOpenKeyExW(value->root, value->key, 0,
                                         KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) == ERROR_SUCCESS;
    if (!value->key_was_there)
        return;
    const LSTATUS status =
        RegQueryValueExW(key, value->name, NULL, &value->type, value->data, &value->data_size);
    RegCloseKey(key);
    value->was_there = status == ERROR_SUCCESS;
    ck_assert_msg(status == ERROR_SUCCESS || status == ERROR_FILE_NOT_FOUND,
                  "cannot keep %ls: error %ld", value->name, (long)status);
}

void kept_value_give_back(const struct kept_value *value)
{
    HKEY key = NULL;
    if (RegOpenKeyExW(value->root, value->key, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key) !=
        ERROR_SUCCESS)
        return;
    if (value->was_there)
        RegSetValueExW(key, value->name, 0, value->type, value->data, value->data_size);
    else
        RegDeleteValueW(key, value->name);
    RegCloseKey(key);
    if (!value->key_was_there)
        RegDeleteKeyW(value->root, value->key); /* not with anything in it */
}
