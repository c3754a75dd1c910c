"""The icon files, read back by the words of their formats, and that they are of the drawing there is."""

import struct

import pytest

import make_icons
from icon_files import ICNS_KINDS, make_icns, make_ico, png_size
from make_icons import ICNS, ICO, PAGE, PNG


def read_ico(data: bytes) -> dict[int, bytes]:
    """The pictures of a Windows icon by the width that its entries give."""
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    pictures = {}
    for number in range(count):
        width, height, colours, _, planes, bits, length, offset = struct.unpack_from(
            "<BBBBHHII", data, 6 + 16 * number
        )
        assert (width, colours, planes, bits) == (height, 0, 1, 32)
        pictures[width or 256] = data[offset : offset + length]
    return pictures


def read_icns(data: bytes) -> dict[str, bytes]:
    """The pictures of a macOS icon by their four letters."""
    assert struct.unpack_from(">4sI", data) == (b"icns", len(data))
    pictures, offset = {}, 8
    while offset < len(data):
        kind, length = struct.unpack_from(">4sI", data, offset)
        pictures[kind.decode()] = data[offset + 8 : offset + length]
        offset += length
    assert offset == len(data)
    return pictures


def test_the_icons_are_of_the_drawing_there_is():
    recorded = make_icons.DRAWN_FROM.read_text("ascii").split()[0]
    assert recorded == make_icons.sum_of(make_icons.DRAWING), "run build_scripts/make_icons.py"
    assert (PAGE / "icon.svg").read_bytes() == make_icons.DRAWING.read_bytes()


def test_the_drawing_needs_no_font_and_nothing_from_elsewhere():
    drawing = make_icons.DRAWING.read_text("utf-8")
    assert [word for word in ("<text", "font", "href", "url(", "<image", "<script") if word in drawing] == []


def test_every_picture_of_the_windows_icon_has_the_size_it_is_kept_for():
    pictures = read_ico(ICO.read_bytes())
    assert {size: png_size(picture) for size, picture in pictures.items()} == {
        size: (size, size) for size in (16, 24, 32, 48, 64, 256)
    }


def test_every_picture_of_the_macos_icon_has_the_size_it_is_kept_for():
    pictures = read_icns(ICNS.read_bytes())
    assert {kind: png_size(picture) for kind, picture in pictures.items()} == {
        kind: (size, size) for size, kinds in ICNS_KINDS.items() for kind in kinds
    }


def test_the_pictures_for_linux_and_the_page():
    assert png_size(PNG.read_bytes()) == (256, 256)
    assert png_size((PAGE / "icon.png").read_bytes()) == (48, 48)


PICTURE = read_ico(ICO.read_bytes())


@pytest.mark.parametrize("sizes", [[16], [16, 256], [256, 48, 32]])
def test_what_was_put_in_is_read_back(sizes):
    given = {size: PICTURE[size] for size in sizes}
    assert read_ico(make_ico(given)) == given


def test_one_picture_stands_in_a_macos_icon_under_each_of_its_names():
    given = {32: PICTURE[32], 256: PICTURE[256]}
    assert read_icns(make_icns(given)) == {
        kind: picture for size, picture in given.items() for kind in ICNS_KINDS[size]
    }


@pytest.mark.parametrize(
    ("make", "given", "said"),
    [
        (make_ico, {32: PICTURE[16]}, r"A picture of \(16, 16\) pixels was given as one of 32 by 32"),
        (make_icns, {24: PICTURE[24]}, "has no pictures of 24 by 24 pixels"),
        (make_ico, {16: b"GIF89a" + bytes(40)}, "it does not begin like one"),
        (make_ico, {16: b""}, "it is too short"),
    ],
)
def test_what_an_icon_cannot_hold_is_refused(make, given, said):
    with pytest.raises(ValueError, match=said):
        make(given)
