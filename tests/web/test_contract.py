"""The earlier backends' addresses, one by one, over real HTTP and the real corpus."""

from __future__ import annotations

import http.client
import json
import sqlite3
from urllib.parse import quote, urlencode

import pytest

SEGMENT = {
    "id", "type", "form", "root", "lemma", "pattern", "pos", "verb_form", "voice", "mood", "aspect", "person",
    "number", "gender", "case", "state", "derived_noun_type", "dependency_rel", "role", "token_index", "word_index",
    "text", "token_text",
}  # fmt: skip
TOKEN = {"id", "index", "text", "form", "segments"}
VERSE = {"surah", "ayah", "text", "tokens", "annotations"}
VIEW = {"id", "verse_ref", "token_index", "text", "segments", "annotations"}
HIT = VIEW | {"verse", "match", "match_term", "match_count"}
HITS = {"results", "query", "type", "count", "total_count"}
FATHA = "\u064e"


@pytest.fixture
def call(server):
    def ask(method: str, path: str, body: object = None, headers: dict | None = None, **query: object):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        sent = ({"Content-Type": "application/json"} if data is not None else {}) | (headers or {})
        try:
            target = quote(path, safe="/:") + (f"?{urlencode(query)}" if query else "")
            connection.request(method, target, data, sent)
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        is_json = response.headers.get_content_type() == "application/json"
        return response, json.loads(answer) if is_json else answer.decode()

    return ask


@pytest.fixture
def get(call):
    def fetch(path: str, **query: object):
        response, answer = call("GET", path, **query)
        assert response.status == 200, answer
        return answer

    return fetch


@pytest.fixture(scope="module")
def database(library):
    with sqlite3.connect(library.store.path) as connection:
        yield connection


def sound_verse(verse):
    assert set(verse) == VERSE and verse["annotations"] == []
    assert set(verse["surah"]) == {"number", "name"}
    assert " ".join(token["text"] for token in verse["tokens"]) == verse["text"]
    for index, token in enumerate(verse["tokens"]):
        assert set(token) == TOKEN and token["form"] == token["text"]
        assert (token["index"], token["id"]) == (index, f"{verse['surah']['number']}:{verse['ayah']}:{index}")
        sound_segments(token["id"], token["segments"], index, token["text"])


def sound_segments(token_id, segments, index, text):
    assert segments
    for place, segment in enumerate(segments):
        assert set(segment) == SEGMENT
        assert segment["id"] == f"seg-{token_id.replace(':', '-')}-{place}"
        assert (segment["token_index"], segment["word_index"]) == (index, index + 1)
        assert (segment["text"], segment["token_text"]) == (segment["form"], text)


def sound_view(view):
    assert view["annotations"] == []
    assert view["id"] == f"{view['verse_ref']}:{view['token_index']}"
    sound_segments(view["id"], view["segments"], view["token_index"], view["text"])


# ---- reading


def test_health(get):
    assert get("/health") == "ok"


def test_surahs(get):
    surahs = get("/api/surahs")
    assert [each["number"] for each in surahs] == list(range(1, 115))
    assert (surahs[1]["name"], surahs[1]["ayah_count"], surahs[113]["name"]) == ("البقرة", 286, "الناس")
    assert all(each["name"] for each in surahs) and sum(each["ayah_count"] for each in surahs) == 6_236


def test_a_surah(get):
    answer = get("/api/surah/112")
    assert answer["surah"] == {"number": 112, "name": "الإخلاص"}
    assert [verse["ayah"] for verse in answer["verses"]] == [1, 2, 3, 4]
    for verse in answer["verses"]:
        assert verse["surah"] == answer["surah"]
        sound_verse(verse)


def test_a_verse(get):
    verse = get("/api/verse/2/255")
    sound_verse(verse)
    assert (verse["surah"], verse["ayah"], len(verse["tokens"])) == ({"number": 2, "name": "البقرة"}, 255, 50)


@pytest.mark.parametrize(("index", "place"), [(0, (1, 1)), (7, (2, 1)), (6_235, (114, 6))])
def test_a_verse_by_its_index(get, index, place):
    verse = get(f"/api/verse/index/{index}")
    assert verse == get(f"/api/verse/{place[0]}/{place[1]}")


@pytest.mark.parametrize(
    ("query", "first", "count"),
    [({}, (1, 1), 50), ({"start": 6_230, "limit": 50}, (114, 1), 6), ({"start": 6_236}, None, 0), ({"limit": 0}, None, 0)],
)  # fmt: skip
def test_verses(get, query, first, count):
    answer = get("/api/verses", **query)
    assert set(answer) == {"verses", "total", "start", "limit"}
    assert (answer["total"], answer["start"], answer["limit"]) == (
        6_236,
        query.get("start", 0),
        query.get("limit", 50),
    )
    assert len(answer["verses"]) == count
    if first:
        assert (answer["verses"][0]["surah"]["number"], answer["verses"][0]["ayah"]) == first
        sound_verse(answer["verses"][-1])


def test_morphology(get):
    answer = get("/api/morphology/2/2")
    assert (answer["surah"], answer["ayah"]) == (2, 2)
    tokens = get("/api/verse/2/2")["tokens"]
    assert answer["morphology"] == [segment for token in tokens for segment in token["segments"]]


def test_morphology_in_plain_english(get):
    answer = get("/api/morphology/parsed/1/5")
    verse = get("/api/verse/1/5")
    assert (answer["surah"], answer["ayah"], answer["text"]) == (1, 5, verse["text"])
    originals = [[each["original"] for each in token["segments"]] for token in answer["tokens"]]
    assert originals == [token["segments"] for token in verse["tokens"]]
    assert answer["tokens"][1]["segments"][0]["parsed"] == {
        "type": "stem", "root": "عبد", "lemma": "عَبَدَ", "pattern": "فَعَلَ", "pos": "verb", "verb_form": "form I",
        "voice": "active", "mood": "indicative", "aspect": "imperfect", "person": "first person", "number": "plural",
    }  # fmt: skip


def test_features(get):
    features = {each["key"]: each for each in get("/api/morphology/features")["features"]}
    assert set(features) == {
        "type", "pos", "verb_form", "voice", "mood", "aspect", "person", "number", "gender", "case", "state",
        "derived_noun_type", "dependency_rel",
    }  # fmt: skip
    assert {"tag": "GEN", "english": "genitive", "arabic": "مجرور"} in features["case"]["values"]


def test_dependency(get, database):
    answer = get("/api/dependency/1/6")
    assert (answer["surah"], answer["ayah"]) == (1, 6)
    tree = answer["dependency_tree"]
    nodes = database.execute(
        "SELECT nodes.text, implied FROM nodes JOIN verses ON verses.id = verse WHERE surah = 1 AND ayah = 6"
        " ORDER BY nodes.id"
    )
    assert [(row["word"], int(row["implied"])) for row in tree] == nodes.fetchall()
    implied = [row for row in tree if row["implied"]]
    assert implied and all(row["segment_ids"] == [] and row["token_index"] is None for row in implied)
    verb, suffix = (
        next(row for row in tree if row["segment_ids"] == [id]) for id in ("seg-1-6-0-0", "seg-1-6-0-1")
    )
    assert (verb["pos"], verb["head"], verb["token_index"]) == ("V", None, 0)
    assert (suffix["head"], suffix["rel_label"], suffix["rel_label_ar"]) == (verb["id"], "object", "مفعول به")


def test_relations(get):
    answer = get("/api/dependency/relations")
    assert len(answer["relations"]) == len(answer["relations_ar"]) == 65
    assert dict(zip(*answer.values(), strict=True))["passive-subject"] == "نائب فاعل"


def test_roots(get, database):
    roots = get("/api/roots")
    assert len(roots) == 1_642 and roots[0] == "ابب" and roots == sorted(roots)
    assert set(roots) == {root for (root,) in database.execute("SELECT root FROM roots")}


@pytest.mark.parametrize(
    ("path", "field", "search", "rows"),
    [
        ("/api/morph_patterns", "pattern", "/api/search/morphology", 65),
        ("/api/syntax_patterns", "pos", "/api/search/syntax", 45),
    ],
)
def test_patterns_count_what_a_search_for_them_finds(get, path, field, search, rows):
    listed = get(path)
    assert (
        len(listed) == rows == len({each["id"] for each in listed}) == len({each[field] for each in listed})
    )
    counts = [each["count"] for each in listed]
    assert counts == sorted(counts, reverse=True) and counts[-1] > 0
    for each in (*listed[:5], listed[-1]):
        assert get(search, pattern_id=each["id"], limit=1)["total_count"] == each["count"]


def test_patterns_by_sql(get, database):
    counted = dict(
        database.execute(
            "SELECT wazn, count(DISTINCT word) FROM segments WHERE wazn IS NOT NULL GROUP BY wazn"
        )
    )
    assert {each["pattern"]: each["count"] for each in get("/api/morph_patterns")} == counted
    of_stems = dict(
        database.execute("SELECT pos, count(DISTINCT word) FROM segments WHERE kind = 'STEM' GROUP BY pos")
    )
    of_affixes = dict(database.execute("SELECT pos, count(DISTINCT word) FROM segments WHERE kind != 'STEM' GROUP BY pos"))  # fmt: skip
    assert {each["pos"]: each["count"] for each in get("/api/syntax_patterns")} == of_affixes | of_stems


@pytest.mark.parametrize("named", ["2:2:1", "seg-2-2-1-0", "seg-2-2-1-1"])
def test_a_word_by_its_id_or_by_that_of_a_segment(get, named):
    view = get(f"/segment/{named}")
    assert set(view) == VIEW and (view["id"], view["verse_ref"], view["text"]) == ("2:2:1", "2:2", "ٱلْكِتَـٰبُ")
    sound_view(view)


def test_stats(get):
    stats = get("/api/stats")
    assert (stats["total_verses"], stats["verses_with_tokens"]) == (6_236, 6_236)
    assert (stats["total_annotations"], stats["total_hypothesis_tags"]) == (0, 0)
    assert (stats["total_tokens"], stats["total_segments"], stats["total_roots"]) == (77_429, 128_219, 1_642)


# ---- searching: each row finds as many words as SQL does

VERBS = "kind = 'STEM' AND pos = 'V'"
SUBJECTS = "kind = 'STEM' AND id IN (SELECT segment FROM nodes JOIN arcs ON dependent = nodes.id JOIN relations ON relations.id = arcs.relation WHERE leads = 1 AND relations.relation = 'subject')"
QAWL = "root = (SELECT id FROM roots WHERE root = 'قول')"
LISTS = [
    ("/api/search", {"q": "root:قول"}, "text", QAWL),
    ("/api/search", {"q": "root:قول&pos:V"}, "text", f"{QAWL} AND {VERBS}"),
    ("/api/search", {"q": "قول", "type": "root"}, "root", QAWL),
    ("/api/search", {"q": "qwl", "type": "root"}, "root", QAWL),
    ("/api/search/roots", {"root": "قول"}, "root", QAWL),
    ("/api/search/morphology", {"q": "root:قول"}, "morphology", QAWL),
    ("/api/search/morphology", {"q": "قول"}, "morphology", QAWL),
    ("/api/search/morphology", {"q": "V"}, "morphology", VERBS),
    ("/api/search/morphology", {"q": "V PASS 3MP"}, "morphology", f"{VERBS} AND voice = 'PASS' AND person = '3' AND gender = 'M' AND number = 'P'"),
    ("/api/search/morphology", {"q": "pattern:مُفْعِل"}, "morphology", "wazn = 'مُفْعِل'"),
    ("/api/search/morphology_advanced", {"morph_tag": "N", "syntactic_role": "subject", "case_mood": "NOM"}, "morphology_advanced", f"pos = 'N' AND \"case\" = 'NOM' AND {SUBJECTS}"),
    ("/api/search/morphology_advanced", {"case_mood": "jussive"}, "morphology_advanced", "mood = 'JUS'"),
    ("/api/search/syntax", {"pos": "PN"}, "syntax", "kind = 'STEM' AND pos = 'PN'"),
    ("/api/search/syntax", {"q": "proper-noun"}, "syntax", "kind = 'STEM' AND pos = 'PN'"),
    ("/api/search/verb_forms", {"form": "IV"}, "verb_forms", f"{VERBS} AND verb_form = 'IV'"),
    ("/api/search/verb_forms", {"form": "4"}, "verb_forms", f"{VERBS} AND verb_form = 'IV'"),
    *[("/api/search/verb_forms", {"person": name}, "verb_forms", f"{VERBS} AND person = '3'") for name in ("3", "3rd", "third")],
    *[("/api/search/verb_forms", {"number": name}, "verb_forms", f"{VERBS} AND number = 'P'") for name in ("P", "plural", "pl")],
    *[("/api/search/verb_forms", {"voice": name}, "verb_forms", f"{VERBS} AND voice = 'PASS'") for name in ("PASS", "passive", "pass")],
    *[("/api/search/verb_forms", {key: name}, "verb_forms", f"{VERBS} AND aspect = 'PERF'") for key, name in (("aspect", "PERF"), ("tense", "past"), ("tense", "perfect"))],
    ("/api/search/verb_forms", {"form": "IV", "gender": "feminine", "mood": "IND"}, "verb_forms", f"{VERBS} AND verb_form = 'IV' AND gender = 'F' AND mood = 'IND'"),
    *[("/api/search/dependency", {"relation": name}, "dependency", SUBJECTS) for name in ("subject", "فاعل", "subj", "Subject of a verb")],
]  # fmt: skip


def by_sql(database, where):
    return database.execute(f"SELECT count(DISTINCT word) FROM segments WHERE {where}").fetchone()[0]


@pytest.mark.parametrize(("path", "query", "kind", "where"), LISTS)
def test_a_hit_list(get, database, path, query, kind, where):
    answer = get(path, **query, limit=3, offset=1)
    assert set(answer) == HITS
    assert answer["total_count"] == answer["count"] == by_sql(database, where) > 0
    assert (answer["type"], len(answer["results"])) == (kind, min(3, answer["count"] - 1))
    assert answer["query"] == next(iter(query.values())) or answer["query"].startswith("[")
    for hit in answer["results"]:
        assert set(hit) == HIT
        assert set(hit["verse"]) == VERSE - {"tokens"}
        assert hit["match"] and hit["match_term"] == hit["text"] and hit["text"] in hit["verse"]["text"]
        assert hit["match_count"] >= 1
        sound_view(hit)


def test_a_root_has_1722_words_whoever_counts(get, call):
    totals = [
        get("/api/search/roots", root="قول", limit=0)["total_count"],
        get("/api/search", q="root:قول", limit=0)["count"],
        get("/api/v1/search", q="root:قول", limit=0)["total"]["words"],
        int(call("GET", "/search/root/قول", limit=0)[0].headers["X-Total-Count"]),
        int(call("POST", "/search", {"query": "root:قول", "limit": 0})[0].headers["X-Total-Count"]),
    ]
    assert totals == [1_722] * 5


def test_tags_in_a_row(get):
    answer = get("/api/search/syntax", q="V PN", limit=2)
    assert [(hit["id"], hit["match"]) for hit in answer["results"]] == [
        ("2:7:0", "a verb, then a proper noun"),
        ("2:7:1", "a verb, then a proper noun"),
    ]
    assert answer["count"] == get("/api/v1/search", q='[pos="V"] [pos="PN"]', limit=0)["total"]["words"]


def test_pages_of_hits_cover_them_all_once(get):
    found = [
        hit["id"]
        for offset in range(0, 2_000, 500)
        for hit in get("/api/search/roots", root="قول", limit=500, offset=offset)["results"]
    ]
    assert len(found) == len(set(found)) == 1_722
    assert found == sorted(found, key=lambda id: tuple(map(int, id.split(":"))))


PLAIN = [
    ("/search/root/قول", QAWL),
    ("/search/pos/V", VERBS),
    ("/search/pos/proper noun", "kind = 'STEM' AND pos = 'PN'"),
    ("/search/pos/DET", "pos = 'DET'"),
    ("/search/pattern/مُفْعِل", "wazn = 'مُفْعِل'"),
    ("/search/verb_forms/IV", f"{VERBS} AND verb_form = 'IV'"),
    ("/search/dependency/subject", SUBJECTS),
    ("/search/dependency/فاعل", SUBJECTS),
]


@pytest.mark.parametrize(("path", "where"), PLAIN)
def test_a_plain_list(call, database, path, where):
    response, answer = call("GET", path, limit=3, offset=2)
    assert (response.status, response.headers["X-Total-Count"]) == (200, str(by_sql(database, where)))
    assert len(answer) == 3
    for view in answer:
        assert set(view) == VIEW
        sound_view(view)


FILTERED = [
    ({"filters": [{"field": "pos", "op": "in", "value": ["V", "PN"]}]}, "kind = 'STEM' AND pos IN ('V', 'PN')"),
    ({"filters": [{"field": "pos", "op": "eq", "value": "V"}, {"field": "person", "op": "eq", "value": 3}]}, f"{VERBS} AND person = '3'"),
    ({"filters": [{"field": "person", "op": "in", "value": [1, "2nd"]}]}, "kind = 'STEM' AND person IN ('1', '2')"),
    ({"filters": [{"field": "role", "value": "فاعل"}]}, SUBJECTS),
    ({"query": "root:قول", "filters": [{"field": "aspect", "op": "in", "value": ["PERF", "IMPV"]}]}, f"{QAWL} AND aspect IN ('PERF', 'IMPV')"),
    ({"query": "root:قول", "filters": [], "sort": "mushaf"}, QAWL),
    ({"query": None, "filters": [{"field": "root", "value": "قول"}], "sort": None}, QAWL),
]  # fmt: skip


@pytest.mark.parametrize(("body", "where"), FILTERED)
def test_filters(call, database, body, where):
    response, answer = call("POST", "/search", {**body, "limit": 4, "offset": 1})
    assert response.status == 200, answer
    assert response.headers["X-Total-Count"] == str(by_sql(database, where))
    assert len(answer) == 4
    for view in answer:
        assert set(view) == VIEW
        sound_view(view)


def test_the_order_can_be_turned_round(call):
    body = {"filters": [{"field": "surah", "value": 112}]}
    ids = [view["id"] for view in call("POST", "/search", body)[1]]
    assert (ids[0], ids[-1], len(ids)) == ("112:1:0", "112:4:4", 15)
    turned = [
        view["id"]
        for offset in range(0, 20, 4)
        for view in call("POST", "/search", {**body, "sort": "-mushaf", "limit": 4, "offset": offset})[1]
    ]
    assert turned == ids[::-1]


@pytest.mark.parametrize(
    ("body", "texts", "query"),
    [
        ({"segments": [{"letter": "ك"}, {"any_letter": True}, {"letter": "ب"}]}, "كل ثلاثة", "ك* ?* ب*"),
        ({"segments": [{"letter": "ك", "any_letter": True, "diacritics": [FATHA]}, {"letter": "ت", "diacritics": [FATHA], "any_diacritics": True}, {"letter": "ب"}]}, None, f"?{FATHA} ت* ب*"),
        ({"word": "كتب"}, None, "كتب"),
        ({"word": "كَتَبَ", "segments": None}, None, None),
        ({"word": "كَتَبَ", "segments": [], "limit": 1}, None, "كَتَبَ"),
        ({"segments": [{"letter": "ق", "diacritics": []}], "allow_prefix": True, "allow_suffix": True}, None, "ق"),
    ],
)  # fmt: skip
def test_pattern_word(call, body, texts, query):
    response, answer = call("POST", "/api/search/pattern_word", body)
    if query is None:
        assert response.status == 400 and answer["hint"]
        return
    assert response.status == 200, answer
    assert set(answer) == HITS and answer["type"] == "pattern_word" and answer["query"] == query
    assert answer["count"] == answer["total_count"] >= len(answer["results"]) > 0
    for hit in answer["results"]:
        assert set(hit) == HIT and hit["match"].startswith("a word spelled ")
        sound_view(hit)
        if texts:
            bare = "".join(
                char
                for char in hit["text"]
                if "\u0621" <= char <= "\u064a" and char != "ـ" and not "\u064b" <= char <= "\u0652"
            )
            assert (len(bare), bare[0], bare[2]) == (3, "ك", "ب")


# ---- what is refused

REFUSED = [
    ("GET", "/api/surah/115", {}, 404, "There is no surah 115: the Quran has 114."),
    ("GET", "/api/surah/x", {}, 404, "number=x is not a whole number from 0 to 1,000,000,000."),
    ("GET", "/api/verse/1/8", {}, 404, "There is no verse 1:8: surah 1 has 7 verses."),
    ("GET", "/api/verse/1/0", {}, 404, "There is no verse 1:0: surah 1 has 7 verses."),
    ("GET", "/api/verse/index/6236", {}, 404, "There is no verse with the index 6236."),
    ("GET", "/api/verses", {"limit": 501}, 400, "limit=501 is not a whole number from 0 to 500."),
    ("GET", "/api/verses", {"page": 2}, 400, "There is no parameter 'page' here."),
    ("GET", "/api/morphology/0/1", {}, 404, "There is no surah 0: the Quran has 114."),
    ("GET", "/api/morphology/parsed/1/99", {}, 404, "There is no verse 1:99: surah 1 has 7 verses."),
    ("GET", "/api/dependency/1/99", {}, 404, "There is no verse 1:99: surah 1 has 7 verses."),
    ("GET", "/segment/1:1:4", {}, 404, "There is no word 1:1:4: verse 1:1 has 4."),
    ("GET", "/segment/nothing", {}, 404, "'nothing' is not the id of a word or a segment."),
    ("GET", "/segment", {}, 404, "404 Not Found."),
    ("GET", "/api/search", {}, 400, "The query is empty."),
    ("GET", "/api/search", {"q": "rot:x"}, 400, "There is no field named 'rot'."),
    ("GET", "/api/search", {"q": "in:2"}, 400, "The query names verses and no words in them."),
    ("GET", "/api/search", {"q": "قول", "type": "lemma"}, 400, "type=lemma is not known."),
    ("GET", "/api/search", {"q": "قول", "limit": 501}, 400, "limit=501 is not a whole number from 0 to 500."),
    ("GET", "/api/search", {"q": 'x" | pos:"V', "type": "root"}, 400, "There is no root 'x\" | pos:\"V'."),
    ("GET", "/api/search/roots", {"root": "xyz"}, 400, "There is no root 'xyz'."),
    ("GET", "/api/search/roots", {}, 400, "root is missing."),
    ("GET", "/api/search/morphology", {}, 400, "It is not clear what is asked."),
    ("GET", "/api/search/morphology", {"q": "V", "pattern_id": "mp-1"}, 400, "It is not clear what is asked."),
    ("GET", "/api/search/morphology", {"q": "V zzz"}, 400, "There is no tag, root, lemma or pattern 'zzz'."),
    ("GET", "/api/search/morphology", {"pattern_id": "sp-1"}, 400, "There is no pattern with the id 'sp-1'."),
    ("GET", "/api/search/morphology_advanced", {}, 400, "Nothing is asked."),
    ("GET", "/api/search/morphology_advanced", {"case_mood": "PERF"}, 400, "There is no case or mood 'PERF'."),
    ("GET", "/api/search/syntax", {}, 400, "It is not clear what is asked."),
    ("GET", "/api/search/syntax", {"q": "V XYZ"}, 400, "There is no part of speech 'XYZ'."),
    ("GET", "/api/search/verb_forms", {}, 400, "Nothing is asked of the verbs."),
    ("GET", "/api/search/verb_forms", {"form": "XIII"}, 400, "There is no verb form 'XIII'."),
    ("GET", "/api/search/verb_forms", {"verb": "x"}, 400, "There is no parameter 'verb' here."),
    ("GET", "/api/search/dependency", {}, 400, "relation is missing."),
    ("GET", "/api/search/dependency", {"relation": "nope"}, 400, "There is no relation 'nope'."),
    ("GET", "/api/search/nowhere", {}, 404, "404 Not Found."),
    ("GET", "/search/root/xyz", {}, 400, "There is no root 'xyz'."),
    ("GET", "/search/pos/XYZ", {}, 400, "There is no part of speech 'XYZ'."),
    ("GET", "/search/verb_forms/XIII", {}, 400, "There is no verb form 'XIII'."),
    ("GET", "/search/dependency/nope", {}, 400, "There is no relation 'nope'."),
    ("GET", "/search/nowhere/x", {}, 404, "404 Not Found."),
    ("PUT", "/search", {}, 405, "PUT is not possible here."),
    ("DELETE", "/segment/1:1:0", {}, 405, "DELETE is not possible here."),
    ("POST", "/api/surahs", {}, 405, "POST is not possible here."),
    ("GET", "/api/search/pattern_word", {}, 405, "GET is not possible here."),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "query", "status", "error"), REFUSED)
def test_a_refusal_is_json_for_browsers_too(call, method, path, query, status, error):
    body = None if method == "GET" else {}
    response, answer = call(method, path, body, {"Accept": "text/html,*/*"}, **query)
    assert (response.status, answer["error"]) == (status, error)
    assert answer["hint"] and set(answer) <= {"error", "hint", "at", "suggestion"}


BODIES = [
    ("/search", {}, "Nothing is asked."),
    ("/search", b"x", "The request holds no search."),
    ("/search", {"filters": [{"field": "nope", "value": "V"}]}, "There is no field 'nope'."),
    ("/search", {"filters": [{"field": "pos", "value": "XYZ"}]}, "There is no part of speech 'XYZ'."),
    ("/search", {"filters": [{"field": "pos", "op": "eq", "value": ["V", "N"]}]}, "filters[0] has several values."),
    ("/search", {"filters": [{"field": "pos", "op": "in", "value": []}]}, "The filter pos has no value."),
    ("/search", {"filters": [{"field": "pos", "op": "like", "value": "V"}]}, "filters[0].op=like is not known."),
    ("/search", {"filters": [{"field": "pos"}]}, "filters[0].value is missing."),
    ("/search", {"filters": [{"field": "pos", "value": True}]}, "filters[0].value is of the wrong kind."),
    ("/search", {"query": "الله", "sort": "best"}, "sort=best is not known."),
    ("/search", {"query": "الله", "limit": 501}, "limit=501 is not a whole number from 0 to 500."),
    ("/search", {"query": "الله", "page": 1}, "There is no field 'page' here."),
    ("/search", {"query": "rot:x"}, "There is no field named 'rot'."),
    ("/api/search/pattern_word", {}, "The pattern is empty."),
    ("/api/search/pattern_word", {"segments": [{}]}, "segments[0] names no letter."),
    ("/api/search/pattern_word", {"segments": [{"letter": "قل"}]}, "segments[0].letter is not one Arabic letter: 'قل'."),
    ("/api/search/pattern_word", {"segments": [{"letter": "ق", "diacritics": ["x"]}]}, "segments[0].diacritics[0] is not a mark: 'x'."),
    ("/api/search/pattern_word", {"segments": [{"any_letter": True}] * 41}, "segments has 41 values; the most is 40."),
    ("/api/search/pattern_word", {"segments": [{"any": True}]}, "There is no field 'segments[0].any' here."),
    ("/api/search/pattern_word", {"word": "abc"}, "word is not one Arabic letter: 'a'."),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "error"), BODIES)
def test_a_body_that_does_not_fit(call, path, body, error):
    response, answer = call("POST", path, body)
    assert (response.status, answer["error"]) == (400, error)
    assert answer["hint"]


@pytest.mark.parametrize("path", ["/search", "/api/search/pattern_word"])
def test_a_body_that_is_too_large_or_no_json(call, path):
    response, answer = call("POST", path, {"query": "ا" * 600_000})
    assert (response.status, set(answer)) == (413, {"error", "hint"})
    response, answer = call("POST", path, b"query=x", {"Content-Type": "text/plain"})
    assert (response.status, set(answer)) == (415, {"error", "hint"})


def test_search_is_still_the_page_for_who_opens_it(call):
    response, answer = call("GET", "/search", q="الله")
    assert response.status == 200 and answer.startswith("<!doctype html>")
