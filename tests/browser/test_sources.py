"""What the page's files promise: small, in layers, and nothing in them that the CSP or the text forbids."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kalima import files
from kalima.paths import PACKAGE
from kalima.web.page import page_file

STATIC = PACKAGE / files.PAGE
SCRIPTS = sorted(STATIC.glob("js/**/*.js"))
LAYERS = {"lib": {"lib"}, "components": {"components", "lib"}, "pages": {"pages", "components", "lib"}}


GAP = re.compile(r"\{(\d)(?:\.(\w+))?(?::(\w+))?\}")  # as in lib/messages.js
AREAS = sorted({path.name.split(".")[0] for path in STATIC.glob("texts/*.en.json")} - {"units"})


def _texts(value: Any, name: str = "") -> dict[str, str]:
    """Every text of a table, by the way to it: ``jump.title``."""
    if isinstance(value, str):
        return {name: value}
    within = value.items() if isinstance(value, dict) else enumerate(value)
    return {
        key: text for part, each in within for key, text in _texts(each, f"{name}.{part}".lstrip(".")).items()
    }


@pytest.mark.parametrize("area", AREAS)
def test_texts_say_the_same_in_both_languages(area: str) -> None:
    english, arabic = (
        _texts(json.loads((STATIC / "texts" / f"{area}.{language}.json").read_text("utf-8")))
        for language in ("en", "ar")
    )
    assert english.keys() == arabic.keys()
    units = json.loads((STATIC / "texts" / "units.en.json").read_text("utf-8"))
    for name, text in english.items():
        assert text.strip() and arabic[name].strip(), name
        if re.search(r"\.\d+\.query$", name):  # an example of a search, whose braces are its own
            assert text == arabic[name]
            continue
        assert set(GAP.findall(text)) == set(GAP.findall(arabic[name])), name
        assert {kind for *_, kind in GAP.findall(text) if kind} <= {*units, "place", "digits"}, name


# What every script has from lib/strings.js, and what it is called there; other areas are read by `await texts("AREA")`.
SHARED = {"page": "", "search": "search.", "start": "start.", "reader": "reader."}


def _readers(area: str) -> str:
    """The source of every script that reads an area, or imports what has read it."""
    sources = {script: script.read_text("utf-8") for script in SCRIPTS}
    reading = {
        script
        for script, source in sources.items()
        if f'await texts("{area}"' in source or (area in SHARED and script.name == "strings.js")
    }
    given = {script for script in reading if "export const" in sources[script]}
    for script, source in sources.items():
        if {(script.parent / each).resolve() for each in re.findall(r'from "([^"]+)"', source)} & given:
            reading.add(script)
    return "".join(sources[script] for script in reading)


@pytest.mark.parametrize("area", AREAS)
def test_every_text_is_said(area: str) -> None:
    """Each is named by a script that reads its area, or is one of a table or list that is: ``t.sorts[by]``."""
    source = _readers(area)
    table = json.loads((STATIC / "texts" / f"{area}.en.json").read_text("utf-8"))
    taken = {
        name
        for names in re.findall(r"const \{ ([^}]+) \} = [\w.]+;", source)
        for name in re.findall(r"\w+", names)
    }

    def is_said(name: str) -> bool:
        path = SHARED.get(area, "") + re.sub(r"\.\d+\b.*", "", name)
        above = path.rpartition(".")[0]
        return (
            bool(re.search(rf"(?<=[\w\])])\.{re.escape(path)}\b", source))
            or ("." in path and bool(re.search(rf"(?<=[\w\])])\.{re.escape(above)}\b(?!\.)", source)))
            or bool(taken & set(path.split(".")))
        )

    assert [name for name in _texts(table) if not is_said(name)] == []


def test_every_counted_noun_has_the_plurals_of_its_language() -> None:
    for language, forms in (("en", {"one", "other"}), ("ar", {"one", "two", "few", "many", "other"})):
        units = json.loads((STATIC / "texts" / f"units.{language}.json").read_text("utf-8"))
        assert all("#" in unit["other"] for unit in units.values())
        assert units.pop("ordinal")
        assert all(set(unit) == forms for unit in units.values())


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
    assert re.findall(r"/static/css/([\w-]+\.css)", document) == ["page.css"]


@pytest.mark.usefixtures("page_as_written")
def test_every_style_sheet_is_in_the_one_that_the_document_asks_for() -> None:
    sheets = {path.name: path.read_text("utf-8") for path in STATIC.glob("css/*.css")}
    imported = re.findall(r'@import "([^"]+)"', sheets["page.css"])
    assert {*imported, "page.css", "api.css"} == {*sheets}  # that one is of the page /api
    sent = page_file("css/page.css").decode()
    assert all(sheets[name] in sent for name in imported)
    assert f"@media print {{\n{sheets['print.css']}}}" in sent
    assert "@import" not in sent


def _imported(script: Path) -> set[Path]:
    """What a script imports as it begins, not what it fetches later."""
    told = re.findall(r'^(?:import|export)\b[^"]*?"(\.[^"]+)";', script.read_text("utf-8"), re.MULTILINE)
    return {(script.parent / each).resolve() for each in told}


def test_the_document_names_every_script_that_the_page_begins_with() -> None:
    """So that none waits for another one to ask for it."""
    found, left = set(), {STATIC / "js" / "app.js"}
    while left:
        script = left.pop()
        found.add(script)
        left |= _imported(script) - found
    named = re.findall(r'(?:src|href)="/static/(js/[^"]+)"', (STATIC / "index.html").read_text("utf-8"))
    assert sorted(named) == sorted(script.relative_to(STATIC).as_posix() for script in found)
    looks = {
        STATIC / "js" / "lib" / "appearance.js"
    }  # without which nothing is drawn: none of it waits in the queue
    needed = looks.union(*map(_imported, looks))
    assert {STATIC / each for each in named[: len(needed)]} == needed
