"""The real corpus: golden counts, each found a second way by plain SQL over corpus.db."""

import pytest

from kalima.errors import NotFound
from kalima.study import shapes

WORDS = "SELECT count(DISTINCT segments.word), count(DISTINCT words.verse) FROM segments JOIN words ON words.id = segments.word "
ROOT = WORDS + "JOIN roots ON roots.id = segments.root "
TREEBANK = (
    WORDS + "JOIN nodes ON nodes.segment = segments.id AND leads = 1 AND kind = 'STEM' "
    "JOIN node_features ON node_features.id = nodes.features "
)

GOLDEN = [
    ("root:قول", 1_722, 1_383, ROOT + "WHERE roots.root = 'قول'"),
    ("root:qwl&pos:V&aspect:PERF", 1_006, 855,
     ROOT + "WHERE roots.root = 'قول' AND pos = 'V' AND aspect = 'PERF'"),
    ("pos:verb&voice:passive", 1_140, 919, WORDS + "WHERE pos = 'V' AND voice = 'PASS'"),
    ("form:4", 4_585, 2_867, WORDS + "WHERE verb_form = 'IV'"),
    ("aspect:IMPF&mood:IND", 5_582, 3_216, WORDS + "WHERE aspect = 'IMPF' AND mood = 'IND'"),
    ("deriv:VN&case:ACC", 299, 268, WORDS + "WHERE derivation = 'VN' AND \"case\" = 'ACC'"),
    ("prefix:det", 8_377, 4_088, WORDS + "WHERE kind = 'PREFIX' AND pos = 'DET'"),
    ("suffix:3MP", 7_337, 2_918, WORDS + "WHERE kind = 'SUFFIX' AND person = '3' AND gender = 'M' AND number = 'P'"),
    ("=ٱلرَّحْمَٰنِ", 21, 21, "SELECT count(*), count(DISTINCT verse) FROM words WHERE text = (SELECT text FROM words WHERE id = 3)"),
    ("pattern:مُفْتَعِل", 148, 147, WORDS + "WHERE wazn = (SELECT wazn FROM segments WHERE wazn GLOB 'مُفْتَعِل*' LIMIT 1)"),
    ("nounkind:elative", 788, 660, TREEBANK + "WHERE node_features.derivation = 'elative'"),
    ('tb_number:"broken plural"', 2_782, 1_883, TREEBANK + "WHERE node_features.number = 'BP'"),
    ("transitivity:transitive", 14_038, 5_078, TREEBANK + "WHERE transitivity = 'transitive'"),
    ("tb_root:انس", 341, 320, TREEBANK + "WHERE node_features.root = 'انس'"),
    ("differs:root", 834, 723, WORDS + "JOIN disagreements ON disagreements.segment = segments.id WHERE kind = 'STEM' AND feature = 'root'"),
    ("inferred:number", 16_127, 5_352, WORDS + "WHERE inferred LIKE '%number%'"),
    ("lemma:كتاب", 260, 236,
     WORDS + "JOIN lemmas ON lemmas.id = segments.lemma WHERE lemmas.buckwalter = 'kita`b'"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "words", "verses", "sql"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_golden_count(library, query, words, verses, sql):
    assert shapes.total(library.search(query)) == {"matches": words, "words": words, "verses": verses}
    assert library.store._rows(sql) == [(words, verses)]


@pytest.mark.parametrize(
    "spellings",
    [
        ("الصلاة", "الصلوة", "ٱلصَّلَوٰةَ", "الصَّلاةَ", "الصلاه"),
        ("الرحمن", "الرَّحْمَٰنِ", "ٱلرَّحْمَـٰنِ", "الرحمان"),
        ("آمنوا", "امنوا", "ءامنوا", "ءَامَنُوا۟", "أمنوا"),
        ("القرآن", "القران", "ٱلْقُرْءَانُ"),
        ("موسى", "موسي", "مُوسَىٰ"),
        ("السماوات", "السموات", "ٱلسَّمَـٰوَٰتِ"),
    ],
)
def test_spellings_of_one_word_find_the_same_words(library, spellings):
    found = {spelling: library.search(spelling).words for spelling in spellings}
    assert len(set(found.values())) == 1
    assert all(found.values())


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("رأي", "راي"),
        ("راي", "راي"),
        ("سأل", "سال"),
        ("سال", "سال"),
        ("شيء", "شيا"),
        ("$yA", "شيا"),
        ("s>l", "سال"),
    ],
)
def test_hamzated_and_weak_roots_are_found_as_people_write_them(library, typed, root):
    (meaning,) = library.search(f"root:{typed}").meanings
    assert meaning.values == (root,)


def test_every_word_is_found_by_its_own_text_and_by_its_modern_spelling(library):
    """Every 97th word of the text: about 800, spread over all surahs."""
    for word in library.store.words_by_id(range(1, 77_430, 97)):
        for spelling in (word.text, word.modern):
            query = f'"{spelling}"' if " " in spelling else spelling
            hits = library.search(query)
            places = hits.places_in([library.store.verses(word.surah, word.ayah, word.ayah)[0].id])
            assert word.position in next(iter(places.values())), (word.reference, spelling)


def test_a_name_is_found_in_all_spellings_of_the_call_to_it(library):
    assert library.search("داود").words == library.search("داوود").words
    assert library.search("داود").word_count > library.search('"يا داود"').word_count > 0


def test_the_famous_phrase_is_found_though_the_text_writes_its_first_two_words_as_one(library):
    assert shapes.total(library.search('"يا أيها الذين"')) == {"matches": 92, "words": 184, "verses": 92}


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("2:255", "2:255"), ("٢:٢٥٥", "2:255"), ("baqarah 255", "2:255"), ("al-Baqara 255-257", "2:255-257"),
        ("البقرة ٢٥٥", "2:255"), ("سورة البقرة 255", "2:255"), ("ya-sin 1", "36:1"), ("An Nas 6", "114:6"),
    ],
)  # fmt: skip
def test_references_by_number_and_by_name(library, typed, reference):
    assert str(library.reference(typed)) == reference


@pytest.mark.parametrize("typed", ["الله", "root:قول", "nowhere 5", "5", ""])
def test_what_is_no_reference(library, typed):
    assert library.reference(typed) is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2:300", "There is no verse 2:300: surah 2 has 286 verses."),
        ("2:280-300", "There is no verse 2:300: surah 2 has 286 verses."),
        ("2:0", "There is no verse 2:0: surah 2 has 286 verses."),
        ("115:1", "There is no surah 115: the Quran has 114."),
        ("1:1:5", "There is no word 1:1:5: verse 1:1 has 4 words."),
    ],
)
def test_a_place_that_is_not_there_is_said_to_be_so(library, typed, message):
    with pytest.raises(NotFound) as caught:
        library.words(library.reference(typed))
    assert caught.value.message == message


def test_a_template_is_found_by_its_letters_and_by_its_vowels(library):
    by_letters = library.search("template:فعيل")
    by_vowels = library.search("template:فَعِيلٌ")
    assert len(by_letters.meanings[0].values) > 5
    assert by_vowels.meanings[0].values[0] in by_letters.meanings[0].values
    assert by_vowels.words & ~by_letters.words == 0


def test_verses_know_their_divisions_and_their_similar_verses(library):
    (verse,) = library.store.verses(2, 255, 255)
    assert (verse.juz, verse.hizb, verse.quarter, verse.page, verse.manzil, verse.sajda) == (
        3,
        5,
        17,
        42,
        1,
        None,
    )
    (prostration,) = library.store.verses(32, 15, 15)
    assert prostration.sajda == "obligatory"
    refrain = library.store.similar_to(library.store.verses(55, 13, 13)[0].id)
    assert [(verse.reference, score) for verse, score in refrain[:3]] == [
        ("55:16", 1.0),
        ("55:18", 1.0),
        ("55:21", 1.0),
    ]


def test_words_know_where_they_are_printed(library):
    words = library.store.words_of([library.store.verses(2, 2, 2)[0].id]).popitem()[1]
    printing = library.store.printing_of([word.id for word in words])
    assert [printing[word.id].signs for word in words] == [
        (),
        (),
        (),
        ("pause_at_one_of_two",),
        ("pause_at_one_of_two",),
        (),
        (),
    ]
    assert {printing[word.id].page for word in words} == {2}


def test_a_word_of_two_stems_is_counted_once(library):
    """مِمَّا is min and mā in one word: pos:P and pos:REL hold on different stems of it."""
    assert library.search("مما&pos:P").words == library.search("مما").words
    assert library.search("مما&pos:P&pos:REL").word_count == 0
