"""What the earlier backends' parameters ask, as queries of Kalima's one language.

Each becomes nodes, the nodes become text in which every value is quoted, and that text is searched for: so a
count here is the count of the same question anywhere else, and a value that there is not is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kalima.arabic.folding import has_marks, is_arabic
from kalima.corpus import tagset
from kalima.errors import KalimaError, QueryError
from kalima.search.hits import Hits
from kalima.search.matches import Dense
from kalima.search.parser import names
from kalima.search.query import And, Clause, Meaning, Or, Query, Region, Test, TestNode, Token
from kalima.search.query import Sequence as Row
from kalima.study.earlier import FEATURES
from kalima.study.library import Library

Asked = Clause
"""A question: a clause of the query language."""
Found = Hits
"""What it finds."""
FIELDS = {
    **FEATURES,
    "root": "root",
    "lemma": "lemma",
    "pattern": "pattern",
    "text": "word",
    "dependency_rel": "rel",
    "role": "rel",
}
"""Fields of a segment and the attribute that each is; all other attributes can be asked for, too."""
PLACES = ("surah", "in")
"""Fields that say where."""
VERB_FEATURES = ("form", "person", "number", "gender", "voice", "mood", "aspect", "tense")
_FEATURES = tuple(feature.key for feature in tagset.FEATURES if feature.key != "pos")
# What a name may be, in the order in which it is tried. In Arabic a form is called by its pattern.
_IN_LATIN = (("pos",), _FEATURES, ("root",), ("lemma",), ("pattern",))
_IN_ARABIC = (("root",), ("pattern",), ("pos",), tuple(key for key in _FEATURES if key != "form"), ("lemma",))
_WITH_MARKS = (("pattern",), ("lemma",), *_IN_ARABIC)
_PERSON = re.compile(r"(?=..)([123])?([MF])?([SDP])?")


def find(library: Library, clause: Clause) -> Hits:
    """What ``clause`` finds.

    :raises KalimaError: if it names what there is not; without a place, as nobody typed the query.
    """
    try:
        return _of_words(library.search(repr(clause)))
    except QueryError as error:
        raise KalimaError(error.message, error.hint) from error


def typed(library: Library, query: str) -> Hits:
    """What a query in the query language finds.

    :raises QueryError: if it cannot be understood.
    :raises KalimaError: if it names verses only, so that no list of words can answer it.
    """
    return _of_words(library.search(query))


def _of_words(hits: Hits) -> Hits:
    if hits.verse_count and not hits.word_count:
        raise KalimaError(
            "The query names verses and no words in them.",
            "Add a word to it, or ask /api/v1/search, which answers with verses.",
        )
    return hits


# Tests of one word


def word(asked: TestNode) -> Asked:
    """Words of which one stem passes the test."""
    return Token(asked)


def with_value(library: Library, attribute: str, value: str) -> Asked:
    """Words of which one stem has this value, as :func:`test` asks for it."""
    return word(test(library, attribute, value))


def test(library: Library, attribute: str, value: str) -> TestNode:
    """A test by the search bar's operator: a value by any of its names, a spelling with ``*`` and ``?``.

    A part of speech that stems never have (the article) is asked of what is written before or after them.

    :raises KalimaError: if there is no such value.
    """
    value = value.strip()
    if not value:
        raise KalimaError(f"The value of {attribute} is empty.", "Give one.")
    asked = Test(attribute, ":", value)
    (meaning,) = _understood(library, asked)
    return _affixes(library, meaning) or asked if attribute == "pos" else asked


def _understood(library: Library, asked: TestNode) -> tuple[Meaning, ...]:
    try:
        return library.explain(repr(Token(asked))).meanings
    except QueryError as error:
        raise KalimaError(error.message, error.hint) from error


def _affixes(library: Library, meaning: Meaning) -> TestNode | None:
    """The same asked of prefixes and suffixes, where no stem is of this part of speech."""
    index, (tag,) = library.index, meaning.values
    if index.feature_bits("pos", tag) & index.layout.all_stems:
        return None
    return either(Test(kind, ":", tag) for kind in names.AFFIXES if tag in index.vocabularies[kind])


def either(tests: Iterable[TestNode]) -> TestNode:
    found = tuple(dict.fromkeys(tests))
    return found[0] if len(found) == 1 else Or(found)


def all_of(tests: Iterable[TestNode]) -> TestNode:
    found = tuple(dict.fromkeys(tests))
    return found[0] if len(found) == 1 else And(found)


def verb(library: Library, asked: Mapping[str, str]) -> Token:
    """A verb with these features, each by any of its names.

    :raises KalimaError: if nothing is asked of it, or there is no such value.
    """
    tests = [test(library, _attribute(name), value) for name, value in asked.items() if value]
    if not tests:
        raise KalimaError(
            "Nothing is asked of the verbs.", f"Give one or more of {', '.join(VERB_FEATURES)}."
        )
    return Token(all_of([Test("pos", ":", "V"), *tests]))


def morphological(library: Library, text: str) -> TestNode:
    """What names the form of a word: tags or names of features, a root, a lemma, or a pattern.

    ``V``, ``perfect``, ``3MP`` and ``V PASS 3MP`` are features, all of one stem. What means several things is
    taken as the first of these: a part of speech, all other features, a root, a lemma, a pattern; in Arabic a
    root, a pattern, a part of speech, other features, a lemma; with marks first a pattern or a lemma.

    :raises KalimaError: if it names nothing.
    """
    text = " ".join(text.split())
    if whole := _named(library, text):
        return whole
    parts = [(part, _named(library, part)) for part in text.split(" ")]
    for part, named in parts:
        if named is None:
            raise KalimaError(
                f"There is no tag, root, lemma or pattern {part!r}.",
                "Write a tag as V, PASS or 3MP, or name what it is, as in root:قول or pattern:فاعل.",
            )
    return all_of(named for _, named in parts if named is not None)


def _named(library: Library, text: str) -> TestNode | None:
    person = _PERSON.fullmatch(text)
    if person:
        features = zip(("person", "gender", "number"), person.groups(), strict=True)
        return all_of(Test(name, ":", value) for name, value in features if value)
    attempts = _WITH_MARKS if has_marks(text) else _IN_ARABIC if is_arabic(text) else _IN_LATIN
    for attributes in attempts:
        if found := [each for name in attributes if (each := _if_known(library, name, text))]:
            return either(found)
    return None


def _if_known(library: Library, attribute: str, value: str) -> TestNode | None:
    try:
        return test(library, attribute, value)
    except KalimaError:
        return None


def case_or_mood(library: Library, value: str) -> TestNode:
    """A case or a mood; مرفوع is both.

    :raises KalimaError: if it is neither.
    """
    found = [each for name in ("case", "mood") if (each := _if_known(library, name, value))]
    if not found:
        raise KalimaError(
            f"There is no case or mood {value!r}.",
            "Use NOM, ACC or GEN, or IND, SUBJ or JUS, or their names.",
        )
    return either(found)


def tags_in_a_row(library: Library, text: str) -> Token | Row:
    """Words one after the other, each by its part of speech.

    :raises KalimaError: if there is no such part of speech.
    """
    tags = [tag for tag in re.split(r"[\s,]+", text) if tag]
    if not tags:
        raise KalimaError("No part of speech is named.", "Write their tags in a row, as in V PN.")
    tokens = tuple(Token(test(library, "pos", tag)) for tag in tags)
    return tokens[0] if len(tokens) == 1 else Row(tokens)


# A query and filters


def filtered(library: Library, query: str, filters: Sequence[tuple[str, Sequence[str]]]) -> Hits:
    """The words that ``query`` finds and that pass all ``filters``, each a field and its alternatives.

    :raises QueryError: if ``query``, in the query language, cannot be understood.
    :raises KalimaError: if there is no such field or value, or nothing is asked.
    """
    tests = [_alternatives(library, field, values) for field, values in filters if field not in PLACES]
    places = [Region(value) for field, values in filters if field in PLACES for value in values]
    if not query.strip():
        if not filters:
            raise KalimaError("Nothing is asked.", "Give a query, or filters, or both.")
        return find(library, _at(Token(all_of(tests) if tests else None), places))
    clause = library.explain(query).query.clause
    if isinstance(clause, Token) and clause.test is not None and tests:  # all of it must hold on one stem
        return find(library, _at(Token(all_of([clause.test, *tests])), places))
    if not tests and not places:
        return typed(library, query)
    found = find(library, _at(clause, places))
    return _among(found, find(library, Token(all_of(tests))).words) if tests else found


def _alternatives(library: Library, field: str, values: Sequence[str]) -> TestNode:
    attribute = _attribute(field)
    if not values:
        raise KalimaError(f"The filter {field} has no value.", "Give one, or leave the filter out.")
    return either(test(library, attribute, value) for value in values)


def _attribute(field: str) -> str:
    """
    :raises KalimaError: if nothing can be asked of such a field.
    """
    if field in FIELDS:
        return FIELDS[field]
    try:
        return names.attribute(field, 0, field)
    except QueryError as error:
        known = ", ".join(dict.fromkeys([*FIELDS, *PLACES]))
        near = error.hint if error.suggestion else f"Known fields: {known}."
        raise KalimaError(f"There is no field {field[:40]!r}.", near) from error


def _at(clause: Clause, places: Sequence[Region]) -> Clause:
    if not places:
        return clause
    where: Clause = places[0] if len(places) == 1 else Or(tuple(places))
    return And((clause, where))


def _among(hits: Hits, words: int) -> Hits:
    """Those of the words found that are among ``words``."""
    both = hits.words & words
    return replace(hits, found=Dense({(1, ()): both}), words=both, verses=hits.index.layout.verses.hit(both))


def said(library: Library, hits: Hits) -> str:
    """What was looked for, in English."""
    return library.reading(hits.query, hits.meanings).english


def query_of(hits: Hits) -> str:
    """What was looked for, in the query language."""
    return repr(Query(hits.query.clause))
