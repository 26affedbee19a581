@echo off
rem Makes .venv in this folder: from the wheels of an offline kit without a network, or from pip's registry.
rem No administrator's rights are needed. ASCII only: cmd.exe reads this in the console's code page.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONUTF8=1"
pushd "%~dp0"
if errorlevel 1 exit /b 1
set "wanted=3"
if exist "wheels\for.txt" for /f "usebackq tokens=1" %%v in ("wheels\for.txt") do set "wanted=%%v"
set "python="
for %%p in ("py -%wanted%" "python" "python3" "py -3") do if not defined python call :fits %%~p
if defined python goto install
rem None fits: any Python since 3.6 tells why, in Japanese.
for %%p in ("py -3" "python" "python3" "py") do if not defined python call :runs %%~p
if defined python goto install
for /f "tokens=2 delims=:." %%c in ('chcp') do set "page=%%c"
chcp 65001 >nul
type "kit\no-python.txt"
chcp %page% >nul
set "code=1"
goto end

:install
%python% "install.py"
set "code=%errorlevel%"

:end
popd
rem A window that was opened by a double click would close before it is read.
set "started=%cmdcmdline:"=%"
if /i not "%started:cmd.exe /c =%"=="%started%" pause
exit /b %code%

:fits
%* "install.py" --fits >nul 2>nul
if "%errorlevel%"=="0" set "python=%*"
exit /b 0

:runs
%* -c "f''" >nul 2>nul
if "%errorlevel%"=="0" set "python=%*"
exit /b 0
