@echo off
rem report.cmd build 2024: runs the command in this folder, with what install.cmd installed.
rem ASCII only: cmd.exe reads this in the console's code page.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONUTF8=1"
pushd "%~dp0"
if errorlevel 1 exit /b 1
if not exist ".venv\Scripts\python.exe" goto missing
".venv\Scripts\python.exe" "report_builder.py" %*
set "code=%errorlevel%"
goto end

:missing
for /f "tokens=2 delims=:." %%c in ('chcp') do set "page=%%c"
chcp 65001 >nul
type "kit\not-installed.txt"
chcp %page% >nul
set "code=4"

:end
popd
rem A window that was opened by a double click would close before the fault is read.
if "%code%"=="0" exit /b 0
set "started=%cmdcmdline:"=%"
if /i not "%started:cmd.exe /c =%"=="%started%" pause
exit /b %code%
