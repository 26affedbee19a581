"""Validation of pictures: every valid PNG passes, no damaged one does, and only its pixels are kept."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from progress_report.inputs.parsing.picture_checks import png_size, png_violations, published_png

MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


def _png(mode: str, width: int, height: int, seed: int) -> bytes:
    image = Image.new("RGBA", (width, height))
    image.putdata([((seed * i) % 256, (seed + i) % 256, i % 256, 255 - i % 7) for i in range(width * height)])
    if mode == "I;16":
        converted = Image.frombytes(
            mode, (width, height), bytes((seed + i) % 256 for i in range(2 * width * height))
        )
    else:
        converted = image.convert(mode)
    details = PngImagePlugin.PngInfo()
    details.add_text("place", "somewhere")
    stream = io.BytesIO()
    converted.save(stream, "PNG", pnginfo=details)
    return stream.getvalue()


@pytest.mark.parametrize("mode", MODES)
@given(st.integers(1, 19), st.integers(1, 19), st.integers(0, 255))
@settings(max_examples=20)
def test_every_sound_picture_is_published_with_its_pixels_alone(
    mode: str, width: int, height: int, seed: int
) -> None:
    content = _png(mode, width, height, seed)
    assert list(png_violations("絵", "a.png", content)) == []
    assert png_size(content) == (width, height)
    published = published_png(content)
    assert b"somewhere" in content
    assert b"somewhere" not in published
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(published)) as after:
        assert (before.mode, before.tobytes()) == (after.mode, after.tobytes())


@given(st.data())
def test_a_damaged_picture_is_refused(data: st.DataObject) -> None:
    content = bytearray(_png("RGB", 9, 7, 3))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    assert list(png_violations("絵", "a.png", bytes(content)))


@pytest.mark.parametrize("size", [(1, 1), (2, 5), (9, 7), (16, 8)])
def test_an_interlaced_picture_is_sound_with_all_its_passes(size: tuple[int, int]) -> None:
    """The picture is written here by the definition (PNG, 8.2), since Pillow only reads such pictures."""
    width, height = size
    starts = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    rows = []
    for left, top, across, down in starts:
        for y in range(top, height, down):
            pixels = bytes((17 * x + y) % 256 for x in range(left, width, across))
            rows += [b"\0" + pixels] if pixels else []

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    def made(lines: list[bytes]) -> bytes:
        head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 1))
        return (
            b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"".join(lines))) + chunk(b"IEND", b"")
        )

    assert list(png_violations("絵", "a.png", made(rows))) == []
    with Image.open(io.BytesIO(made(rows))) as image:
        assert image.tobytes() == bytes((17 * x + y) % 256 for y in range(height) for x in range(width))
    assert list(png_violations("絵", "a.png", made(rows[:-1]))) != []
    assert list(png_violations("絵", "a.png", made([b"\5" + row[1:] for row in rows]))) != []
