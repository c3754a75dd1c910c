"""The icon files of Windows and macOS: little more than PNG pictures, one behind the other."""

from __future__ import annotations

import struct
from collections.abc import Mapping

ICNS_KINDS = {
    16: ["icp4"],
    32: ["icp5", "ic11"],
    64: ["ic12"],
    128: ["ic07"],
    256: ["ic08", "ic13"],
    512: ["ic09", "ic14"],
    1024: ["ic10"],
}
"""The names that macOS gives to a picture of so many pixels, on a plain and on a Retina display."""

_ICO_HEADER, _ICO_ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
_ICNS_HEADER = struct.Struct(">4sI")
_PNG_HEADER = struct.Struct(">8s4x4sII")


def png_size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG picture.

    :raises ValueError: if it is none.
    """
    if len(picture) < _PNG_HEADER.size:
        raise ValueError("This is no PNG picture: it is too short.")
    signature, chunk, width, height = _PNG_HEADER.unpack_from(picture)
    if (signature, chunk) != (b"\x89PNG\r\n\x1a\n", b"IHDR"):
        raise ValueError("This is no PNG picture: it does not begin like one.")
    return width, height


def make_ico(pictures: Mapping[int, bytes]) -> bytes:
    """A Windows icon of square PNG pictures by their size, up to 256.

    :raises ValueError: if a picture is not of its size, or the format cannot hold it.
    """
    _check_sizes(pictures, range(1, 257))
    entries, offset = [], _ICO_HEADER.size + _ICO_ENTRY.size * len(pictures)
    for size, picture in sorted(pictures.items()):
        side = size % 256  # one byte, in which 0 stands for 256
        entries.append(_ICO_ENTRY.pack(side, side, 0, 0, 1, 32, len(picture), offset))
        offset += len(picture)
    return b"".join(
        [
            _ICO_HEADER.pack(0, 1, len(pictures)),
            *entries,
            *(picture for _, picture in sorted(pictures.items())),
        ]
    )


def make_icns(pictures: Mapping[int, bytes]) -> bytes:
    """A macOS icon of square PNG pictures by their size.

    :raises ValueError: if a picture is not of its size, or macOS has no name for one of it.
    """
    _check_sizes(pictures, ICNS_KINDS)
    parts = [
        _ICNS_HEADER.pack(kind.encode("ascii"), _ICNS_HEADER.size + len(picture)) + picture
        for size, picture in sorted(pictures.items())
        for kind in ICNS_KINDS[size]
    ]
    return _ICNS_HEADER.pack(b"icns", _ICNS_HEADER.size + sum(map(len, parts))) + b"".join(parts)


def _check_sizes(pictures: Mapping[int, bytes], possible: range | Mapping[int, object]) -> None:
    for size, picture in pictures.items():
        if png_size(picture) != (size, size):
            raise ValueError(f"A picture of {png_size(picture)} pixels was given as one of {size} by {size}.")
        if size not in possible:
            raise ValueError(f"This kind of icon has no pictures of {size} by {size} pixels.")
