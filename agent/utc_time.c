#include "agent/utc_time.h"

#include <stdio.h>
#include <string.h>

enum { SECONDS_PER_DAY = 86400 };

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

/* Days since the start of 1970. */
static int64_t day_number(int year, int month, int day)
{
    const int64_t past = (int64_t)year - 1;
    int64_t days = past * 365 + past / 4 - past / 100 + past / 400;
    for (int earlier = 1; earlier < month; earlier++)
        days += days_in_month(year, earlier);
    return days + day - 1 - 719162; /* the days before 1970, counted the same way */
}

/* `count` digits as a number; -1 if one of them is none. */
static int number_at(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

bool utc_time_read(const char *text, int64_t *seconds)
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    if (strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i] != '\0'; i++)
        if (shape[i] != '0' && text[i] != shape[i])
            return false;
    const int year = number_at(text, 4);
    const int month = number_at(text + 5, 2);
    const int day = number_at(text + 8, 2);
    const int hour = number_at(text + 11, 2);
    const int minute = number_at(text + 14, 2);
    const int second = number_at(text + 17, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) ||
        hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    *seconds = day_number(year, month, day) * SECONDS_PER_DAY + ((int64_t)hour * 60 + minute) * 60 +
               second;
    return true;
}

void utc_date_write(int64_t day, char date[UTC_DATE_SIZE])
{
    int year = 1970 + (int)(day / 366); /* not too late, for days since 1970 */
    int month = 1;
    if (day < 0)
        year = 1;
    while (day_number(year + 1, 1, 1) <= day)
        year++;
    int64_t left = day - day_number(year, 1, 1);
    for (; left >= days_in_month(year, month); month++)
        left -= days_in_month(year, month);
    snprintf(date, UTC_DATE_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000U, (unsigned)month % 100U,
             ((unsigned)left + 1) % 100U);
}
