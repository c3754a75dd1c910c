import hashlib
import pickle

import pytest

from kalima.arabic.latin import fold_latin
from kalima.errors import CorpusDamaged
from kalima.search.index import FORMAT, open_index
from kalima.search.postings import positions


def written(path, data: bytes) -> str:
    path.write_bytes(data)
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def test_a_changed_byte_is_refused_before_anything_is_unpickled(tmp_path):
    path = tmp_path / "search.index"
    digest = written(path, pickle.dumps({"format": FORMAT}))
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(CorpusDamaged) as caught:
        open_index(path, digest)
    assert caught.value.message.startswith("The search index is damaged: it is not the file that was built")
    assert "dev.py setup" in caught.value.hint


def test_a_missing_index_says_so(tmp_path):
    with pytest.raises(CorpusDamaged, match="The search index cannot be read: No such file"):
        open_index(tmp_path / "search.index", "")


def test_another_format_is_refused(tmp_path):
    path = tmp_path / "search.index"
    with pytest.raises(CorpusDamaged, match=f"has format 0; this program reads {FORMAT}"):
        open_index(path, written(path, pickle.dumps({"format": 0})))


def test_no_name_of_code_is_ever_looked_up(tmp_path):
    path = tmp_path / "search.index"
    with pytest.raises(pickle.UnpicklingError, match="plain data only"):
        open_index(path, written(path, pickle.dumps({"format": FORMAT, "slots": print})))


def test_the_mini_corpus_has_the_spans_that_its_verses_were_given(mini):
    layout = mini.layout
    assert {kind: partition.ends for kind, partition in layout.spans.items()} == {
        "aya": [3, 6, 8, 11, 13],
        "sura": [8, 13],
        "page": [6, 13],
        "juz": [11, 13],
    }
    assert (layout.words, layout.stems, layout.units, layout.second) == (14, 16, 26, [2, 6])
    assert [surah.place for surah in mini.surahs] == ["Meccan", "Medinan"]
    assert mini.sajda == {"recommended": [4]}


@pytest.mark.parametrize(
    ("name", "value", "units"),
    [
        ("pos", "V", [0, 3, 9, 13]),
        ("pos", "PRON", [22, 23]),
        ("pos", "CONJ", [17]),
        ("pos", "P", [2, 6, 24]),
        ("pos", "REL", [14, 15]),
        ("gender", "F", [9, 10]),
        ("gender", "M", [11, 12, 13, 22, 23]),
        ("person", "3", [9, 22, 23]),
        ("prefix", "CONJ", [4, 17]),
        ("prefix", "bi", [12, 24]),
        ("suffix", "PRON", [10, 11, 22, 23]),
        ("suffix", "3MS", [10, 11, 22, 23]),
        ("word", "مما", [2, 6, 14, 15]),
        ("root", "كتب", [9, 11, 12, 13]),
        ("translit", "llahu", [1]),
        ("translit", "allahu", [1]),
        ("translit", "wallahu", [4]),
        ("translit", "uktub", [13]),
        ("translit", "ktub", [13]),
        ("translit", "mimma", [2, 6, 14, 15]),
    ],
)
def test_the_units_that_have_a_value(mini, name, value, units):
    if name in mini.features:
        assert positions(mini.feature_bits(name, value)) == units
    else:
        assert mini.vocabularies[name].members(value) == units


# Which words end the spans of each kind, by the database.
ENDS = {
    "aya": "SELECT max(id) - 1 FROM words GROUP BY verse ORDER BY 1",
    "sura": "SELECT max(words.id) - 1 FROM words JOIN verses ON verses.id = verse GROUP BY surah ORDER BY 1",
    "juz": "SELECT max(words.id) - 1 FROM words JOIN verses ON verses.id = verse GROUP BY juz ORDER BY 1",
    # A word is on the last line that begins at or before it: a page ends where the first line of the next begins.
    "page": "SELECT min(first_word) - 2 FROM lines WHERE page > 1 GROUP BY page"
    " UNION SELECT max(id) - 1 FROM words ORDER BY 1",
}


@pytest.mark.parametrize("kind", ENDS)
def test_spans_end_where_the_database_says(library, kind):
    assert [(end,) for end in library.index.layout.spans[kind].ends] == library.store._rows(ENDS[kind])


def test_surahs_and_prostrations_are_those_of_the_database(library):
    rows = library.store._rows("SELECT arabic, place, revelation_order FROM surahs ORDER BY number")
    assert [tuple(surah) for surah in library.index.surahs] == rows
    sajda = library.store._rows("SELECT sajda, id - 1 FROM verses WHERE sajda IS NOT NULL ORDER BY 1, 2")
    found = [(kind, verse) for kind, verses in library.index.sajda.items() for verse in verses]
    assert sorted(found) == sajda


def test_every_word_is_found_by_its_piece_of_the_verse_in_latin_letters(library):
    index = library.index
    keys = [set() for _ in range(index.layout.words)]
    translit = index.vocabularies["translit"]
    for key in translit.values:
        for word in positions(index.layout.fold(translit.bits(key))):
            keys[word].add(key)
    rows = library.store._rows(
        "SELECT min(words.id) - 1, count(*), transliteration FROM words JOIN verses ON verses.id = verse GROUP BY verse"
    )
    apart = []
    for first, count, latin in rows:
        pieces = latin.split()
        if len(pieces) != count:  # a word is two of the text's, or the names of letters
            apart.append(first)
            continue
        words = keys[first : first + count]
        assert [p for p, k in zip(pieces, words, strict=True) if fold_latin(p) not in k] == []
    assert len(apart) == 31
    assert keys[index.layout.surahs.span(1)[0]] == {"alif lam mim"}


@pytest.mark.parametrize(
    ("romanized", "typed"),
    [
        ("wa-llāhi", "wallahi"),
        ("ʿaẓīmun", "azimun"),
        ("shayʾan", "shayan"),
        ("al-Raḥmāni", "alrahmani"),
        ("ʾad'hamu", "adhamu"),
        ("majrēhā", "majreha"),
        ("kāf hā yā ʿayn ṣād", "kaf ha ya ayn sad"),
    ],
)
def test_romanized_text_as_it_is_typed(romanized, typed):
    assert fold_latin(romanized) == fold_latin(typed) == typed
