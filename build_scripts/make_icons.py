"""Draws the icons of every system from ``assets/icon.svg``, the one source of them all.

Run it after the drawing was changed, on a machine with Chromium; what it writes is committed, so that builds
need no browser:

    .venv/bin/python build_scripts/make_icons.py
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from icon_files import ICNS_KINDS, make_icns, make_ico

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "assets" / "icon.svg"
FOLDER = ROOT / "assets" / "icons"
ICO, ICNS, PNG = FOLDER / "kalima.ico", FOLDER / "kalima.icns", FOLDER / "kalima.png"
DRAWN_FROM = FOLDER / "drawn-from.sha256"
"""The sum of the drawing that the icons were made from: a test compares it with the drawing there is."""
PAGE = ROOT / "src" / "kalima" / "web" / "static"

ICO_SIZES = (16, 24, 32, 48, 64, 256)
PNG_SIZE, PAGE_SIZE = 256, 48
MACOS_SHARE = 824 / 1024
"""The part of its square that an icon fills on macOS, by Apple's template; elsewhere it fills it all."""


def main() -> int:
    browser = os.environ.get("KALIMA_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print(
            "The icons are drawn by Chromium, and none was found: name it in KALIMA_BROWSER.", file=sys.stderr
        )
        return 1
    drawing = DRAWING.read_text("utf-8")
    full = draw(drawing, {*ICO_SIZES, PNG_SIZE, PAGE_SIZE}, browser)
    FOLDER.mkdir(exist_ok=True)
    ICO.write_bytes(make_ico({size: full[size] for size in ICO_SIZES}))
    ICNS.write_bytes(make_icns(draw(drawing, set(ICNS_KINDS), browser, share=MACOS_SHARE)))
    PNG.write_bytes(full[PNG_SIZE])
    (PAGE / "icon.svg").write_bytes(DRAWING.read_bytes())
    (PAGE / "icon.png").write_bytes(full[PAGE_SIZE])
    DRAWN_FROM.write_text(f"{sum_of(DRAWING)}  {DRAWING.name}\n", "ascii")
    return 0


def sum_of(file: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def draw(drawing: str, sizes: set[int], browser: str, *, share: float = 1) -> dict[int, bytes]:
    """The drawing as PNG pictures by their size, with nothing behind it.

    :param share: the part of the picture's width that the drawing takes.
    """
    from playwright.sync_api import sync_playwright

    pictures = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        for size in sizes:
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(
                "<style>body { margin: 0; height: 100vh; display: grid; place-items: center }"
                f" svg {{ display: block; width: {share:%}; height: {share:%} }}</style>{drawing}"
            )
            pictures[size] = page.screenshot(omit_background=True)
        chromium.close()
    return pictures


if __name__ == "__main__":
    sys.exit(main())
