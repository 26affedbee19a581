"""Output on standard output and standard error."""

import io
import os
from typing import TextIO


def print_to(text: str, stream: TextIO, end: str = "\n") -> None:
    """Print the text in one write, because several processes share a stream.

    A closed pipe (``check 2025 | head``) is not an error; later output is dropped. A character that the
    stream's encoding lacks is written as its code.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    try:
        stream.write(text + end)
        stream.flush()
    except BrokenPipeError:
        # Python would try to flush the remaining buffer at exit, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
