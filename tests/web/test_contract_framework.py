"""Declared routes: what a request may hold, what is said of one that does not fit, and what may be kept."""

from __future__ import annotations

import http.client
import json
import zlib

import pytest
from flask import Flask

from kalima.bundle import open_library
from kalima.errors import KalimaError
from kalima.paths import DATA_VARIABLE
from kalima.web import caching, errors
from kalima.web.answers import TEXT
from kalima.web.caching import Edition
from kalima.web.kinds import ANYTHING, Choice, Natural, Number, Text, Truth
from kalima.web.routes import Api, Body, Parameter, Reply, Route, Tag
from kalima.web.server import Server
from kalima.web.structures import Either, ListOf, MapOf, Named, Record, named_in, nullable, record_of

from ..running import running

TAG = Tag("Trial", "For the tests.")
LETTER = Record({"letter": Text(most=1), "any_letter": Truth()}, optional=("letter", "any_letter"))
SENT = Record({"word": Text(most=5, least=1), "letters": ListOf(LETTER, most=2), "limit": Natural(1, 9)}, ("letters", "limit"))  # fmt: skip
QUERY = [
    Parameter("q", Text(most=4), "What to look for."),
    Parameter("type", Choice(("text", "root")), "Of what.", "text"),
    Parameter("limit", Natural(0, 9), "How many.", 5),
    Parameter("from", Natural(), "Since when.", None),
    Parameter("pos", ListOf(Choice(("N", "V"))), "Tags.", ()),
    Parameter("exact", Truth(), "Whether.", False),
]


def trial_api() -> Api:
    api = Api()

    @api.answers(Route("GET", "/api/look", "Looks", TAG, ANYTHING, examples=[{"q": "a"}], query=QUERY))
    def look(q, type, limit, from_, pos, exact):
        return [q, type, limit, from_, list(pos), exact]

    @api.answers(Route("GET", "/api/at/{surah}/{name}", "Goes", TAG, ANYTHING, examples=[{"surah": 1, "name": "x"}], parts=[Parameter("surah", Natural(1, 114), "From 1 to 114."), Parameter("name", Text(), "A name.")], cache="corpus"))  # fmt: skip
    def at(surah, name):
        return [surah, name]

    @api.answers(Route("POST", "/api/take", "Takes", TAG, ANYTHING, examples=[{"body": {"word": "a"}}], body=Body(SENT, "word", most=200), status=201))  # fmt: skip
    def take(body):
        return Reply(body, {"X-Total-Count": "7"})

    @api.answers(Route("DELETE", "/api/take/{id}", "Drops", TAG, None, examples=[{"id": "1"}], parts=[Parameter("id", Text(), "Which.")]))  # fmt: skip
    def drop(id):
        return None

    @api.answers(Route("GET", "/api/fail", "Fails", TAG, TEXT, examples=[{}], media="text/plain"))
    def fail():
        raise RuntimeError("secret")

    @api.answers(Route("GET", "/api/refuse", "Refuses", TAG, TEXT, examples=[{}], refusals={409: "Always."}))
    def refuse():
        raise errors.Refused(409, KalimaError("No.", "Never.", (1, 2)), lines=[1])

    return api


@pytest.fixture(scope="module")
def client():
    app = Flask("trial", static_folder=None)
    app.json.ensure_ascii = False
    errors.install(app)
    trial_api().install(app, Edition("1", {"corpus.db": "ab"}))
    return app.test_client()


# ---- what fits


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("/api/look?q=a", ["a", "text", 5, None, [], False]),
        ("/api/look?q=a&type=root&limit=0&from=3&exact=true", ["a", "root", 0, 3, [], True]),
        ("/api/look?q=a&pos=N&pos=V", ["a", "text", 5, None, ["N", "V"], False]),
        ("/api/look?q=a&type=&limit=&from=&pos=&exact=", ["a", "text", 5, None, [], False]),
        ("/api/look?q=%D9%82%D9%88%D9%84", ["قول", "text", 5, None, [], False]),
        ("/api/at/114/a%20b", [114, "a b"]),
    ],
)
def test_a_request_that_fits_reaches_the_handler_as_values(client, target, values):
    response = client.get(target)
    assert (response.status_code, response.json) == (200, values)


@pytest.mark.parametrize(
    "body", [{"word": "قول"}, {"word": "a", "limit": 9, "letters": [{}, {"letter": "x", "any_letter": True}]}]
)
def test_a_body_that_fits_reaches_the_handler(client, body):
    response = client.post("/api/take", json=body)
    assert (response.status_code, response.json, response.headers["X-Total-Count"]) == (201, body, "7")


def test_an_answer_without_content(client):
    response = client.delete("/api/take/1", json={})
    assert (response.status_code, response.data) == (204, b"")


# ---- what does not

LOOK = "/api/look?q=a&"
NOT_9 = "a whole number from 0 to 9"


@pytest.mark.parametrize(
    ("target", "status", "error", "hint"),
    [
        ("/api/look", 400, "q is missing.", "Say what it is: What to look for."),
        ("/api/look?q=", 400, "q is missing.", "Say what it is: What to look for."),
        ("/api/look?q=abcde", 400, "q has 5 characters; the most is 4.", "Shorten it."),
        (LOOK + "q=b", 400, "q is given 2 times.", "Give it once."),
        (LOOK + "type=rot", 400, "type=rot is not known.", "Use type=root. Leave type out for text."),
        (LOOK + "type=x", 400, "type=x is not known.", "Use type=text or type=root. Leave type out for text."),
        (LOOK + "limit=10", 400, f"limit=10 is not {NOT_9}.", f"Choose {NOT_9}. Leave limit out for 5."),
        (LOOK + "limit=-1", 400, f"limit=-1 is not {NOT_9}.", f"Choose {NOT_9}. Leave limit out for 5."),
        (LOOK + "limit=٣", 400, f"limit=٣ is not {NOT_9}.", f"Choose {NOT_9}. Leave limit out for 5."),
        (LOOK + "limit=" + "9" * 5_000, 400, f"limit={'9' * 40} is not {NOT_9}.", f"Choose {NOT_9}. Leave limit out for 5."),
        (LOOK + "pos=N&pos=X", 400, "pos=X is not known.", "Use pos=N or pos=V. Leave pos out."),
        (LOOK + "exact=1", 400, "exact=1 is not true or false.", "Use exact=true or exact=false. Leave exact out for false."),
        (LOOK + "limt=3", 400, "There is no parameter 'limt' here.", "Did you mean limit?"),
        (LOOK + "zzz=3", 400, "There is no parameter 'zzz' here.", "Known: q, type, limit, from, pos, exact."),
        ("/api/at/1/x?a=1", 400, "There is no parameter 'a' here.", "Leave it out."),
        ("/api/at/115/x", 404, "surah=115 is not a whole number from 1 to 114.", "From 1 to 114."),
        ("/api/at/one/x", 404, "surah=one is not a whole number from 1 to 114.", "From 1 to 114."),
        ("/api/at/1", 404, "404 Not Found.", "Every address is described at /api."),
        ("/api//look?q=a", 404, "404 Not Found.", "Every address is described at /api."),
        ("/api/look/?q=a", 404, "404 Not Found.", "Every address is described at /api."),
        ("/api/take", 405, "GET is not possible here.", "This address takes OPTIONS, POST."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(client, target, status, error, hint):
    response = client.get(target, headers={"Accept": "text/html"})
    assert (response.status_code, response.json) == (status, {"error": error, "hint": hint})
    assert response.headers["Cache-Control"] == "no-store"


WANTED = 'Send it as JSON: {"word": "a"}'


@pytest.mark.parametrize(
    ("body", "error", "hint"),
    [
        (b"", "The request holds no word.", WANTED),
        (b"[", "The request holds no word.", WANTED),
        (b"[1]", "The request holds no word.", WANTED),
        (b"[" * 190, "The request holds no word.", WANTED),
        (b'{"limit": 1}', "The request holds no word.", WANTED),
        (b'{"word": 1}', "word is of the wrong kind.", "word is text; a number was sent."),
        (b'{"word": null}', "word is of the wrong kind.", "word is text; null was sent."),
        (b'{"word": ""}', "word is empty.", "It has at least 1 character."),
        (b'{"word": "\\ud800"}', "word holds a character that is not text (U+D800).", "Take character 1 out."),
        (b'{"word": "a", "limit": true}', "limit is of the wrong kind.", "limit is a whole number from 1 to 9; true or false was sent."),
        (b'{"word": "a", "limit": 10}', "limit=10 is not a whole number from 1 to 9.", "Choose a whole number from 1 to 9."),
        (b'{"word": "a", "limt": 1}', "There is no field 'limt' here.", "Did you mean limit?"),
        (b'{"word": "a", "letters": {}}', "letters is of the wrong kind.", "letters is a list; an object was sent."),
        (b'{"word": "a", "letters": [{}, {}, {}]}', "letters has 3 values; the most is 2.", "Send fewer."),
        (b'{"word": "a", "letters": [{}, {"letter": "ab"}]}', "letters[1].letter has 2 characters; the most is 1.", "Shorten it."),
        (b'{"word": "a", "letters": [{"any": true}]}', "There is no field 'letters[0].any' here.", "Did you mean letters[0].any_letter?"),
    ],
)  # fmt: skip
def test_a_body_that_does_not_fit_is_refused_by_place(client, body, error, hint):
    response = client.post("/api/take", data=body, content_type="application/json")
    assert (response.status_code, response.json) == (400, {"error": error, "hint": hint})


def test_json_too_deep_to_read_is_no_fault_of_ours(client, monkeypatch):
    monkeypatch.setattr("kalima.web.routes.MAX_BODY", 1 << 20)
    app = Flask("deep", static_folder=None)
    errors.install(app)
    api = Api()
    route = Route(
        "POST", "/api/deep", "", TAG, ANYTHING, examples=[{"body": {}}], body=Body(Record({}), "thing")
    )
    api.answers(route)(lambda body: body)
    api.install(app, Edition("1", {}))
    response = app.test_client().post("/api/deep", data=b"[" * 900_000, content_type="application/json")
    assert (response.status_code, response.json["error"]) == (400, "The request holds no thing.")


@pytest.mark.parametrize(("path", "length"), [("/api/take", 201), ("/api/nowhere", (1 << 20) + 1)])
def test_a_body_too_large_is_refused_as_json(client, path, length):
    response = client.post(path, data=b" " * length, content_type="application/json")
    assert (response.status_code, set(response.json)) == (413, {"error", "hint"})


def test_the_method_that_is_possible_is_said(client):
    assert client.get("/api/take").headers["Allow"] == "OPTIONS, POST"


def test_a_refusal_may_say_more(client):
    response = client.get("/api/refuse")
    assert (response.status_code, response.json) == (
        409,
        {"error": "No.", "hint": "Never.", "at": [1, 2], "lines": [1]},
    )


def test_an_unforeseen_error_has_its_number_and_the_log_the_rest(client, caplog):
    response = client.get("/api/fail")
    incident = response.json["incident"]
    assert (response.status_code, response.json["error"]) == (
        500,
        f"Something went wrong inside Kalima (incident {incident}).",
    )
    assert incident in caplog.text and "secret" in caplog.text
    assert "secret" not in response.text


# ---- what cannot be declared


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"path": "/api/{a}"}, "its parts are declared as"),
        ({"parts": [Parameter("a", TEXT, "")]}, "its parts are declared as"),
        ({"examples": []}, "has no example"),
        ({"method": "POST", "cache": "corpus"}, "only what is read can be kept"),
    ],
)
def test_a_declaration_that_contradicts_itself(changed, message):
    sound = {"method": "GET", "path": "/api/a", "says": "", "tag": TAG, "answer": TEXT, "examples": [{}]}
    assert Route(**sound).name == "get_api_a"
    with pytest.raises(ValueError, match=message):
        Route(**{**sound, **changed})


def test_two_routes_of_one_name():
    api, route = Api(), Route("GET", "/api/a", "", TAG, TEXT, examples=[{}])
    api.answers(route)(str)
    with pytest.raises(ValueError, match="there are two routes get_api_a"):
        api.answers(route)(str)


# ---- kinds as schemas


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (Text(most=3, least=1, says="A."), {"type": "string", "minLength": 0 + 1, "maxLength": 3, "description": "A."}),
        (Natural(1, 9), {"type": "integer", "minimum": 1, "maximum": 9}),
        (Number(), {"type": "number"}),
        (Truth(), {"type": "boolean"}),
        (ANYTHING, {}),
        (Choice(("a", "b")), {"type": "string", "enum": ["a", "b"]}),
        (ListOf(Truth(), 2), {"type": "array", "items": {"type": "boolean"}, "maxItems": 2}),
        (MapOf(Truth()), {"type": "object", "additionalProperties": {"type": "boolean"}}),
        (nullable(Truth()), {"anyOf": [{"type": "boolean"}, {"type": "null"}]}),
        (Named("Yes", Truth()), {"$ref": "#/components/schemas/Yes"}),
        (Record({}, open=True), {"type": "object", "properties": {}}),
        (Record({"a": Truth(), "b": Truth()}, ["b"]), {"type": "object", "properties": {"a": {"type": "boolean"}, "b": {"type": "boolean"}}, "required": ["a"], "additionalProperties": False}),
    ],
)  # fmt: skip
def test_a_kind_as_a_schema(kind, schema):
    assert kind.schema() == schema


@pytest.mark.parametrize(
    ("kind", "value", "checked"),
    [
        (Number(), 0.5, 0.5),
        (Number(), float("nan"), "a number"),
        (Number(), True, "a number"),
        (MapOf(Natural()), {"a": 1}, {"a": 1}),
        (MapOf(Natural()), [], "an object"),
        (nullable(Text()), None, None),
        (nullable(Text()), 1, "text"),
        (Either((Text(), Natural(0, 3))), 3, 3),
        (Either((Text(), Natural(0, 3))), [], "text or a whole number from 0 to 3"),
        (Record({}, open=True), {"any": 1}, {"any": 1}),
        (Named("N", Natural(0, 3)), 3, 3),
    ],
)
def test_a_value_of_a_kind(kind, value, checked):
    try:
        found = kind.check(value, "it")
    except KalimaError as error:
        assert error.hint.startswith(f"it is {checked}; ")
    else:
        assert found == checked


def test_a_record_follows_the_fields_of_its_form():
    class Form:
        a: str
        b: int | None
        c: tuple[str, ...]
        d: dict[str, str]
        e: bool

    assert record_of(Form, e=Choice(("x",))).schema()["properties"] == {
        "a": {"type": "string"},
        "b": {"anyOf": [Natural().schema(), {"type": "null"}]},
        "c": {"type": "array", "items": {"type": "string"}},
        "d": {"type": "object", "additionalProperties": {"type": "string"}},
        "e": {"type": "string", "enum": ["x"]},
    }


def test_named_kinds_are_found_once_wherever_they_are():
    inner = Named("Inner", Truth())
    outer = Named(
        "Outer", Record({"a": ListOf(inner), "b": nullable(inner), "c": MapOf(Either((inner, TEXT)))})
    )
    assert [named.name for named in named_in([outer, inner])] == ["Outer", "Inner"]


# ---- what may be kept, over real HTTP


def ask(server, target, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        named["Content-Type"] = "application/json"
    connection.request(method, target, None if body is None else json.dumps(body), named)
    response = connection.getresponse()
    answered = response.status, response.headers, response.read()
    connection.close()
    return answered


SEARCH = "/api/v1/search?q=root:qwl&limit=1"


@pytest.mark.parametrize("target", ["/api/v1/surahs", "/api/v1/words/1:1", SEARCH, "/api/v1/about", "/api", "/api/openapi.json"])  # fmt: skip
def test_an_answer_that_cannot_change_is_not_given_twice(server, target):
    status, headers, body = ask(server, target)
    assert (status, headers["Cache-Control"]) == (200, "private, no-cache")
    for wanted in (headers["ETag"], f'"other", {headers["ETag"]}', f"W/{headers['ETag']}"):
        again, head, nothing = ask(server, target, If_None_Match=wanted)
        assert (again, nothing, head["ETag"]) == (304, b"", headers["ETag"])
    assert ask(server, target, If_None_Match='"other"')[::2] == (200, body)


def test_what_the_client_has_costs_no_work(server, monkeypatch):
    tag = ask(server, SEARCH)[1]["ETag"]
    monkeypatch.setattr("kalima.study.library.Library.search", None)
    assert ask(server, SEARCH, If_None_Match=tag)[0] == 304
    assert ask(server, SEARCH + "&offset=7")[0] == 500  # what it has not, takes the work that is not there


def test_each_address_has_a_tag_of_its_own(server):
    targets = [SEARCH, SEARCH + "&offset=0", SEARCH + "&offset=1", "/api/v1/surahs", "/api/v1/surahs/1"]
    assert len({ask(server, target)[1]["ETag"] for target in targets}) == len(targets)


@pytest.mark.parametrize(
    ("target", "status"),
    [("/api/v1/translations", 200), ("/health", 200), ("/api/v1/surahs/115", 404), ("/api/v1/search", 400)],
)
def test_any_other_answer_is_not_kept(server, target, status):
    answered, headers, _ = ask(server, target, If_None_Match="*")
    assert (answered, headers["Cache-Control"], headers["ETag"]) == (status, "no-store", None)


def test_what_the_user_added_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    with running(Server(*open_library(), port=0)) as server:
        for text in ("first", "second"):
            sent = {"text": f"1|1|{text}", "id": "en.mine", "name": "Mine", "language": "en", "replace": True}
            assert ask(server, "/api/v1/translations", "POST", sent)[0] == 201
            status, headers, body = ask(server, "/api/v1/verses/1:1?translation=en.mine")
            assert (status, headers["Cache-Control"], headers["ETag"]) == (200, "no-store", None)
            assert json.loads(body)["verses"][0]["translation"] == text
        assert ask(server, "/api/v1/verses/1:1?translation=en.pickthall")[1]["ETag"]


@pytest.mark.parametrize(
    ("version", "corpus", "same"),
    [
        ("1", {"a": "1", "b": "2"}, True),
        ("1", {"b": "2", "a": "1"}, True),
        ("2", {"a": "1", "b": "2"}, False),
        ("1", {"a": "1", "b": "3"}, False),
    ],
)
def test_another_program_or_corpus_has_other_tags(version, corpus, same):
    with Flask("tags").test_request_context("/api/x?q=1"):
        assert (Edition(version, corpus).tag() == Edition("1", {"a": "1", "b": "2"}).tag()) is same


def test_another_build_of_the_same_version_has_other_tags(monkeypatch):
    with Flask("tags").test_request_context("/api/x?q=1"):
        before = Edition("1", {}).tag()
        monkeypatch.setattr(caching, "_build", lambda: "another")
        assert Edition("1", {}).tag() != before


BIG, SMALL = "/api/v1/surahs/18", "/api/v1/surahs/112"


def test_a_large_answer_is_compressed_for_a_script_that_takes_it_so(server):
    _, plain, body = ask(server, BIG)
    _, packed, squeezed = ask(server, BIG, Accept_Encoding="gzip")
    assert (plain["Content-Encoding"], packed["Content-Encoding"]) == (None, "gzip")
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    assert zlib.decompress(squeezed, 31) == body
    assert int(packed["Content-Length"]) == len(squeezed) < len(body) / 2
    assert packed["ETag"] == plain["ETag"][:-1] + '-gzip"'
    assert ask(server, BIG, Accept_Encoding="gzip", If_None_Match=packed["ETag"])[0] == 304


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        (SMALL, {"Accept_Encoding": "gzip"}),
        (BIG, {"Accept_Encoding": "gzip;q=0"}),
        (BIG, {"Accept_Encoding": "br"}),
        (BIG, {"Accept_Encoding": "gzip", "Sec_Fetch_Site": "same-origin"}),
    ],
)
def test_what_is_not_compressed(server, target, headers):
    _, head, body = ask(server, target, **headers)
    assert head["Content-Encoding"] is None
    assert json.loads(body)["verses"]


def test_a_head_is_that_of_the_answer(server):
    _, got, body = ask(server, SMALL)
    status, head, nothing = ask(server, SMALL, "HEAD")
    assert (status, nothing, head["ETag"], head["Content-Length"]) == (200, b"", got["ETag"], str(len(body)))


@pytest.mark.parametrize(
    "path", ["/segment/none", "/search/nothing/x", "/annotations/1/2", "/connections/1/2", "/api/x"]
)
def test_nobody_gets_a_page_under_an_address_of_the_api(server, path):
    status, headers, body = ask(server, path, Accept="text/html")
    assert (status, headers["Content-Type"], set(json.loads(body))) == (
        404,
        "application/json",
        {"error", "hint"},
    )
