"""The lists and pages of roots and lemmas over HTTP: they agree with the search, and say what is near."""

from __future__ import annotations

import http.client
import json
import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

import kalima

MANUAL = Path(kalima.__file__).parent / "manual" / "api.md"


@pytest.fixture
def ask(server):
    """Many questions over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)

    def get(path: str, **query: object) -> dict:
        connection.request("GET", f"{quote(path)}?{urlencode(query)}")
        response = connection.getresponse()
        body = json.loads(response.read())
        assert response.status == 200, (path, query, body)
        return body

    yield get
    connection.close()


def every(ask, kind):
    first = ask(f"/api/v1/{kind}", limit=500)
    pages = [ask(f"/api/v1/{kind}", limit=500, offset=offset) for offset in range(500, first["total"], 500)]
    return [row for page in (first, *pages) for row in page[kind]]


def test_every_root_counts_what_the_search_for_it_finds(ask):
    roots = every(ask, "roots")
    assert len({each["root"] for each in roots}) == len(roots) == 1_642
    for each in roots:
        assert each["query"] == f"root:{each['root']}"
        total = ask("/api/v1/search", q=each["query"], limit=0)["total"]
        assert (total["words"], total["verses"]) == (each["counts"]["words"], each["counts"]["verses"]), each


def test_every_40th_lemma_counts_what_the_search_for_it_finds(ask):
    lemmas = every(ask, "lemmas")
    assert len({each["name"] for each in lemmas}) == len(lemmas) == 4_832
    for each in lemmas[::40]:
        total = ask("/api/v1/search", q=each["query"], limit=0)["total"]
        assert (total["words"], total["verses"]) == (each["counts"]["words"], each["counts"]["verses"]), each
        assert ask(f"/api/v1/lemmas/{each['name']}")["counts"] == each["counts"]


def test_a_page_begins_as_its_row_does(ask):
    (row,) = ask("/api/v1/roots", begins="كتب")["roots"]
    page = ask("/api/v1/roots/كتب")
    assert list(page) == [*row, "lemmas", "forms", "patterns", "features", "surahs"]
    assert {name: page[name] for name in row} == row
    (lemma,) = (each for each in page["lemmas"] if each["name"] == "كَتَبَ")
    assert {name: ask("/api/v1/lemmas/kataba")[name] for name in lemma} == lemma


@pytest.mark.parametrize(
    ("path", "query", "status", "body"),
    [
        (
            "/api/v1/roots/قولل", {}, 404,
            {"error": "There is no root 'قولل'.", "hint": "Did you mean قول or قلل or ولي?", "suggestion": "قول"},
        ),
        (
            "/api/v1/lemmas/هدى", {}, 404,
            {"error": "3 lemmas are spelled 'هدى'.", "hint": "Name one: هَدَى, هَدْي, هُدًى."},
        ),
        (
            "/api/v1/roots", {"begins": "é"}, 400,
            {"error": "'é' is neither Arabic nor Buckwalter letters.", "hint": "Write it as كت or kt."},
        ),
        (
            "/api/v1/roots", {"sort": "frequent"}, 400,
            {"error": "sort=frequent is not known.", "hint": "Use sort=frequency. Leave sort out for letter."},
        ),
    ],
)  # fmt: skip
def test_what_is_not_there_is_answered_with_what_is_near(fetch, path, query, status, body):
    assert fetch(path, **query) == (status, body)


@pytest.mark.parametrize("path", re.findall(r"`(/api[^`]+)`", MANUAL.read_text("utf-8")))
def test_every_address_of_the_manual_can_be_tried(fetch, path):
    assert fetch(path)[0] == 200
