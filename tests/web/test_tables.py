"""Tables over real HTTP: files with a name, of any size, made while they are sent."""

import csv
import io
import json
import socket
import zipfile
from urllib.parse import quote, urlencode

import pytest

from kalima.study.citation.verifying import verify
from kalima.study.tables.formats import FORMATS


@pytest.fixture
def get(server):
    def ask(path: str, **query: object):
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        target = quote(f"/api/v1/{path}") + (f"?{urlencode(query, doseq=True)}" if query else "")
        connection.request("GET", target)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    return ask


@pytest.mark.parametrize("form", list(FORMATS))
def test_each_format_is_a_file_with_a_speaking_name(get, form):
    response, body = get("frequency/table", q="root:قول", by="lemma", limit=3, format=form)
    assert response.status == 200 and response.headers["Content-Type"].startswith("application/octet-stream")
    ending = FORMATS[form].ending
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="kalima-frequency-root-.{ending}"; '
        f"filename*=UTF-8''{quote('kalima-frequency-root-قول.' + ending)}"
    )
    begins = {
        "csv": b"\xef\xbb\xbflemma,",
        "tsv": b"\xef\xbb\xbflemma\t",
        "json": b"{",
        "xlsx": b"PK",
        "markdown": b"**freq",
        "html": b"<!doctype",
    }
    assert body.startswith(begins[form])
    assert form != "xlsx" or zipfile.ZipFile(io.BytesIO(body)).testzip() is None


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("concordance", {"q": 'A:[pos="V"] B:[pos="PN"] in:2', "columns": ["A.root", "B"], "sort": "right1"}),
        ("collocates", {"q": "موسى", "within": "verse"}),
        ("keyness", {"q": "[] in:2", "reference": "[] in:3"}),
        ("ngrams", {"q": "[] in:2", "size": 3}),
        ("dispersion", {"q": "موسى", "parts": "juz"}),
        ("roots/رحم/sketch", {"part": "lemmas"}),
        ("roots/رحم/beside/غفر", {"part": "forms"}),
        ("search", {"q": "root:رحم", "by": "word", "sort": "form"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_table_has_all_rows_and_as_json_the_same(get, path, query):
    response, body = get(f"{path}/table", **query)
    told = json.loads(get(f"{path}/table", format="json", **query)[1])
    (listed,) = (
        value for name, value in told.items() if name in ("rows", "lines", "hits", "parts", "lemmas", "forms")
    )
    assert response.status == 200 and len(rows(body)) == len(listed) > 1
    assert not isinstance(told.get("total"), int) or told["total"] == len(listed)


def test_rows_can_be_chosen(get):
    every = rows(get("search/table", q="root:رحم", by="word")[1])
    assert rows(get("search/table", q="root:رحم", by="word", offset=10, limit=5)[1]) == every[10:15]
    assert rows(get("search/table", q="root:رحم", by="word", offset=10_000)[1]) == []


@pytest.mark.parametrize(
    ("path", "query", "error"),
    [
        ("search/table", {"q": "rot:x"}, "There is no field named 'rot'."),
        (
            "search/table",
            {"q": "موسى", "by": "verse", "sort": "root"},
            "A verse has no root to be sorted by.",
        ),
        ("frequency/table", {"q": "موسى", "format": "pdf"}, "format=pdf is not known."),
        ("concordance/table", {"q": "موسى", "columns": "A"}, "Nothing can be counted by 'A'."),
    ],
)
def test_a_mistake_is_told_and_no_file_begun(get, path, query, error):
    response, body = get(path, **query)
    assert (response.status, json.loads(body)["error"]) == (400, error)
    assert "Content-Disposition" not in response.headers


def test_who_leaves_in_the_middle_holds_up_nobody(server, get):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as leaving:
        target = "/api/v1/search/table?q=%5B%5D&by=word"
        leaving.sendall(
            f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode()
        )
        assert b"200 OK" in leaving.recv(4_096)
    assert get("search/table", q="موسى")[0].status == 200


def test_a_bundle_can_be_verified(get, library, tmp_path):
    response, body = get("citation", q="root:رحم in:1", by=["root", "place"], parts="juz")
    assert response.headers["Content-Type"] == "application/zip"
    assert "kalima-citation-root-%D8%B1%D8%AD%D9%85-in-1.zip" in response.headers["Content-Disposition"]
    (tmp_path / "b.zip").write_bytes(body)
    assert verify(library, tmp_path / "b.zip").identical
    refused, told = get("citation", q="tag:x")
    assert refused.status == 400 and "nobody else has" in json.loads(told)["error"]
