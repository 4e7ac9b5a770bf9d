#include "agent/screen_dpi_windows.h"

#include "agent/dll_search_windows.h"

typedef UINT WINAPI get_dpi_for_window(HWND window);
typedef HRESULT WINAPI get_dpi_for_monitor(HMONITOR monitor, int type, UINT *x, UINT *y);
typedef int WINAPI get_system_metrics_for_dpi(int index, UINT dpi);
typedef BOOL WINAPI system_parameters_info_for_dpi(UINT action, UINT parameter, void *data,
                                                   UINT flags, UINT dpi);

/* MDT_EFFECTIVE_DPI of shellscalingapi.h. */
enum { EFFECTIVE_DPI = 0 };

/* What Windows takes for 100 per cent. */
enum { USUAL_DPI = 96 };

/* What all sizes were made for that Windows tells without being asked for a DPI. */
static int system_dpi(void)
{
    HDC screen = GetDC(NULL);
    const int dpi = screen != NULL ? GetDeviceCaps(screen, LOGPIXELSY) : 0;
    if (screen != NULL)
        ReleaseDC(NULL, screen);
    return dpi > 0 ? dpi : USUAL_DPI;
}

/* The first is there from Windows 10 1607 on, the second from 8.1 on. */
int screen_dpi(HWND window)
{
    get_dpi_for_window *for_window =
        (get_dpi_for_window *)dll_find_function(L"user32.dll", "GetDpiForWindow");
    if (for_window != NULL && for_window(window) != 0)
        return (int)for_window(window);
    get_dpi_for_monitor *for_monitor =
        (get_dpi_for_monitor *)dll_find_function(L"shcore.dll", "GetDpiForMonitor");
    HMONITOR monitor = MonitorFromWindow(window, MONITOR_DEFAULTTONEAREST);
    UINT x = 0;
    UINT y = 0;
    if (for_monitor != NULL && for_monitor(monitor, EFFECTIVE_DPI, &x, &y) == S_OK && y != 0)
        return (int)y;
    return system_dpi();
}

int screen_metric(int index, int dpi)
{
    get_system_metrics_for_dpi *for_dpi =
        (get_system_metrics_for_dpi *)dll_find_function(L"user32.dll", "GetSystemMetricsForDpi");
    if (for_dpi != NULL)
        return for_dpi(index, (UINT)dpi);
    return MulDiv(GetSystemMetrics(index), dpi, system_dpi());
}

bool screen_message_font(int dpi, LOGFONTW *font)
{
    NONCLIENTMETRICSW metrics = {.cbSize = sizeof metrics};
    system_parameters_info_for_dpi *for_dpi = (system_parameters_info_for_dpi *)dll_find_function(
        L"user32.dll", "SystemParametersInfoForDpi");
    if (for_dpi != NULL &&
        for_dpi(SPI_GETNONCLIENTMETRICS, sizeof metrics, &metrics, 0, (UINT)dpi)) {
        *font = metrics.lfMessageFont;
        return true;
    }
    if (!SystemParametersInfoW(SPI_GETNONCLIENTMETRICS, sizeof metrics, &metrics, 0))
        return false;
    *font = metrics.lfMessageFont;
    font->lfHeight = MulDiv(font->lfHeight, dpi, system_dpi());
    return true;
}

void screen_notification_area(RECT *area, RECT *work)
{
    HWND taskbar = FindWindowW(L"Shell_TrayWnd", NULL);
    HWND notification =
        taskbar != NULL ? FindWindowExW(taskbar, NULL, L"TrayNotifyWnd", NULL) : NULL;
    RECT found = {0};
    MONITORINFO monitor = {.cbSize = sizeof monitor};
    const bool is_there = notification != NULL && IsWindowVisible(taskbar) &&
                          GetWindowRect(notification, &found) && !IsRectEmpty(&found);
    GetMonitorInfoW(MonitorFromRect(&found, MONITOR_DEFAULTTOPRIMARY), &monitor);
    *work = monitor.rcWork;
    *area = found;
    if (!is_there)
        SetRect(area, work->right, work->bottom, work->right, work->bottom);
}
