"""What an export writes: the schema of the file, Web Annotations, tables, and how it comes onto the disk."""

from __future__ import annotations

import csv
import io
import json
import resource
import stat
import zipfile
from pathlib import Path

import pytest

from kalima.errors import KalimaError
from kalima.store.research_store import Anchor, Item
from kalima.study.research import kinds
from kalima.study.research.exchange import OUTCOMES, form, tables, web_annotation
from kalima.study.research.exchange.exporting import export, exported
from kalima.study.research.exchange.importing import import_file

from .exchanged import EARLY, LATE, TRANSLATION, VERSES, file_of, fits, keep, note

# ---- the schema


@pytest.mark.parametrize(
    ("members", "does"),
    [
        ({}, True),
        ({"items": [form.plain(note("x"))]}, True),
        ({"version": 2}, False),
        ({"things": []}, False),
        ({"items": [{**form.plain(note("x")), "extra": 1}]}, False),
        ({"items": [{**form.plain(note("x")), "kind": "tag"}]}, False),
        ({"items": [{**form.plain(note("x")), "data": {"title": "x" * 501}}]}, False),
        ({"translations": [form.plain_translation(TRANSLATION, VERSES)]}, True),
        ({"translations": [{**form.plain_translation(TRANSLATION, VERSES), "verses": {"0:1": "x"}}]}, False),
    ],
)
def test_the_schema(members, does):
    file = {"format": "kalima-research", "version": 1, "items": [], **members}
    assert fits(form.json_schema(), file) is does


# ---- the other formats


def annotations() -> list[Item]:
    at, seen = {"created": EARLY, "changed": LATE}, (2, 255, 3, None, None, None)
    words = Anchor("target", 2, 255, 3, 5, text="a b c")
    head = Anchor("head", 112, 3, node=3, text="هو (فاعل: يَلِدْ)")
    return [
        Item("a1", "annotation", {"layer": "syntax", "text": "<i>=1", "relation": "subject"}, (words, head), **at, revision=1),
        Item("a2", "annotation", {"layer": "mine", "payload": {"x": 1}}, (Anchor("target", *seen, text="إِلَـٰهَ"),), **at, revision=1),
        Item("a3", "annotation", {"layer": "mine"}, (words,), **at, deleted=LATE, revision=2),
    ]  # fmt: skip


def test_annotations_as_web_annotations(opened):
    """The members that https://www.w3.org/TR/annotation-model/ requires, read here without its context."""
    whole = json.loads(file_of(keep(opened(), *annotations(), note("x")), format="jsonld"))
    assert (whole["@context"], whole["type"], whole["total"]) == (
        "http://www.w3.org/ns/anno.jsonld",
        "AnnotationCollection",
        2,
    )
    page = whole["first"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", whole["id"], 0)
    first, second = page["items"]
    assert len({whole["id"], page["id"], first["id"], second["id"]}) == 4
    for each in (whole, page, first, second):
        assert each["id"].startswith("urn:uuid:")
    for each in (first, second):
        assert (each["@context"], each["type"]) == ("http://www.w3.org/ns/anno.jsonld", "Annotation")
        assert (each["created"], each["modified"]) == (EARLY, LATE)
    source = {"type": "SpecificResource", "source": "https://tanzil.net/"}

    def selector(place, **more):
        return {**source, "selector": {"type": "FragmentSelector", "value": place, **more}}

    quoted = {"refinedBy": {"type": "TextQuoteSelector", "exact": "a b c"}}
    assert first["target"] == [selector("2:255:3-5", **quoted)]
    assert [(body.get("value"), body["purpose"]) for body in first["body"]] == [
        ("<i>=1", "commenting"), ("syntax", "classifying"), ("subject", "tagging"), (None, "linking"),
    ]  # fmt: skip
    assert first["body"][-1] == selector("112:3:*3") | {"purpose": "linking"}
    assert (first["motivation"], second["motivation"]) == ("linking", "commenting")


def test_the_iri_of_an_annotation_is_always_the_same():
    assert (
        web_annotation.web_annotation(annotations()[0])["id"]
        == "urn:uuid:f3c17e32-3c01-5359-842d-333a0bbee8ec"
    )


def test_tables(opened, tmp_path):
    formulas = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "a=1", 'q"u,o\r\nte', "'", "-"]
    notes = [note(text.strip("\t\r\n"), id=f"n{number}") for number, text in enumerate(formulas)]
    counts = export(keep(opened(), *annotations(), *notes).library, tmp_path / "t", format="csv")
    assert counts == {"annotation.csv": 3, "note.csv": 10}
    data = (tmp_path / "t" / "note.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,target,target_quote,title,") and data.count(b"\r\n") >= 11
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["title"] for row in rows] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'=1",
        "'＝1",
        "a=1",
        'q"u,o\r\nte',
        "'",
        "'-",
    ]
    text = (tmp_path / "t" / "annotation.csv").read_text("utf-8-sig")
    first, second, _ = csv.DictReader(io.StringIO(text))
    assert (first["target"], first["head"], first["target_quote"]) == ("2:255:3-5", "112:3:*3", "a b c")
    assert second["payload"] == '{"x": 1}'


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.name)
def test_no_two_columns_have_one_name(kind):
    assert len(set(tables.columns(kind))) == len(tables.columns(kind))


def test_the_tables_in_one_file_are_those_of_the_folder(opened, tmp_path):
    library = keep(opened(), note("=1+1"), note("two", id="n2")).library
    export(library, tmp_path / "t", format="csv")
    with exported(library, "csv") as file, zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["note.csv"]
        assert archive.read("note.csv") == (tmp_path / "t" / "note.csv").read_bytes()
    with exported(opened().library, "csv") as file, zipfile.ZipFile(file) as archive:
        assert archive.namelist() == []


# ---- on disk


def test_files_are_private_whole_and_not_written_over(opened, tmp_path):
    library = keep(opened(), note("x")).library
    assert export(library, tmp_path / "new" / "f.json") == {"f.json": 1}
    assert stat.S_IMODE((tmp_path / "new" / "f.json").stat().st_mode) == 0o600
    before = (tmp_path / "new" / "f.json").read_bytes()
    with pytest.raises(KalimaError, match="already, and nothing was written"):
        export(library, tmp_path / "new" / "f.json")
    assert (tmp_path / "new" / "f.json").read_bytes() == before
    export(library, tmp_path / "new" / "f.json", format="jsonld", replace=True)
    export(library, tmp_path / "t", format="csv")
    for path, message in ((tmp_path / "t", "already"), (tmp_path / "new" / "f.json", "already")):
        with pytest.raises(KalimaError, match=message):
            export(library, path, format="csv")
    with pytest.raises(KalimaError, match="Name a file"):
        export(library, tmp_path / "t", replace=True)
    with pytest.raises(KalimaError, match="cannot be written"):
        export(library, tmp_path / "new" / "f.json" / "g.json")
    with pytest.raises(KalimaError, match="Only json holds the history"):
        export(library, tmp_path / "h", format="csv", history=True)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["f.json", "new", "note.csv", "t"]


def test_nothing_is_left_of_an_export_that_fails(opened, tmp_path):
    research = opened()
    keep(research, *(note("x", id=f"n{number}") for number in range(1_000)))

    def stop(done, total):
        raise KeyboardInterrupt

    for format in ("json", "jsonld", "csv"):
        with pytest.raises(KeyboardInterrupt):
            export(research.library, tmp_path / "f", format=format, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["json", "jsonld", "csv"])
def test_a_full_disk_is_named_by_the_file_that_was_to_be_written(opened, tmp_path, format):
    research = keep(opened(), *annotations(), *(note("x" * 400, id=f"n{number}") for number in range(500)))
    few, all_of_them = (100, resource.getrlimit(resource.RLIMIT_FSIZE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (few, all_of_them[1]))
    try:
        with pytest.raises(
            KalimaError, match=f"{tmp_path / 'f'} cannot be written: File too large"
        ) as caught:
            export(research.library, tmp_path / "f", format=format)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, all_of_them)
    assert type(caught.value) is KalimaError
    assert list(tmp_path.iterdir()) == []


def test_of_nothing_there_is_a_file_but_no_table(opened, tmp_path):
    research = opened()
    assert import_file(opened(), file_of(research))["total"] == dict.fromkeys(OUTCOMES, 0)
    with pytest.raises(KalimaError, match="nothing of yours yet"):
        export(research.library, tmp_path / "t", format="csv")
    assert list(tmp_path.iterdir()) == []
    assert not research.store.path.exists()


def test_the_manual_says_it_all():
    page = (Path(form.__file__).parents[3] / "manual" / "research-file.md").read_text("utf-8")
    missing = [word for word in (*form.json_schema()["properties"], *OUTCOMES) if f"`{word}`" not in page]
    assert missing == []
