"""The browser in which the page is tested and measured: one that is on this computer, let in by its token."""

from __future__ import annotations

import os
import shutil
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING

from kalima.web.page import page_file

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
    "chrome",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)
NO_BROWSER = (
    "The page is tried in Chromium, Chrome or Edge, and none was found. Install one "
    "(Debian: apt install chromium; elsewhere: https://www.google.com/chrome), "
    "or name its program in KALIMA_BROWSER."
)


def find_browser() -> str | None:
    """The program of a Chromium, Chrome or Edge, or ``None``. ``KALIMA_BROWSER`` comes first."""
    named = os.environ.get("KALIMA_BROWSER")
    found = [named] if named else []
    found += [path for path in map(shutil.which, NAMES) if path]
    for place in PLACES:
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            place = place.replace(f"{{{variable}}}", os.environ.get(variable, ""))
        found.append(place)
    return next((path for path in found if Path(path).is_file()), None)


FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def let_in(context: BrowserContext, base: str, token: str) -> None:
    """Give the browser what the entrance of the server at this address would have given it."""
    port = urllib.parse.urlsplit(base).port
    context.add_cookies(
        [{"name": f"kalima-{port}", "value": token, "url": base, "httpOnly": True, "sameSite": "Strict"}]
    )


def weight(page: Page) -> int:
    """The bytes of the scripts and styles that this view has asked for."""
    asked = page.evaluate(
        "performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname)"
    )
    code = {name for name in asked if name.endswith((".js", ".css"))}
    return sum(len(page_file(name.removeprefix("/static/"))) for name in code)
