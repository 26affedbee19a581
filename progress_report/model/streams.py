"""What is told on standard output and standard error, whatever listens there."""

import io
import os
from typing import TextIO


def tell(text: str, stream: TextIO, end: str = "\n") -> None:
    """Print it in one piece: several processes may tell on one stream.

    A listener that has gone (``check 2025 | head``) is no fault and hears no more. A character that the
    stream's encoding lacks is written as its code.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    try:
        stream.write(text + end)
        stream.flush()
    except BrokenPipeError:
        # What is still buffered would be written when Python ends, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
