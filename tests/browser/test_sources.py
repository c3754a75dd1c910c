"""What the page's files promise: small, in layers, and nothing in them that the CSP or the text forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kalima.paths import static_dir

STATIC = static_dir()
SCRIPTS = sorted(STATIC.glob("js/**/*.js"))
LAYERS = {"lib": {"lib"}, "components": {"components", "lib"}, "pages": {"pages", "components", "lib"}}


def test_is_small() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 200_000


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_script(script: Path) -> None:
    source = script.read_text("utf-8")
    assert not re.search(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b", source)
    for imported in re.findall(r'from "([^"]+)"', source):
        target = (script.parent / imported).resolve()
        assert target in SCRIPTS
        assert script.parent.name not in LAYERS or target.parent.name in LAYERS[script.parent.name]
    assert len(source.splitlines()) <= 400


def test_document_holds_no_inline_code_or_style() -> None:
    document = (STATIC / "index.html").read_text("utf-8")
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", document)
    for address in re.findall(r'(?:href|src)="/static/([^"]+)"', document):
        assert (STATIC / address).is_file()
    linked = set(re.findall(r"/static/css/([\w-]+\.css)", document))
    assert linked | {"api.css"} == {
        path.name for path in STATIC.glob("css/*.css")
    }  # that one is of the page /api
