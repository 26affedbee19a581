"""LibreOffice Writer run by a macro, without a window."""

import subprocess
from html import escape
from pathlib import Path

_SECONDS = 240
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>'
)


def run_macro(basic: str, folder: Path) -> None:
    """Run ``Sub Main`` of a Basic module, with the profile that ``as_pdf`` made in the folder.

    A new profile has a library of macros with one empty module, which the first start writes.
    """
    profile = folder / "profile"
    module = profile / "user/basic/Standard/Module1.xba"
    assert module.is_file(), "LibreOffice has been started with this profile"
    module.write_text(_MODULE.format(escape(basic)), encoding="utf-8")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run(
        ["soffice", *options, "macro:///Standard.Module1.Main"],
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    )
