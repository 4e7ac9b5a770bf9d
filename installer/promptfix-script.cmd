@echo off
rem Runs PromptFix from Group Policy, and keeps a line of what came of it on a share.
rem
rem   promptfix-script.cmd user    [PROGRAM [FOLDER]]   as a user's logon script
rem   promptfix-script.cmd machine [PROGRAM [FOLDER]]   as a computer's startup script
rem
rem PROGRAM  where promptfix.exe is; else beside this script, else where the MSI puts it
rem FOLDER   where COMPUTER.log is written, such as \\server\promptfix$; else nowhere. Users and
rem          "Domain Computers" need the right to make and append files there.
rem
rem Nobody is asked anything, nothing is restarted, and the script always ends with 0: a logon is
rem never in danger. The share is written to by a process of its own, so that one that is slow or
rem gone delays nothing. The report itself is in %TEMP%\promptfix-user.log or -machine.log.
rem
rem For cmd.exe of Windows XP and later. Names may have blanks and &, but no %% and no quotes.
setlocal EnableExtensions DisableDelayedExpansion
if "%~1"=="/append" goto append
set "HALF=%~1"
set "PROGRAM=%~2"
set "FOLDER=%~3"
if /i "%HALF%"=="user" goto find
if /i "%HALF%"=="machine" goto find
set "CODE=87"
set "HALF=none"
set "MEANING=the script needs the word user or machine"
goto log

:find
if defined PROGRAM goto look
set "PROGRAM=%~dp0promptfix.exe"
if exist "%PROGRAM%" goto run
set "PROGRAM=%ProgramFiles%\PromptFix\promptfix.exe"
if exist "%PROGRAM%" goto run
set "PROGRAM=%ProgramFiles(x86)%\PromptFix\promptfix.exe"
:look
if exist "%PROGRAM%" goto run
set "CODE=2"
set "MEANING=promptfix.exe was not found"
goto log

:run
"%PROGRAM%" /fix /scope:%HALF% /norestart /quiet "/log:%TEMP%\promptfix-%HALF%.log"
set "CODE=%ERRORLEVEL%"
set "MEANING=unexpected; look into the report"
if "%CODE%"=="0" set "MEANING=nothing wrong, or nothing to do"
if "%CODE%"=="1" set "MEANING=a problem is left that a fix can mend"
if "%CODE%"=="2" set "MEANING=a problem that PromptFix cannot mend, look into the report"
if "%CODE%"=="13" set "MEANING=the input is not usable"
if "%CODE%"=="87" set "MEANING=the command line is wrong, is promptfix.exe an older one?"
if "%CODE%"=="740" set "MEANING=the machine half needs an administrator, use the startup script"
if "%CODE%"=="1223" set "MEANING=the user has declined"
if "%CODE%"=="1603" set "MEANING=failed and rolled back"
if "%CODE%"=="1618" set "MEANING=another run is at it, the next logon tries again"
if "%CODE%"=="1641" set "MEANING=fixed, Windows is being restarted"
if "%CODE%"=="3010" set "MEANING=fixed, Windows must be restarted"
if "%CODE%"=="3011" set "MEANING=fixed, Outlook must be restarted"

:log
if not defined FOLDER goto end
set "LINE=%DATE% %TIME% %COMPUTERNAME% %USERNAME% %HALF% %CODE% %MEANING%"
start "" /b "%ComSpec%" /d /c call "%~f0" /append >nul 2>&1

:end
endlocal
exit /b 0

rem The rest runs by itself: the line is in the environment, where nothing in it is taken for a
rem command.
:append
setlocal EnableDelayedExpansion
>>"!FOLDER!\!COMPUTERNAME!.log" echo !LINE!
exit /b 0
