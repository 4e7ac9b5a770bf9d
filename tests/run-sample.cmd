@echo off
rem Shows the main job on the sample machine: check, fix, check, undo, each with its exit code.
reg import tests\samples\outlook2003_basic.reg >nul || exit /b 1
call :show /check
call :show /fix /norestart
call :show /check
call :show /undo
exit /b 0

:show
echo.
echo ^> promptfix %*
build\promptfix.exe %*
echo Exit code: %ERRORLEVEL%
exit /b 0
