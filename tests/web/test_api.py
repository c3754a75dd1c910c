"""The API over real HTTP and the real corpus."""

from __future__ import annotations

import http.client
import json
from urllib.parse import quote, urlencode

import pytest


@pytest.fixture
def fetch(server):
    def get(path: str, **query: object) -> tuple[int, object]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        try:
            connection.request("GET", path + ("?" + urlencode(query) if query else ""))
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        is_json = response.headers.get_content_type() == "application/json"
        return response.status, json.loads(body) if is_json else body

    return get


def test_health(fetch):
    assert fetch("/health") == (200, b"ok")


def test_surahs(fetch):
    surahs = fetch("/api/v1/surahs")[1]["surahs"]
    assert len(surahs) == 114
    assert surahs[1] == {
        "number": 2, "arabic": "البقرة", "transliterated": "Al-Baqarah", "english": "The Cow", "place": "Medinan",
        "revelation_order": 87, "ayah_count": 286,
    }  # fmt: skip
    assert sum(surah["ayah_count"] for surah in surahs) == 6_236


def test_a_surah(fetch, library):
    status, answer = fetch("/api/v1/surahs/112")
    assert status == 200
    assert answer["surah"]["transliterated"] == "Al-Ikhlas"
    assert [verse["text"] for verse in answer["verses"]] == [
        verse.text for verse in library.store.verses(112)
    ]
    assert answer["verses"][3]["translation"] == "And there is none comparable unto Him."
    assert answer["verses"][1]["words"] == answer["verses"][1]["text"].split(" ")


def test_verses_and_words(fetch):
    assert [verse["ref"] for verse in fetch("/api/v1/verses/2:255-257")[1]["verses"]] == [
        "2:255",
        "2:256",
        "2:257",
    ]
    (word,) = fetch("/api/v1/words/1:1:1")[1]["words"]
    assert (word["ref"], word["word"], word["modern"]) == ("1:1:1", 1, word["text"])
    prefix, stem = word["segments"]
    assert (prefix["kind_english"], prefix["kind_arabic"], prefix["pos"]) == ("prefix", "سابقة", "P")
    described = {
        row["key"]: (row["value_english"], row["value_arabic"], row["inferred"]) for row in stem["features"]
    }
    assert described == {
        "pos": ("noun", "اسم", False),
        "gender": ("masculine", "مذكر", False),
        "number": ("singular", "مفرد", True),
        "case": ("genitive", "مجرور", False),
    }
    assert len(fetch("/api/v1/words/1:1")[1]["words"]) == 4


def test_search_by_verse(fetch):
    status, answer = fetch("/api/v1/search", q="root:قول&pos:V&aspect:PERF", limit=2, offset=1)
    assert status == 200
    assert answer["total"] == {"words": 1_006, "verses": 855}
    assert [(verse["ref"], verse["hits"]) for verse in answer["verses"]] == [
        ("2:13", [2, 8]),
        ("2:14", [5, 11]),
    ]
    assert answer["meanings"][0] == {
        "typed": "قول", "attribute": "root", "values": ["قول"], "meaning": "a word of the root قول", "at": [0, 8],
    }  # fmt: skip


def test_search_by_word(fetch):
    answer = fetch("/api/v1/search", q="الرحمن", by="word", limit=1)[1]
    assert answer["total"] == {"words": 45, "verses": 45}
    assert [(hit["ref"], hit["word"]) for hit in answer["hits"]] == [("1:1", 3)]


def test_pages_cover_all_hits_once(fetch):
    verses = [
        verse["ref"]
        for offset in range(0, 1_500, 500)
        for verse in fetch("/api/v1/search", q="root:قول", limit=500, offset=offset)[1]["verses"]
    ]
    assert len(verses) == len(set(verses)) == 1_383


def test_a_place_is_recognised(fetch):
    answer = fetch("/api/v1/search", q="البقرة ٢٥٥")[1]
    assert answer["reference"] == {"surah": 2, "ayah": 255, "last_ayah": 255, "word": None}


@pytest.mark.parametrize(
    ("path", "query", "status", "error"),
    [
        ("/api/v1/search", {"q": ""}, 400, "The query is empty."),
        ("/api/v1/search", {}, 400, "The query is empty."),
        ("/api/v1/search", {"q": "ا" * 10_000}, 400, "The query has 10,000 characters; the most is 2,000."),
        ("/api/v1/search", {"q": '"الله'}, 400, "A quote is opened and never closed."),
        ("/api/v1/search", {"q": "rot:قول"}, 400, "There is no field named 'rot'."),
        ("/api/v1/search", {"q": "الله\0"}, 400, "The query holds a character that is not text (U+0000)."),
        ("/api/v1/search", {"q": "2:300"}, 404, "There is no verse 2:300: surah 2 has 286 verses."),
        (
            "/api/v1/search",
            {"q": "الله", "limit": "-1"},
            400,
            "limit=-1 is not a whole number from 0 to 500.",
        ),
        (
            "/api/v1/search",
            {"q": "الله", "limit": "501"},
            400,
            "limit=501 is not a whole number from 0 to 500.",
        ),
        (
            "/api/v1/search",
            {"q": "الله", "offset": "x"},
            400,
            "offset=x is not a whole number from 0 to 1,000,000,000.",
        ),
        ("/api/v1/search", {"q": "الله", "by": "page"}, 400, "by=page is not known."),
        ("/api/v1/surahs/115", {}, 404, "There is no surah 115: the Quran has 114."),
        ("/api/v1/verses/2:300", {}, 404, "There is no verse 2:300: surah 2 has 286 verses."),
        ("/api/v1/verses/abc", {}, 404, "'abc' is not a reference."),
        ("/api/v1/words/1:1:9", {}, 404, "There is no word 1:1:9: verse 1:1 has 4 words."),
        ("/api/v1/nowhere", {}, 404, "404 Not Found."),
        ("/nowhere", {}, 404, "404 Not Found."),
    ],
)
def test_a_bad_request_is_answered_as_json(fetch, path, query, status, error):
    answered, body = fetch(path, **query)
    assert (answered, body["error"]) == (status, error)
    assert set(body) <= {"error", "hint", "at"}
    assert body["hint"]


def test_an_error_in_the_query_says_where(fetch):
    assert fetch("/api/v1/search", q="الله rot:قول")[1]["at"] == [5, 8]


def test_an_unforeseen_error_shows_its_incident_number_and_nothing_else(fetch, monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("kalima.study.shapes.surah", fail)
    status, body = fetch("/api/v1/surahs")
    assert status == 500
    assert "secret" not in json.dumps(body)
    incident = body["error"].split("incident ")[1].rstrip(").")
    assert incident in caplog.text
    assert "secret detail" in caplog.text


def test_about_shows_every_source_with_its_notice(fetch):
    about = fetch("/api/v1/about")[1]
    assert [source["id"] for source in about["sources"]] == [
        "tanzil", "qac", "imlaey", "pickthall", "treebank", "divisions", "mushaf", "revelation", "amiri",
    ]  # fmt: skip
    assert "CHANGING IT IS NOT ALLOWED" in about["sources"][0]["notice"]
    assert "Kais Dukes" in about["sources"][1]["notice"]
    assert all(source["url"].startswith("https://") and source["license"] for source in about["sources"])


def test_the_tagset_names_every_value_in_two_languages(fetch):
    features = fetch("/api/v1/tagset")[1]["features"]
    assert len(features) == 12
    assert all(value["english"] and value["arabic"] for feature in features for value in feature["values"])


@pytest.mark.parametrize("path", ["/", "/surah/2", "/search?q=" + quote("الله"), "/about"])
def test_every_address_of_the_page_is_the_page(fetch, path):
    status, body = fetch(path)
    assert status == 200
    assert body.startswith(b"<!doctype html>")


def test_a_person_who_mistypes_an_address_gets_the_page(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/nowhere", headers={"Accept": "text/html,*/*"})
    response = connection.getresponse()
    assert (response.status, response.read()[:15]) == (404, b"<!doctype html>")
    connection.close()


def test_the_font_is_served(fetch):
    status, body = fetch("/fonts/AmiriQuran.woff2")
    assert (status, body[:4]) == (200, b"wOF2")
