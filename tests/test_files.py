"""The files that come with the program, from a checkout and as the executable carries them."""

from __future__ import annotations

import importlib
import sys

import pytest

import freeze
from kalima import files
from kalima.paths import PACKAGE
from pack_page import pack


@pytest.fixture(params=["checkout", "frozen"])
def form(request, tmp_path, monkeypatch):
    """How this program has its files."""
    if request.param == "frozen":
        freeze.pack_files(tmp_path)
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        importlib.invalidate_caches()
    files._frozen.cache_clear()
    yield request.param
    files._frozen.cache_clear()
    sys.modules.pop(files.FILES_MODULE, None)


@pytest.mark.usefixtures("form")
class TestFiles:
    def test_of_the_page_are_all_there(self, form):
        top = PACKAGE / "web" / "static"
        there = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
        assert "js/app.js" in there
        assert set(files.names(files.PAGE)) == there
        carried = pack if form == "frozen" else lambda _, content: content
        assert all(files.read(files.PAGE, name) == carried(name, (top / name).read_bytes()) for name in there)

    def test_of_the_manual_are_its_pages(self):
        there = {path.name for path in (PACKAGE / "manual").glob("*.md")}
        assert "search.md" in there
        assert set(files.names(files.MANUAL)) == there
        assert all(
            files.read(files.MANUAL, name) == (PACKAGE / "manual" / name).read_bytes() for name in there
        )

    @pytest.mark.parametrize(
        "name", ["nowhere.js", "", "js", "../page.py", "js/../../page.py", "/etc/passwd", ".."]
    )
    def test_are_no_others(self, name):
        with pytest.raises(FileNotFoundError):
            files.read(files.PAGE, name)
