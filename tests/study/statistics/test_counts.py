"""Counts over the real corpus, each once more from the words in corpus.db, one by one."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from itertools import combinations, pairwise

import pytest

from kalima.arabic.folding import exact_key, fold
from kalima.errors import KalimaError, NotFound
from kalima.study import shapes
from kalima.study.statistics.association import MEASURES, Table
from kalima.study.statistics.collocation import collocates
from kalima.study.statistics.concordance import concordance
from kalima.study.statistics.dispersion import dispersion
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.keyness import keyness
from kalima.study.statistics.ngrams import ngrams
from kalima.study.statistics.sketch import root_sketch

ALL = 100_000
QUERIES = (
    "root:قول",
    "pos:REL",
    "الله",
    '"يا أيها الذين آمنوا"',
    'A:[pos="V"] []{0,1} B:[pos="PN"]',
    '[pos="V"] -subject-> B:[lemma="الله"]',
    '[root="قول" & aspect="IMPV"] -subject-> S:_',
    "موسى OR عيسى",
    "root:قول in:meccan",
)
KEYS = (
    ["root"],
    ["word"],
    ["lemma", "pos"],
    ["surah"],
    ["verse"],
    ["prefix"],
    ["rel"],
    ["form", "period", "voice"],
)


@pytest.fixture(scope="module")
def words(full_database):
    """Every word: its verse, its text, and the first stem's root, lemma, tag and what else is asked here."""
    connection = sqlite3.connect(f"{full_database.as_uri()}?mode=ro&immutable=1", uri=True)
    rows = connection.execute(
        "SELECT words.id, words.verse, words.text, roots.root, lemmas.lemma, lemmas.homograph, pos"
        " FROM words JOIN segments ON segments.id = (SELECT min(id) FROM segments"
        "   WHERE segments.word = words.id AND kind = 'STEM')"
        " LEFT JOIN roots ON roots.id = segments.root LEFT JOIN lemmas ON lemmas.id = segments.lemma"
        " ORDER BY words.id"
    ).fetchall()
    connection.close()
    return [
        {"id": i, "verse": verse, "word": fold(exact_key(text)), "root": root, "pos": pos,
         "lemma": lemma and exact_key(lemma) + ("2" if homograph == 2 else "")}
        for i, verse, text, root, lemma, homograph, pos in rows
    ]  # fmt: skip


def counts(answer):
    return {tuple(row["values"]): row["count"] for row in answer["rows"]}


# ---- frequency


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("by", KEYS, ids="+".join)
def test_the_counts_of_a_table_sum_to_the_matches(library, query, by):
    answer = frequency(library, query, by, limit=ALL)
    total = library.search(query).match_count
    assert sum(row["count"] for row in answer["rows"]) == answer["counted"]["counted"] == total
    assert sum(row["share"] for row in answer["rows"]) == pytest.approx(1, abs=0.01)
    assert answer["total"] == len(answer["rows"])


@pytest.mark.parametrize("by", ["root", "lemma", "pos", "word"])
def test_the_list_of_the_whole_text_is_that_of_the_words_one_by_one(library, words, by):
    answer = frequency(library, "[]", [by], limit=ALL)
    assert counts(answer) == Counter((word[by],) for word in words)
    valued = Counter(word[by] for word in words if word[by] is not None)
    assert answer["types"]["types"] == len(valued)
    assert answer["types"]["hapaxes"] == sum(count == 1 for count in valued.values())


@pytest.mark.parametrize(
    ("query", "by"),
    [
        ("root:قول", ["lemma"]),
        ("root:قول", ["word"]),
        ("root:رحم", ["spelling", "juz"]),
        ("root:قول in:meccan", ["surah"]),
        ("pos:V", ["form"]),
        ("root:علم", ["place", "pos"]),
        ("root:حمد", ["rel"]),
        ('[pos="V"] [lemma="الله"]', ["surah"]),
    ],
)
def test_a_row_has_the_query_that_finds_just_its_matches(library, query, by):
    rows = frequency(library, query, by, limit=25)["rows"]
    asked = [row for row in rows if row["query"]]
    assert len(asked) >= min(len(rows), 4) // 2
    for row in asked:
        assert library.search(row["query"]).match_count == row["count"], row


def test_a_word_of_two_stems_is_counted_by_the_stem_that_was_asked_for(library):
    answer = frequency(library, "pos:REL", ["pos"])
    assert counts(answer) == {("REL",): 3_575}
    assert answer["counted"]["left_out"] == {"second_stems": 254}
    assert counts(frequency(library, "pos:P in:2:3", ["pos"])) == {("P",): 1}  # the first stem of مِمَّا


def test_what_is_not_written_is_said_to_be_left_out(library):
    query = '[root="قول" & aspect="IMPV"] -subject-> S:_'
    answer = frequency(library, query, ["S.lemma"])
    assert answer["counted"]["left_out"] == {"not_written": 316}
    assert answer["counted"]["counted"] + 316 == library.search(query).match_count


def test_inferred_values_are_counted(library):
    forms = frequency(library, "pos:V", ["form"])
    (inferred,) = library.store._rows("SELECT count(*) FROM segments WHERE inferred LIKE '%verb_form%'")[0]
    assert forms["counted"]["inferred"] == inferred == 12_333
    assert frequency(library, "pos:V", ["root"])["counted"]["inferred"] == 0


@pytest.fixture(scope="module")
def forms(full_database):
    """Every word: its verse, its first stem's verb form, and whether that was inferred."""
    connection = sqlite3.connect(f"{full_database.as_uri()}?mode=ro&immutable=1", uri=True)
    rows = connection.execute(
        "SELECT words.verse, verb_form, coalesce(inferred, '') LIKE '%verb_form%'"
        " FROM words JOIN segments ON segments.id = (SELECT min(id) FROM segments"
        "   WHERE segments.word = words.id AND kind = 'STEM') ORDER BY words.id"
    ).fetchall()
    connection.close()
    return rows


def test_inferred_values_are_counted_of_what_goes_with_a_query(library, forms):
    hits = [word.id - 1 for word in library.store.words_by_id(found(library, "lemma:الله"))]
    nodes, verses = set(hits), {forms[at][0] for at in hits}
    beside = {at + 1 for at in nodes if forms[at + 1][0] == forms[at][0]} - nodes
    counted = collocates(library, "lemma:الله", by="form", left=0, right=1)["counted"]
    assert (counted["counted"], counted["inferred"]) == (len(beside), sum(forms[at][2] for at in beside))
    counted = collocates(library, "lemma:الله", by="form", within="verse")["counted"]
    inferred = {verse for at, (verse, _, told) in enumerate(forms) if told and at not in nodes}
    assert (counted["counted"], counted["inferred"]) == (len(verses), len(verses & inferred))
    counted = collocates(library, "lemma:الله", by="form", relation="subject")["counted"]
    arcs = library.search('[pos="V" & inferred="form"] -subject-> [lemma:الله]').match_count
    assert counted["inferred"] == arcs > 100


def test_inferred_values_are_counted_of_key_values_and_ngrams(library, forms):
    meccan = keyness(library, "[] in:meccan", by="form")["counted"]
    words = found(library, "[] in:meccan")
    assert (meccan["counted"], meccan["inferred"]) == (len(words), sum(forms[at - 1][2] for at in words))
    pairs = [
        (one[1], other[1], one[2] or other[2])
        for one, other in pairwise(forms)
        if one[0] == other[0] and one[1] and other[1]
    ]
    often = {pair for pair, count in Counter(pair[:2] for pair in pairs).items() if count >= 2}
    counted = ngrams(library, by="form")["counted"]
    assert (counted["counted"], counted["inferred"]) == (
        sum(pair[:2] in often for pair in pairs),
        sum(pair[:2] in often and pair[2] for pair in pairs),
    )


def found(library, query):
    """The words that a query finds, from 1."""
    return [match.words[0] for match in library.search(query).matches()]


def test_counts_for_a_thousand_words_are_of_the_part_that_is_meant(library):
    meccan = frequency(library, "root:قول in:meccan", ["lemma"])
    assert meccan["counted"]["base_words"] == 47_439
    assert meccan["rows"][0]["per_thousand"] == round(meccan["rows"][0]["count"] / 47.439, 3)
    by_place = {
        row["values"][0]: row["per_thousand"] for row in frequency(library, "root:قول", ["place"])["rows"]
    }
    assert by_place == {"Meccan": round(1_248 / 47.439, 3), "Medinan": round(474 / 29.990, 3)}


def test_the_rows_are_in_the_order_asked_for_and_paged(library):
    whole = frequency(library, "pos:V", ["root"], sort="value", limit=ALL)["rows"]
    named = [row["values"][0] for row in whole if row["values"][0]]
    assert named == sorted(named)
    assert frequency(library, "pos:V", ["root"], sort="value", offset=7, limit=5)["rows"] == whole[7:12]


def test_periods_are_a_partition_of_the_surahs(library):
    rows = frequency(library, "[]", ["period", "surah"], limit=ALL)["rows"]
    assert Counter(row["values"][0] for row in rows) == {
        "early Meccan": 48, "middle Meccan": 21, "late Meccan": 21, "Medinan": 24,
    }  # fmt: skip


# ---- concordance


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"sort": ["right1", "left2", "word"]},
        {"sort": ["random"], "seed": 3},
        {"group": "surah", "sort": ["lemma"]},
    ],
    ids=str,
)
def test_all_pages_together_are_the_matches_in_another_order(library, query, options):
    matches = [tuple(match.words) for match in library.search(query).matches()]
    found = []
    while page := concordance(library, query, offset=len(found), limit=500, context="0", **options)["lines"]:
        found += page
    whole = {
        word.id: word.reference
        for word in library.store.words_by_id([w for m in matches for w in m][:30_000])
    }
    assert Counter(tuple(line["words"]) for line in found) == Counter(
        tuple(whole[word] for word in match) for match in matches
    )


def test_lines_are_sorted_by_the_words_beside_the_hit(library, words):
    lines = concordance(library, "root:قول", sort=["right1", "left1"], limit=ALL)["lines"]
    places = {
        word.reference: word.id - 1 for word in library.store.words_by_id(range(1, len(words) + 1)[:30_000])
    }
    lines = [line for line in lines if line["words"][0] in places]
    keys = []
    for line in lines:
        at = places[line["words"][0]]
        same = [
            words[at + step]["word"] if surah(words[at + step]) == surah(words[at]) else "\uffff"
            for step in (1, -1)
        ]
        keys.append(same)
    assert keys == sorted(keys)


def surah(word):
    # The verses' ids go along the text: those of the surahs that the test reads.
    edges = (
        7,
        293,
        493,
        669,
        789,
        954,
        1160,
        1235,
        1364,
        1473,
        1596,
        1707,
        1750,
        1802,
        1901,
        2029,
        2140,
        2250,
        2348,
        2483,
    )
    return sum(word["verse"] > edge for edge in edges)


@pytest.mark.parametrize("sort", ["lemma", "root", "revelation"])
@pytest.mark.parametrize("query", ["pos:REL", "pos:P"])
def test_an_order_is_the_same_in_a_concordance_and_in_a_list_of_hits(library, query, sort):
    lines = concordance(library, query, sort=[sort], limit=ALL, context="0")["lines"]
    first = [line["words"][0] for line in lines]
    hits = library.search(query)
    assert first == [
        each["words"][0]
        for each in shapes.match_hits(library, hits, 0, ALL, keys=library.orders.keys(sort), parts=())
    ]
    assert len({word.partition(":")[0] for word in first}) > 10 and first != sorted(first)


def test_a_line_is_the_text_around_the_hit(library):
    (line,) = concordance(library, "root:حمد in:1", context="3", limit=1)["lines"]
    first, second = (verse.words for verse in library.store.verses(1, 1, 2))
    assert line == {
        "ref": "1:2", "words": ["1:2:1"], "left": " ".join([*first[1:], "۝١"]), "hit": second[0],
        "right": " ".join([*second[1:], "۝٢"]), "columns": [], "alike": 1, "group": None,
        "first": "1:1:2", "spaced": [],
    }  # fmt: skip
    (line,) = concordance(library, "root:قول in:2:285", context="verse", limit=1)["lines"]
    verse = library.store.verses(2, 285, 285)[0]
    assert f"{line['left']} {line['hit']} {line['right']}" == f"{verse.text} ۝٢٨٥"
    assert line["first"] == "2:285:1"


def test_a_line_names_its_words_that_are_written_with_a_space(library):
    (line,) = concordance(library, "root:بدل in:2:181", context="3", limit=1)["lines"]
    assert (line["first"], line["words"], line["spaced"]) == ("2:180:15", ["2:181:2"], ["2:181:3"])


def test_alike_lines_are_one_and_say_how_many_they_were(library):
    every = library.search("root:قول").match_count
    for unique in ("form", "phrase"):
        answer = concordance(library, "root:قول", unique=unique, limit=ALL)
        assert sum(line["alike"] for line in answer["lines"]) == every
        assert 1 < answer["total"] < every
    forms = concordance(library, "root:قول", unique="form", limit=ALL)["lines"]
    assert len(forms) == frequency(library, "root:قول", ["word"])["total"]


def test_groups_say_where_they_begin(library):
    answer = concordance(library, "root:قول", group="lemma", limit=ALL)
    for group in answer["groups"]:
        inside = answer["lines"][group["offset"] : group["offset"] + group["lines"]]
        assert {line["group"] for line in inside} == {group["value"]}
    assert sum(group["lines"] for group in answer["groups"]) == answer["total"] == 1_722


def test_a_random_order_is_the_same_for_the_same_seed(library):
    def order(seed):
        return [line["ref"] for line in concordance(library, "root:قول", sort=["random"], seed=seed)["lines"]]

    assert order(1) == order(1) != order(2)


# ---- what goes with it


@pytest.mark.parametrize(("left", "right"), [(5, 5), (0, 1), (2, 0)])
@pytest.mark.parametrize("by", ["lemma", "root"])
def test_collocates_are_the_words_of_the_windows_one_by_one(library, words, by, left, right):
    nodes = {word["id"] - 1 for word in words if word["root"] == "قول"}
    near = {
        at + step
        for at in nodes
        for step in range(-left, right + 1)
        if 0 <= at + step < len(words) and words[at + step]["verse"] == words[at]["verse"]
    } - nodes
    expected = Counter(words[at][by] for at in near)
    elsewhere = Counter(word[by] for at, word in enumerate(words) if at not in nodes)
    answer = collocates(library, "root:قول", by=by, left=left, right=right, least=1, limit=ALL)
    del expected[None]
    assert {row["value"]: (row["count"], row["frequency"]) for row in answer["rows"]} == {
        value: (count, elsewhere[value]) for value, count in expected.items()
    }
    row = answer["rows"][0]
    assert row["expected"] == pytest.approx(
        len(near) * row["frequency"] / (len(words) - len(nodes)), abs=1e-3
    )


def test_collocates_of_the_verse_are_verses(library, words):
    with_node = {word["verse"] for word in words if word["root"] == "رحم"}
    values = {(word["verse"], word["root"]) for word in words if word["root"] not in ("رحم", None)}
    both = Counter(root for verse, root in values if verse in with_node)
    every = Counter(root for _, root in values)
    answer = collocates(library, "root:رحم", by="root", within="verse", least=1, limit=ALL)
    assert {row["value"]: (row["count"], row["frequency"]) for row in answer["rows"]} == {
        root: (count, every[root]) for root, count in both.items()
    }


@pytest.mark.parametrize(
    ("query", "relation", "seek", "tree"),
    [
        ("lemma:الله", "subject", "heads", '[lemma=="{}"] -subject-> [lemma="الله"]'),
        ("root:قول", "مفعول به", "dependents", '[root="قول"] -object-> [lemma=="{}"]'),
        ("root:قول in:meccan", "object", "dependents", '[root="قول"] -object-> [lemma=="{}"] in:meccan'),
    ],
)
def test_collocates_along_arcs_are_the_matches_of_the_tree(library, query, relation, seek, tree):
    answer = collocates(library, query, relation=relation, seek=seek, limit=20)
    for row in answer["rows"]:
        assert library.search(tree.format(row["value"])).match_count == row["count"], row
        everywhere = tree.replace('[lemma="الله"]', "X:_").replace('[root="قول"]', "X:_").format(row["value"])
        assert library.search(everywhere).match_count == row["frequency"], row


def test_keyness_counts_both_sides(library, words):
    meccan = {
        verse
        for (verse,) in library.store._rows(
            "SELECT verses.id FROM verses JOIN surahs ON surahs.number = surah WHERE place = 'Meccan'"
        )
    }
    here = Counter(word["root"] for word in words if word["verse"] in meccan)
    there = Counter(word["root"] for word in words if word["verse"] not in meccan)
    answer = keyness(library, "[] in:meccan", "[] in:medinan", by="root", least=1, limit=ALL)
    assert {row["value"]: (row["count"], row["reference_count"]) for row in answer["rows"]} == {
        root: (here[root], there[root]) for root in here.keys() | there.keys() if root
    }
    rest = keyness(library, "[] in:meccan", by="root", least=1, limit=ALL)["rows"]
    assert [row | {"reference_query": None} for row in answer["rows"]] == rest
    first, last = answer["rows"][0], answer["rows"][-1]
    assert first["log_ratio"] > 0 > last["log_ratio"] and first["log_likelihood"] > 0 > last["log_likelihood"]


def ngrams_one_by_one(words, by, size, gap, is_hit):
    places = {}
    for start, word in enumerate(words):
        ahead = range(start + 1, min(len(words), start + size + gap))
        rest = [at for at in ahead if words[at]["verse"] == word["verse"]]
        for others in combinations(rest, size - 1):
            chosen = [word, *(words[at] for at in others)]
            values = tuple(each[by] for each in chosen)
            if None not in values:
                places.setdefault(values, {}).setdefault(start, False)
                places[values][start] |= any(map(is_hit, chosen))
    found = {values: sum(starts.values()) for values, starts in places.items()}
    return {values: count for values, count in found.items() if count >= 2}


@pytest.mark.parametrize(
    ("query", "by", "size", "gap"),
    [("[]", "lemma", 2, 0), ("[]", "word", 4, 0), ("[]", "root", 2, 2), ("root:قول", "word", 3, 1)],
)
def test_ngrams_are_those_found_one_by_one(library, words, query, by, size, gap):
    expected = ngrams_one_by_one(words, by, size, gap, lambda word: query == "[]" or word["root"] == "قول")
    answer = ngrams(library, query, by=by, size=size, gap=gap, limit=ALL)
    assert {tuple(row["values"]): row["count"] for row in answer["rows"]} == expected


@pytest.mark.parametrize(
    ("gap", "frequency", "one", "other", "size"),
    [
        # By lemma surah 112 has قول – اله احد | اله صمد | لم ولد لم ولد | لم كون – كفو احد, and seven pairs: لم begins
        # three of them, ولد ends two.
        (0, 2, 3, 2, 7),
        # With one word passed over nine words begin a pair: قول too, with الله, and كون, with كفو. From three of
        # them ولد is in reach: from both لم of its verse, and from the first ولد.
        (1, 2, 3, 3, 9),
    ],
)
def test_a_pair_is_measured_over_all_words_that_begin_one(library, gap, frequency, one, other, size):
    answer = ngrams(library, "[] in:112", gap=gap, sort="log_dice")
    row = next(row for row in answer["rows"] if row["values"] == ["لَم", "وَلَدَ"])
    table = Table(frequency, one, other, size)
    assert row["frequency"] == row["count"] == frequency
    assert row["expected"] == pytest.approx(one * other / size, abs=5e-5)
    for name, measure in MEASURES.items():
        assert row[name] == pytest.approx(measure(table), abs=5e-5), name


@pytest.mark.parametrize(("query", "gap"), [("[]", 0), ("root:قول", 0), ("[] in:2", 2)])
def test_pairs_are_measured_as_those_found_one_by_one(library, words, query, gap):
    """The second implementation: for each pair, which words begin with its first, and reach its second."""
    starts = []
    in_surah = [word for word in words if query != "[] in:2" or 7 < word["verse"] <= 293]
    for at, word in enumerate(in_surah):
        ahead = in_surah[at + 1 : at + 2 + gap]
        reached = {each["pos"] for each in ahead if each["verse"] == word["verse"]} - {None}
        if word["pos"] and reached:
            starts.append((word["pos"], reached))
    rows = ngrams(library, query, by="pos", gap=gap, sort="log_likelihood", limit=ALL)["rows"]
    assert len(rows) > 50 and [row["log_likelihood"] for row in rows] == sorted(
        (row["log_likelihood"] for row in rows), reverse=True
    )
    for row in rows[::30]:
        first, second = row["values"]
        table = Table(
            sum(tag == first and second in reached for tag, reached in starts),
            sum(tag == first for tag, _ in starts),
            sum(second in reached for _, reached in starts),
            len(starts),
        )
        assert row["frequency"] == table.both >= row["count"]
        assert row["log_likelihood"] == pytest.approx(MEASURES["log_likelihood"](table), abs=5e-5)


def test_longer_ngrams_have_counts_alone(library):
    assert set(ngrams(library, "[] in:36", size=3)["rows"][0]) == {
        "values", "count", "per_thousand", "query"
    }  # fmt: skip


def test_an_ngram_has_the_query_that_finds_it(library):
    for row in ngrams(library, "[] in:2", by="lemma", size=3, limit=10)["rows"]:
        assert library.search(row["query"]).match_count == row["count"], row


# ---- where it is


@pytest.mark.parametrize("parts", ["surah", "juz", "place", "period"])
def test_the_parts_of_a_dispersion_are_those_of_the_table(library, parts):
    answer = dispersion(library, "root:قول", parts=parts)
    table = counts(frequency(library, "root:قول", [parts], limit=ALL))
    assert {(part["part"],): part["count"] for part in answer["parts"] if part["count"]} == table
    assert sum(part["words"] for part in answer["parts"]) == 77_429
    assert sum(part["expected"] for part in answer["parts"]) == pytest.approx(1_722, abs=0.1)
    assert answer["range"] == len(table)


def test_positions_are_the_places_of_the_hits_in_either_order(library):
    ids = [match.words[0] for match in library.search("root:قول").matches()]
    assert dispersion(library, "root:قول")["positions"] == ids
    revelation = dispersion(library, "root:قول", order="revelation")
    assert len(revelation["positions"]) == 1_722 and revelation["positions"] != ids
    assert [part["part"] for part in revelation["parts"]][:3] == ["96", "68", "73"]
    before = sum(part["words"] for part in revelation["parts"][:1])  # surah 96, in which there is none
    second = [at for at in revelation["positions"] if before < at <= before + revelation["parts"][1]["words"]]
    assert len(second) == revelation["parts"][1]["count"] > 0
    many = dispersion(library, "pos:N")
    assert len(set(many["positions"])) == many["counted"]["counted"] == 25_135


@pytest.mark.parametrize("order", ["mushaf", "revelation"])
def test_positions_and_parts_are_of_the_same_base(library, order):
    answer = dispersion(library, "root:قول in:juz30", order=order)
    ends, counted = 0, []
    for part in answer["parts"]:
        counted.append(sum(ends < position <= ends + part["words"] for position in answer["positions"]))
        ends += part["words"]
    assert counted == [part["count"] for part in answer["parts"]]
    assert ends == answer["counted"]["base_words"] == library.search("[] in:juz30").word_count
    for part in answer["parts"]:
        assert library.search(part["query"]).match_count == part["count"]


# ---- a root


@pytest.mark.parametrize("root", ["قول", "رحم", "سجد"])
def test_every_cell_of_a_sketch_has_the_query_that_finds_it(library, root):
    answer = root_sketch(library, root)
    assert answer["words"] == library.search(f"root:{root}").word_count
    assert sum(row["count"] for row in answer["lemmas"]) == answer["counted"]["counted"]
    cells = [row for relation in answer["relations"] for row in relation["rows"]]
    assert len(cells) > 30
    for row in cells:
        assert library.search(row["query"]).match_count == row["count"], row


# ---- what cannot be


@pytest.mark.parametrize(
    ("act", "message", "hint"),
    [
        (lambda library: frequency(library, "pos:V", ["rot"]), "Nothing can be counted by 'rot'.", "Did you mean root?"),
        (lambda library: frequency(library, "pos:V", ["A.root"]), "The query has no label 'A'.", "Write it as A:"),
        (lambda library: frequency(library, "A:[pos=V]", ["A.surah"]), "surah is that of the whole match", "Write surah."),
        (lambda library: frequency(library, "pos:V", []), "Matches are counted by one to 3", "by=root"),
        (lambda library: frequency(library, "pos:V", ["root", "root"]), "An attribute is named twice.", "once"),
        (lambda library: frequency(library, "in:2", ["root"]), "The query finds verses and no words", r"\[\] in:2"),
        (lambda library: concordance(library, "pos:V", sort=["left4"]), "Lines cannot be sorted by 'left4'.", "left1 to left3"),
        (lambda library: concordance(library, "pos:V", context="-1"), "context=-1 is not known.", "0 to 20"),
        (lambda library: frequency(library, "in:2 OR in:3", ["root"]), "The query finds verses and no words", r"\[\] \(in:2 OR in:3\)"),
        (lambda library: ngrams(library, "A:[pos=V]", by="A.root"), "There is no label here that A.root", "Write root."),
        (lambda library: collocates(library, "A:[pos=V]", by="A.root"), "There is no label here", "Write root."),
        (lambda library: collocates(library, "pos:V", left=21), "left=21 is too far.", "0 to 20"),
        (lambda library: collocates(library, "pos:V", relation="subjekt"), "There is no relation 'subjekt'.", "subject"),
        (lambda library: keyness(library, "هخهخ"), "The query has no word to compare.", "have words"),
        (lambda library: keyness(library, "[]"), "The rest of the text has no word", "have words"),
        (lambda library: dispersion(library, "pos:V", parts="verse"), "The text is not divided by 'verse'.", "juz"),
        (lambda library: ngrams(library, size=9), "There are n-grams of 2 to 8 words, not of 9.", "another size"),
        (lambda library: ngrams(library, size=3, sort="mi3"), "Only pairs are measured, not n-grams of 3 words.", "size=2"),
        (lambda library: ngrams(library, by="pos", size=8, gap=3), "The n-grams were not counted", "part of the text"),
        (lambda library: root_sketch(library, "قوول"), "There is no root 'قوول'.", "قول"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_the_next_step(library, act, message, hint):
    with pytest.raises(KalimaError, match=message) as caught:
        act(library)
    assert re.search(hint, caught.value.hint), caught.value.hint


@pytest.mark.parametrize("query", ["هخهخ", "root:قول in:2 in:3", "[] in:2 in:3", "root:قول in:112"])
def test_what_finds_little_or_nothing_is_counted_too(library, query):
    total = library.search(query).match_count
    assert frequency(library, query, ["root", "surah"])["counted"]["counted"] == total
    assert concordance(library, query, sort=["word"], group="root", unique="phrase")["total"] == total
    for options in ({}, {"within": "verse"}, {"relation": "subject"}):
        assert collocates(library, query, **options)["rows"] == []
    assert dispersion(library, query, order="revelation")["range"] == (total > 0)
    assert ngrams(library, query)["rows"] == []


def test_matches_of_several_words_without_a_value_are_not_ranked(library):
    pairs = '[pos="P"] [pos="REL"]'  # neither has a root
    assert frequency(library, pairs, ["root"])["types"]["types"] == 0
    answer = keyness(library, f'({pairs}) | [root="قول"]', "pos:V", by="root", least=1, limit=ALL)
    assert answer["rows"] and all(row["value"] for row in answer["rows"])


def test_an_unknown_root_is_not_found(library):
    with pytest.raises(NotFound):
        root_sketch(library, "ظظظ")
