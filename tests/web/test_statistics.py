"""The statistics over real HTTP: they say what the study's functions say; what is wrong with a request is told."""

from __future__ import annotations

import http.client
import json
from urllib.parse import quote, urlencode

import pytest

from kalima.study.statistics.collocation import collocates
from kalima.study.statistics.comparison import compare_roots
from kalima.study.statistics.concordance import concordance
from kalima.study.statistics.dispersion import dispersion
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.keyness import keyness
from kalima.study.statistics.ngrams import ngrams
from kalima.study.statistics.sketch import root_sketch


@pytest.fixture
def get(server):
    def ask(path: str, **query: object):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        target = quote(f"/api/v1/{path}") + (f"?{urlencode(query, doseq=True)}" if query else "")
        connection.request("GET", target)
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        return response.status, answer

    return ask


@pytest.mark.parametrize(
    ("path", "query", "same"),
    [
        (
            "frequency",
            {"q": "pos:V", "by": ["root", "place"], "sort": "value", "limit": 3, "offset": 5},
            lambda library: frequency(library, "pos:V", ["root", "place"], sort="value", limit=3, offset=5),
        ),
        (
            "concordance",
            {"q": "root:قول", "context": "verse", "sort": ["left1", "random"], "seed": 2, "group": "lemma", "unique": "phrase", "limit": 4},
            lambda library: concordance(library, "root:قول", context="verse", sort=["left1", "random"], seed=2, group="lemma", unique="phrase", limit=4),
        ),
        (
            "concordance",
            {"q": 'A:[pos="V"] B:[pos="PN"]', "columns": ["A", "B.lemma", "juz"], "limit": 3},
            lambda library: concordance(library, 'A:[pos="V"] B:[pos="PN"]', columns=["A", "B.lemma", "juz"], limit=3),
        ),
        (
            "collocates",
            {"q": "lemma:الله", "by": "root", "left": 2, "right": 0, "sort": "mi3", "least": 9, "limit": 3},
            lambda library: collocates(library, "lemma:الله", by="root", left=2, right=0, sort="mi3", least=9, limit=3),
        ),
        (
            "collocates",
            {"q": "lemma:الله", "within": "verse", "limit": 3},
            lambda library: collocates(library, "lemma:الله", within="verse", limit=3),
        ),
        (
            "collocates",
            {"q": "root:قول", "relation": "object", "seek": "dependents", "by": "node"},
            lambda library: collocates(library, "root:قول", relation="object", seek="dependents", by="node"),
        ),
        (
            "keyness",
            {"q": "pos:V in:2", "reference": "pos:V in:3", "by": "root", "sort": "log_ratio", "least": 5},
            lambda library: keyness(library, "pos:V in:2", "pos:V in:3", by="root", sort="log_ratio", least=5),
        ),
        (
            "dispersion",
            {"q": "موسى", "parts": "surah", "order": "revelation"},
            lambda library: dispersion(library, "موسى", order="revelation"),
        ),
        (
            "ngrams",
            {"q": "root:قول", "by": "word", "size": 3, "gap": 1, "least": 4, "limit": 2, "offset": 1},
            lambda library: ngrams(library, "root:قول", by="word", size=3, gap=1, least=4, limit=2, offset=1),
        ),
        ("roots/rHm/beside/غفر", {"least": 3, "most": 2}, lambda library: compare_roots(library, "رحم", "غفر", least=3, most=2)),
        ("roots/rHm/sketch", {"least": 3, "most": 2}, lambda library: root_sketch(library, "رحم", least=3, most=2)),
    ],
)  # fmt: skip
def test_the_answer_is_that_of_the_study(library, get, path, query, same):
    assert get(path, **query) == (200, same(library))


@pytest.mark.parametrize(
    ("path", "query", "status", "error"),
    [
        ("frequency", {}, 400, "The query is empty."),
        ("frequency", {"q": "rot:x"}, 400, "There is no field named 'rot'."),
        ("frequency", {"q": "pos:V", "by": "B.root"}, 400, "The query has no label 'B'."),
        ("frequency", {"q": "pos:V", "by": ["root", "pos", "form", "mood"]}, 400, "by has 4 values; the most is 3."),
        ("frequency", {"q": "pos:V", "limit": 501}, 400, "limit=501 is not a whole number from 0 to 500."),
        ("concordance", {"q": "pos:V", "sort": "left9"}, 400, "Lines cannot be sorted by 'left9'."),
        ("collocates", {"q": "pos:V", "left": 21}, 400, "left=21 is not a whole number from 0 to 20."),
        ("collocates", {"q": "pos:V", "relation": "subjekt"}, 400, "There is no relation 'subjekt'."),
        ("dispersion", {"q": "2:255"}, 400, "2:255 is a place to go to, not words to search for."),
        ("ngrams", {"size": 1}, 400, "size=1 is not a whole number from 2 to 8."),
        ("ngrams", {"by": "pos", "size": 8, "gap": 3}, 400, "The n-grams were not counted: more than 320,000 are found often enough."),
        ("ngrams", {"size": 3, "sort": "t_score"}, 400, "Only pairs are measured, not n-grams of 3 words."),
        ("ngrams", {"sort": "log_ratio"}, 400, "sort=log_ratio is not known."),
        ("roots/رحم/beside/rHm", {}, 400, "رحم cannot be compared with itself."),
        ("roots/رحم/beside/ظظظ", {}, 404, "There is no root 'ظظظ'."),
        ("roots/ظظظ/sketch", {}, 404, "There is no root 'ظظظ'."),
    ],
)  # fmt: skip
def test_a_mistake_is_told(get, path, query, status, error):
    given, answer = get(path, **query)
    assert (given, answer["error"]) == (status, error)
    assert answer["hint"]
