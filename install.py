"""Install what the report needs into ``.venv`` of this folder: ``python3 install.py``, or ``install.cmd``.

From the wheels of an offline kit where they lie beside it, else from the registry that pip knows. This file
is read by whatever Python is there, also an old one: what only a new one understands stands in ``kit/``.
``--fits`` says by its exit code whether this Python will do.
"""

import os
import platform
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "wheels", "for.txt")  # of a kit: Python's version, the platform
MACHINES = {
    "windows-x86_64": ("win32", ("AMD64",), "Windows（64ビット）"),
    "linux-x86_64": ("linux", ("x86_64",), "Linux（x86-64）"),
    "macos-arm64": ("darwin", ("arm64",), "macOS（Apple シリコン）"),
}
OLDEST = (3, 11)


def misfit() -> str:
    """Why this Python will not do; nothing where it will."""
    here = "%d.%d" % sys.version_info[:2]
    if not os.path.exists(TARGET):
        if sys.version_info[:2] < OLDEST:
            return "Python %s では使えません。Python 3.11以降を入れてください。" % here
        return ""
    with open(TARGET) as file:
        python, name = file.read().split()[:2]
    system, machines, title = MACHINES[name]
    if sys.platform != system or platform.machine() not in machines:
        return "このキットは %s 用です。この機械のためのキットを使ってください。" % title
    if python != here:
        remedy = "Python %s を入れてください。" % python
        if sys.version_info[:2] >= OLDEST:
            remedy = "Python %s を入れるか、Python %s 用のキットを使ってください。" % (python, here)
        return "このキットは Python %s 用です（いま動いているのは Python %s）。" % (python, here) + remedy
    if struct.calcsize("P") != 8:
        return "32ビットの Python では使えません。64ビットの Python %s を入れてください。" % python
    return ""


def main() -> int:
    problem = misfit()
    if sys.argv[1:] == ["--fits"]:
        return 1 if problem else 0
    if problem:
        print("【誤り】" + problem, file=sys.stderr)
        return 1
    sys.path.insert(0, HERE)
    from kit.installing import install

    return install()


if __name__ == "__main__":
    sys.exit(main())
