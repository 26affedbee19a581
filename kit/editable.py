"""The project as a wheel that names no folder: what is installed is the folder that holds ``.venv``.

An editable wheel holds a ``.pth`` file with the project's absolute path. Python 3.12 and older read it in the
system's encoding, and on a Japanese Windows a folder with a Japanese name then keeps Python from starting.
A path from site-packages upwards is ASCII, and still right when the whole folder has been moved.
"""

import base64
import csv
import io
import os
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from flit_core.wheel import make_wheel_in

from kit.archive import read_archive, write_archive

_DEPTH = "../../.." if os.name == "nt" else "../../../.."


def write_editable(root: Path, folder: Path, root_from_packages: str) -> Path:
    """Write the wheel of the project at ``root`` into ``folder``. OSError."""
    with tempfile.TemporaryDirectory() as made:
        wheel = Path(make_wheel_in(root / "pyproject.toml", Path(made), editable=True).file)
        files = read_archive(wheel)
        (link,) = (name for name in files if name.endswith(".pth"))
        (record,) = (name for name in files if name.endswith(".dist-info/RECORD"))
        files[link] = f"{root_from_packages}\n".encode("ascii")
        files[record] = _with_entry(files[record].decode(), link, files[link])
        path = folder / wheel.name
        write_archive(path, files)
    return path


def _with_entry(record: str, name: str, content: bytes) -> bytes:
    """The wheel's RECORD with another hash and size of one file."""
    digest = base64.urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()
    rows = [row for row in csv.reader(io.StringIO(record)) if row[0] != name]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(
        sorted([*rows, [name, f"sha256={digest}", str(len(content))]])
    )
    return written.getvalue().encode()


if __name__ == "__main__":
    print(write_editable(Path(sys.argv[1]), Path(sys.argv[2]), _DEPTH))
