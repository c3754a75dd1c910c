"""Every result as a table has the rows of its answer, and as many as it says."""

import pytest

from kalima.study.statistics import collocation, concordance, frequency, keyness, ngrams
from kalima.study.statistics.dispersion import dispersion
from kalima.study.statistics.sketch import root_sketch
from kalima.study.tables import results
from kalima.study.tables.formats import file_pieces

from .readers import read_csv, read_json

LABELLED = 'A:[pos="V"] B:[pos="PN"] in:2'


@pytest.mark.parametrize(
    ("table", "page"),
    [
        (
            lambda library: results.frequency_table(frequency.listed(library, "root:رحم", ["lemma", "place"]), 2, 5),
            lambda library: frequency.frequency(library, "root:رحم", ["lemma", "place"], offset=2, limit=5),
        ),
        (
            lambda library: results.concordance_table(concordance.listed(library, LABELLED, columns=["A", "B.root"]), 3, 4),
            lambda library: concordance.concordance(library, LABELLED, columns=["A", "B.root"], offset=3, limit=4),
        ),
        (
            lambda library: results.collocates_table(collocation.listed(library, "موسى"), 0, 6),
            lambda library: collocation.collocates(library, "موسى", limit=6),
        ),
        (
            lambda library: results.keyness_table(keyness.listed(library, "[] in:2"), 0, 4),
            lambda library: keyness.keyness(library, "[] in:2", limit=4),
        ),
        (
            lambda library: results.ngrams_table(ngrams.listed(library, "[] in:2", size=3), 0, 4),
            lambda library: ngrams.ngrams(library, "[] in:2", size=3, limit=4),
        ),
        (
            lambda library: results.ngrams_table(ngrams.listed(library, "[] in:2", sort="mi3"), 0, 4),
            lambda library: ngrams.ngrams(library, "[] in:2", sort="mi3", limit=4),
        ),
        (
            lambda library: results.dispersion_table(library, "موسى", parts="place"),
            lambda library: dispersion(library, "موسى", parts="place"),
        ),
    ],
    ids=["frequency", "concordance", "collocates", "keyness", "ngrams", "pairs", "dispersion"],
)  # fmt: skip
def test_it_has_the_rows_of_the_answer(library, table, page):
    answer = read_json(b"".join(file_pieces(table(library), "json")))
    expected = page(library)
    name = table(library).listed
    assert answer[name] == expected[name] and answer["counted"] == expected["counted"]
    head, *rows = read_csv(b"".join(file_pieces(table(library), "csv")))
    assert len(rows) == table(library).count == len(expected[name])
    assert {len(row) for row in rows} == {len(head)}


def test_a_labelled_word_is_a_column(library):
    head, *rows = read_csv(
        b"".join(
            file_pieces(
                results.concordance_table(
                    concordance.listed(library, LABELLED, columns=["A", "B.root", "surah"])
                ),
                "csv",
            )
        )
    )
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    assert lines and all(line["hit"].split(" ")[0].startswith(line["A"]) for line in lines)
    assert {line["surah"] for line in lines} == {"2"} and "اله" in {line["B.root"] for line in lines}


@pytest.mark.parametrize("by", ["match", "word", "verse"])
def test_all_hits_are_written_in_the_order_of_the_mushaf(library, by):
    hits = library.search("root:رحم")
    head, *rows = read_csv(b"".join(file_pieces(results.hits_table(library, hits, by), "csv")))
    places = [tuple(map(int, row[0].split(":"))) for row in rows]
    assert len(rows) == {"match": hits.match_count, "word": hits.word_count, "verse": hits.verse_count}[by]
    assert places == sorted(places) and head[0] == "ref"


def test_many_hits_are_those_of_the_pages_together(library, monkeypatch):
    monkeypatch.setattr(results, "AT_ONCE", 7)
    hits = library.search("A:[root=رحم] B:[]".replace("رحم", '"رحم"'))
    whole = list(results.hits_table(library, hits, "match", 5, 30, keys=library.orders.keys("root")).rows)
    monkeypatch.undo()
    assert whole == list(
        results.hits_table(library, hits, "match", 5, 30, keys=library.orders.keys("root")).rows
    )
    assert len(whole) == 30 and set(whole[0]["labels"]) == {"A", "B"}


@pytest.mark.parametrize("part", results.SKETCH_PARTS)
def test_a_sketch_is_three_tables(library, part):
    head, *rows = read_csv(
        b"".join(file_pieces(results.sketch_table(library, ["رحم", "ktb"], part=part), "csv"))
    )
    answer = root_sketch(library, "رحم")
    expected = {
        "relations": sum(len(each["rows"]) for each in answer["relations"]),
        "lemmas": len(answer["lemmas"]),
        "surahs": 114,
    }[part]
    assert head[0] == "root"
    assert sum(row[0] == "رحم" for row in rows) == expected and {row[0] for row in rows} == {"رحم", "كتب"}
