"""Install what the report needs into ``.venv`` of this folder: ``python3 install.py``, or ``install.cmd``.

From the wheels of an offline kit where they lie beside it, else from the registry that pip knows. Any Python
since 3.6 reads this file, so that it can say that it is too old: newer syntax belongs in ``kit/``.
``--fits`` says by its exit code whether this Python will do.
"""

import os
import platform
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "wheels", "for.txt")  # of a kit: Python's version, sys.platform, machine
OLDEST = (3, 11)


def unsupported() -> str:
    """Return why this Python cannot be used, or an empty text."""
    here = "%d.%d" % sys.version_info[:2]
    if not os.path.exists(TARGET):
        if sys.version_info[:2] < OLDEST:
            return "Python %s では使えません。Python 3.11以降を入れてください。" % here
        return ""
    with open(TARGET) as file:
        python, system, machine = file.read().split()
    if (sys.platform, platform.machine()) != (system, machine):
        return (
            "このキットは、この機械（%s、%s）のためのものではありません。どの機械のためのものかは、"
            "「読んでください.txt」の二行目にあります。この機械のためのキットを使ってください。"
        ) % (platform.system(), platform.machine())
    if python != here:
        remedy = "Python %s を入れてください。" % python
        if sys.version_info[:2] >= OLDEST:
            remedy = "Python %s を入れるか、Python %s 用のキットを使ってください。" % (python, here)
        return "このキットは Python %s 用です（いま動いているのは Python %s）。" % (python, here) + remedy
    if struct.calcsize("P") != 8:
        return "32ビットの Python では使えません。64ビットの Python %s を入れてください。" % python
    return ""


def main() -> int:
    problem = unsupported()
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
