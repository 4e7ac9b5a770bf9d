@echo off
rem What /fix does, done with reg.exe as helpdesks do it: look, keep a copy, write, look again.
set SECTION=HKCU\Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Outlook\13dbb0c8aa05101a9bb000aa002fc45a
set LSA=HKLM\SYSTEM\CurrentControlSet\Control\Lsa
reg query "%SECTION%" /v 00036627 >nul || exit /b 1
reg query "%LSA%" /v LmCompatibilityLevel >nul 2>nul
reg export "%SECTION%" "%TEMP%\section.reg" /y >nul || exit /b 1
reg export "%LSA%" "%TEMP%\lsa.reg" /y >nul || exit /b 1
reg add "%SECTION%" /v 00036627 /t REG_BINARY /d 02000000 /f >nul || exit /b 1
reg add "%LSA%" /v LmCompatibilityLevel /t REG_DWORD /d 3 /f >nul || exit /b 1
reg query "%SECTION%" /v 00036627 >nul || exit /b 1
reg query "%LSA%" /v LmCompatibilityLevel >nul || exit /b 1
exit /b 0
