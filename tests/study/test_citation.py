"""Citation bundles: made, run again, changed, and made to do harm."""

import hashlib
import json
import re
import zipfile

import pytest

from kalima.errors import KalimaError, NotFound
from kalima.study import citation
from kalima.study.citation import reading
from kalima.study.citation.making import Asked, checked, write_bundle, write_zip
from kalima.study.citation.reading import read_bundle
from kalima.study.citation.texts import latex
from kalima.study.citation.verifying import differing, verify
from kalima.study.library import Library

QUERY = 'A:[pos="V"] B:[root="رحم"]'
DAY = "2026-11-23"


def make(library, path, query=QUERY, **options):
    write_bundle(library, Asked(query, made=DAY, **options), path)
    return path


@pytest.fixture(scope="module")
def made(library, tmp_path_factory):
    return make(library, tmp_path_factory.mktemp("made") / "b.zip")


@pytest.fixture
def changed(made, tmp_path):
    """Makes a bundle in which a file is another; unless it is asked for, its sum is mended."""

    def change(name, edit, *, mended=True):
        with zipfile.ZipFile(made) as packed:
            files = {each: packed.read(each) for each in packed.namelist()}
        files[name] = edit(files[name])
        if mended and name != citation.SUMS:
            sums = (
                f"{hashlib.sha256(data).hexdigest()}  {each}\n"
                for each, data in files.items()
                if each != citation.SUMS
            )
            files[citation.SUMS] = "".join(sums).encode()
        return write(tmp_path / "changed.zip", files)

    return change


def write(path, files):
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def edited(edit):
    """An edit of a file of JSON."""

    def of_bytes(data):
        value = json.loads(data)
        edit(value)
        return json.dumps(value, ensure_ascii=False).encode()

    return of_bytes


@pytest.mark.parametrize("name", ["b.zip", "folder"])
def test_what_was_just_made_is_identical(library, tmp_path, name):
    verdict = verify(library, make(library, tmp_path / name, by=["root", "place"], parts="juz"))
    assert verdict.identical and verdict.differences == verdict.notes == []
    assert verdict.found == {"matches": 42, "words": 84, "verses": 42}


@pytest.mark.parametrize(
    ("query", "picture"),
    [
        ("en:mercy in:2", False),
        ("root:رحم NOT in:meccan", True),
        ("[] in:112", True),
        ('[root="ظلل"] [root="قول"]', True),
        ('[pos="V" & root="قول"] -subject-> S:_', True),
        ("root:قول root:رحم in:2", True),
    ],
)
def test_every_kind_of_query_is_found_again(library, tmp_path, query, picture):
    path = make(library, tmp_path / "b.zip", query)
    assert verify(library, path).differences == []
    assert (citation.PICTURE in zipfile.ZipFile(path).namelist()) is picture


def test_a_bundle_has_all_files_and_the_same_bytes_whenever_it_is_made(library, made, tmp_path):
    with zipfile.ZipFile(made) as packed:
        assert set(packed.namelist()) == set(citation.FILES)
        sums = dict(line.split("  ")[::-1] for line in packed.read(citation.SUMS).decode().splitlines())
        assert sums == {
            name: hashlib.sha256(packed.read(name)).hexdigest()
            for name in packed.namelist()
            if name != citation.SUMS
        }
        about = json.loads(packed.read(citation.QUERY))
    assert make(library, tmp_path / "again.zip").read_bytes() == made.read_bytes()
    assert (
        about["query"] == QUERY and about["reading"]["arabic"] and about["folding"] and about["made"] == DAY
    )
    assert about["corpus"]["blake2b"] == library.manifest["blake2b"]["corpus.db"]
    assert about["options"] == {"listed": "match", "by": ["lemma"], "parts": "surah"}


def test_the_page_for_people_says_how_to_cite_it(made):
    with zipfile.ZipFile(made) as packed:
        page, entry = packed.read(citation.README).decode(), packed.read(citation.BIBTEX).decode()
    (key,) = re.findall(r"^@misc\{(kalima-[0-9a-f]{10}),$", entry, re.MULTILINE)
    assert key in page and QUERY in page and "kalima verify" in page
    assert entry.count("{") == entry.count("}") and "month        = nov," in entry
    assert latex("a_b{c}\\&%$#~^") == r"a\_b\{c\}\textbackslash{}\&\%\$\#\textasciitilde{}\textasciicircum{}"


@pytest.mark.parametrize(
    ("name", "edit", "differences"),
    [
        (
            citation.HITS,
            edited(lambda value: value["hits"][0].update(text="x")),
            ["Told otherwise: "],
        ),
        (
            citation.HITS,
            edited(lambda value: value["hits"].pop(3)),
            ["Found here, and not there: ", "hits.json has 41 hits, and query.json says 42."],
        ),
        (
            citation.HITS,
            edited(lambda value: value["hits"].append({**value["hits"][0], "words": ["1:1:1"]})),
            ["Not found here: 1:1:1 A=", "hits.json has 43 hits, and query.json says 42."],
        ),
        (
            citation.HITS,
            edited(lambda value: value["hits"].append(value["hits"][0])),
            ["hits.json has ", "hits.json has 43 hits"],
        ),
        (citation.HITS, edited(lambda value: value["hits"].reverse()), ["The hits are in another order."]),
        (
            citation.FIGURES,
            edited(lambda value: value["frequency"]["rows"][0].update(count=5)),
            [
                "figures.json: frequency.rows[0].count is 5 there, 3 here",
                "The counts of frequency sum to 44; there are 42 hits.",
            ],
        ),
        (
            citation.FIGURES,
            edited(lambda value: value.update(dispersion=7)),
            ["figures.json: dispersion is 7 there", "figures.json has no counts of dispersion."],
        ),
        (
            citation.QUERY,
            edited(lambda value: value["total"].update(verses=9)),
            ["There are 9 verses in query.json, 42 here."],
        ),
        (
            citation.QUERY,
            edited(lambda value: value.update(folding="none")),
            ["query.json does not say what the other files say."],
        ),
        (
            citation.TABLE,
            lambda data: data + b"1:1,1:1:1,x,y,z\n",
            ["hits.csv does not say what the other files say."],
        ),
        (
            citation.REPORT,
            edited(lambda value: value.clear()),
            ["corpus-report.json is not the report of that corpus."],
        ),
    ],
    ids=[
        "text",
        "removed",
        "added",
        "twice",
        "order",
        "figure",
        "no-figure",
        "total",
        "described",
        "table",
        "report",
    ],
)
def test_what_was_changed_is_named(library, changed, name, edit, differences):
    told = verify(library, changed(name, edit)).differences
    missing = [each for each in differences if not any(line.startswith(each) for line in told)]
    assert missing == [], told
    (summed, *_) = verify(library, changed(name, edit, mended=False)).differences
    assert summed.startswith(f"{name} was changed after it was made: its sha256 is ")


def test_another_corpus_is_named_with_both_versions_and_hashes(library, made, tmp_path):
    manifest = {
        **library.manifest,
        "corpus_version": "9.9",
        "blake2b": {**library.manifest["blake2b"], "corpus.db": "f" * 64},
    }
    other = Library(library.store, library.index, manifest, library._folder)
    verdict = verify(other, made)
    assert verdict.differences[:2] == [
        f"The corpus has version {library.manifest['corpus_version']} there, 9.9 here.",
        f"corpus.db is another: blake2b {library.manifest['blake2b']['corpus.db'][:59]}… there, {'f' * 64} here.",
    ]
    assert all("figures.json" in line for line in verdict.differences[2:])


def test_another_program_that_finds_the_same_is_a_note(library, changed):
    verdict = verify(
        library, changed(citation.QUERY, edited(lambda value: value["engine"].update(version="0.0.1")))
    )
    assert verdict.identical and verdict.notes[0].startswith("It was made with Kalima 0.0.1; this is ")


def test_a_query_that_is_not_understood_any_more_is_a_difference(library, changed):
    verdict = verify(
        library, changed(citation.QUERY, edited(lambda value: value.update(query="rot:x\x1b[2J")))
    )
    assert verdict.found is None and "\x1b" not in "".join(verdict.differences)
    assert any(line.startswith("The query is not answered here: ") for line in verdict.differences)


def with_entry(name="x.txt", **attributes):
    def add(path, made):
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as packed:
            for each in source.namelist():
                packed.writestr(each, source.read(each))
            entry = zipfile.ZipInfo(name)
            for attribute, value in attributes.items():
                setattr(entry, attribute, value)
            packed.writestr(entry, b"x")

    return add


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (with_entry("../../evil.sh"), "../../evil.sh leads to another folder"),
        (with_entry("/etc/passwd"), "/etc/passwd leads to another folder"),
        (with_entry("C:evil"), "C:evil leads to another folder"),
        (with_entry("a\\..\\b", filename="a\\..\\b"), "leads to another folder"),
        (with_entry("link", external_attr=0o120777 << 16), "link is no plain file"),
        (lambda path, made: path.write_bytes(b"PK nonsense"), "cannot be unpacked"),
        (lambda path, made: path.write_bytes(made.read_bytes()[:5_000]), "cannot be unpacked"),
        (lambda path, made: write(path, {"query.json": b"{}"}), "hits.json is missing"),
        (lambda path, made: write(path, {f"{n}": b"" for n in range(65)}), "holds 65 files"),
    ],
    ids=["up", "root", "drive", "backslash", "link", "no-zip", "cut", "lacking", "many"],
)
def test_what_could_do_harm_is_refused_by_name(tmp_path, made, spoil, what):
    path = tmp_path / "bad.zip"
    spoil(path, made)
    with pytest.raises(KalimaError, match=re.escape(what)):
        read_bundle(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(tmp_path, made):
    path = tmp_path / "bad.zip"
    with_entry("query.json")(path, made)
    with pytest.raises(KalimaError, match=r"query\.json is there twice"):
        read_bundle(path)


def test_no_more_is_unpacked_than_is_allowed(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 100_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("query.json", b"0" * 10_000_000)
    with pytest.raises(KalimaError, match=r"query\.json has more than 100,000 bytes"):
        read_bundle(path)


def test_a_link_in_a_folder_is_not_followed(library, tmp_path):
    folder = make(library, tmp_path / "folder")
    (folder / citation.NOTICES).unlink()
    (folder / citation.NOTICES).symlink_to(folder / citation.README)
    with pytest.raises(KalimaError, match=r"NOTICES\.txt is no plain file"):
        read_bundle(folder)


@pytest.mark.parametrize(
    ("name", "edit", "what"),
    [
        (citation.QUERY, lambda data: b"[1]", "query.json is not a JSON object"),
        (citation.QUERY, lambda data: b'{"a":\n 1,}', "query.json is not JSON (line 2: "),
        (citation.QUERY, lambda data: b"\xff", "query.json is not UTF-8 text (byte 0)"),
        (citation.HITS, lambda data: b"[" * 200_000, "hits.json is not JSON that can be read"),
        (citation.QUERY, edited(lambda value: value.update(format="x")), 'query.json does not say "format"'),
        (citation.QUERY, edited(lambda value: value.update(version=True)), "query.json does not say its version"),
        (citation.QUERY, edited(lambda value: value.update(version=2)), "The bundle was made by a newer Kalima"),
        (citation.QUERY, edited(lambda value: value.update(query=["x"])), "query.json has no query, or not as it should be"),
        (citation.QUERY, edited(lambda value: value.update(query="x" * 100_000)), "query.json has a query of 100,000 characters"),
        (citation.QUERY, edited(lambda value: value["options"].update(by="root")), "query.json does not say in options.by"),
        (citation.QUERY, edited(lambda value: value["corpus"].update(blake2b=1)), "query.json has no text in corpus.blake2b"),
        (citation.QUERY, edited(lambda value: value.update(made="today")), "query.json does not say as 2026-11-23"),
        (citation.HITS, edited(lambda value: value.update(hits={})), "hits.json has no list of hits"),
        (citation.HITS, edited(lambda value: value["hits"][4].update(words="1:1:1")), "hits.json has no words in hit 5"),
        (citation.HITS, edited(lambda value: value["hits"][4].pop("labels")), "hits.json has no labels in hit 5"),
        (citation.SUMS, lambda data: data[10:], "manifest-sha256.txt has no sum of a file in line 1"),
        (citation.SUMS, lambda data: data[data.index(b"\n") + 1 :], "manifest-sha256.txt does not name NOTICES.txt"),
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_refused_by_file_and_place(changed, name, edit, what):
    with pytest.raises(KalimaError, match=re.escape(what)):
        read_bundle(changed(name, edit))


def test_what_is_not_there_and_what_is_not_part_of_it_is_said(library, made, tmp_path):
    with pytest.raises(NotFound, match="There is no bundle"):
        read_bundle(tmp_path / "none.zip")
    with_entry(".DS_Store")(tmp_path / "more.zip", made)
    verdict = verify(library, tmp_path / "more.zip")
    assert verdict.identical and verdict.notes == ["Not part of it: .DS_Store."]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked("note:صبر"), "The query asks of your own notes or tags, which nobody else has."),
        (Asked("2:255"), "2:255 is a place to go to, not words to search for."),
        (Asked("موسى", by=["rot"]), "Nothing can be counted by 'rot'."),
        (Asked("موسى", parts="verse"), "The text is not divided by 'verse'."),
    ],
)
def test_what_cannot_be_cited_is_told_before_anything_is_written(library, tmp_path, asked, message):
    with pytest.raises(KalimaError) as caught:
        write_bundle(library, asked, tmp_path / "b.zip")
    assert caught.value.message == message and list(tmp_path.iterdir()) == []


def test_one_that_is_stopped_leaves_nothing(library, tmp_path):
    def stop(done, total):
        raise KeyboardInterrupt

    for name in ("b.zip", "folder"):
        with pytest.raises(KeyboardInterrupt):
            write_bundle(library, Asked(QUERY), tmp_path / name, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_zip_is_written_to_any_file(library, tmp_path, made):
    asked = Asked(QUERY, made=DAY)
    with (tmp_path / "x").open("wb") as file:
        write_zip(library, asked, checked(library, asked), file)
    assert (tmp_path / "x").read_bytes() == made.read_bytes()


def test_every_place_at_which_two_values_differ_is_named():
    there = {"a": [1, {"b": 2}], "c": 1, "d": True}
    assert list(differing(there, {"a": [1, {"b": 3}, 4], "c": 1, "d": 1, "e": None})) == [
        "a has 2 values there, 3 here", "a[1].b is 2 there, 3 here", "d is True there, 1 here", "e is only here",
    ]  # fmt: skip
    assert list(differing(there, json.loads(json.dumps(there)))) == []
