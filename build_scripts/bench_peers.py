"""Kalima's peers on the same words: tantivy, SQLite's FTS5 and alfanous3, asked what each can be asked.

Tantivy and FTS5 get an index in memory with a document a stem (a word has one or two), whose fields are the
word's spellings and the stem's features, and a document a verse with its words in a row. Alfanous3 brings an
index of its own; Text-Fabric is in ``bench_fabric``. The packages are in build/peers if ``dev.py bench
--engine`` has put them there; nothing else of Kalima uses them.
"""

from __future__ import annotations

import importlib
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib import metadata
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kalima.arabic.folding import fold
from kalima.corpus.tagset import FEATURES
from kalima.search.index import SearchIndex

PACKAGES = Path(__file__).resolve().parent.parent / "build" / "peers"
SHOWN = 20
"""Matches that a peer must name beside their number, in mushaf order, as Kalima does."""


class Answer(NamedTuple):
    """How many a peer finds, and the first of them: numbers of words or verses from 1, of a match several."""

    total: int
    first: Sequence[Any]


class Ask(NamedTuple):
    """A query as a peer understands it.

    :param counts: what it counts: words, of which a match is one, verses, or matches.
    :param typed: the query in the peer's own language.
    :param run: reads the query and answers it, anew each time.
    :param differs: why its total is not Kalima's, if it is known not to be.
    """

    counts: Literal["words", "verses", "matches"]
    typed: str
    run: Callable[[], Answer]
    differs: str = ""


class Peer(NamedTuple):
    """One search engine: what it can be asked, and why not the rest, by the queries' names.

    :param slow: whether it is asked once where others are asked ten times.
    """

    name: str
    version: str
    asks: Mapping[str, Ask]
    cannot: Mapping[str, str]
    slow: bool = False


class Missing(Exception):
    """A peer that is not installed here."""


class Stem(NamedTuple):
    """A stem as a document: its number, its word and verse, its values by attribute.

    The spellings are the word's, and stand with its first stem alone, so that no word is counted twice.
    """

    number: int
    word: int
    verse: int
    values: Mapping[str, str]
    spellings: Sequence[str]


class Corpus(NamedTuple):
    """What the peers index. ``verses`` are folded modern spellings, ``keys`` the attributes of a stem."""

    stems: Sequence[Stem]
    verses: Sequence[str]
    keys: Sequence[str]


_STEMS = """
    SELECT segments.*, words.verse, roots.root AS root_name, lemmas.lemma AS lemma_name
    FROM segments JOIN words ON words.id = segments.word LEFT JOIN roots ON roots.id = segments.root
        LEFT JOIN lemmas ON lemmas.id = segments.lemma
    WHERE segments.kind = 'STEM' ORDER BY segments.id
"""


def read_corpus(path: Path, index: SearchIndex) -> Corpus:
    """The words of ``corpus.db``, under the very spellings under which Kalima finds them."""
    fields = {"root": "root_name", "lemma": "lemma_name", **{each.key: each.field for each in FEATURES}}
    spellings = _spellings(index)
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    stems, before = [], 0
    for number, row in enumerate(database.execute(_STEMS), 1):
        values = {key: row[field] for key, field in fields.items() if row[field] is not None}
        word = row["word"]
        stems.append(Stem(number, word, row["verse"], values, spellings[word - 1] if word != before else ()))
        before = word
    words = database.execute("SELECT verse, modern FROM words ORDER BY id").fetchall()
    database.close()
    verses = [" ".join(fold(word["modern"]) for word in verse) for _, verse in groupby(words, itemgetter(0))]
    return Corpus(stems, verses, tuple(fields))


def _spellings(index: SearchIndex) -> list[list[str]]:
    """Each word's spellings, from the index itself."""
    vocabulary = index.vocabularies["word"]
    found: list[list[str]] = [[] for _ in range(index.layout.words)]
    for value in vocabulary.values:
        for unit in vocabulary.members(value):
            if unit < len(found):  # what follows are the words' second stems
                found[unit].append(value)
    return found


def installed(package: str) -> Any:
    """A peer's package, from build/peers.

    :raises Missing: if it is not there.
    """
    if PACKAGES.is_dir() and str(PACKAGES) not in sys.path:
        sys.path.append(str(PACKAGES))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # whoosh is older than the Python that reads it
            return importlib.import_module(package)
    except ImportError as error:
        hint = "`python3 build_scripts/dev.py bench --engine` installs the peers into build/peers"
        raise Missing(f"{package.partition('.')[0]} is not installed: {hint}") from error


NO_COMPARISON = "its queries do not compare the values of two words"
NO_ARCS = "its documents are not tied to one another, and its queries do not join them"
WITHOUT_TREE = "its index has no treebank"


# tantivy: a document a stem, and a document a verse whose words have all their features at their place.


def open_tantivy(corpus: Corpus) -> Peer:
    """Tantivy over both kinds of documents. :raises Missing: if it is not installed"""
    tantivy = installed("tantivy")
    stems = _tantivy_stems(tantivy, corpus)
    verses = _tantivy_verses(tantivy, corpus)
    must, must_not, should = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should
    make = tantivy.Query

    def value(attribute: str, *values: str) -> Any:
        terms = [make.term_query(stems.schema, attribute, each, "basic") for each in values]
        return terms[0] if len(terms) == 1 else make.boolean_query([(should, term) for term in terms])

    def features() -> Any:
        tests = (("root", "نزل"), ("pos", "V"), ("form", "II", "IV"), ("voice", "PASS"))
        return make.boolean_query([(must, value(*test)) for test in tests])

    def negation() -> Any:
        tests = ((must, "pos", "N"), (must_not, "case", "GEN"), (must_not, "state", "INDEF"))
        return make.boolean_query([(occurs, value(*test)) for occurs, *test in tests])

    def sequence() -> Any:
        ways = [
            [(0, "pos:V"), (at, "pos:PN"), (at, "case:NOM"), (at + 1, f"pos:{last}")]
            for at in (1, 2, 3)
            for last in ("N", "ADJ")
        ]
        return make.boolean_query([(should, make.phrase_query(verses.schema, "stems", way)) for way in ways])

    def phrase() -> Any:
        return make.phrase_query(verses.schema, "text", ["يا", "ايها", "الذين", "امنوا"])

    def wildcard() -> Any:
        return make.regex_query(stems.schema, "spelling", "ي.*ون")

    def ask(counts: Literal["words", "verses"], typed: str, query: Callable[[], Any]) -> Ask:
        numbers = (
            [stem.word for stem in corpus.stems] if counts == "words" else range(1, len(corpus.verses) + 1)
        )
        searcher = (stems if counts == "words" else verses).searcher()

        def run() -> Answer:
            found = searcher.search(make.const_score_query(query(), 1.0), SHOWN)  # equal scores: mushaf order
            return Answer(found.count, [numbers[at.doc] for _, at in found.hits])

        return Ask(counts, typed, run)

    asks = {
        "features": ask("words", "root:نزل AND pos:V AND form: IN [II IV] AND voice:PASS", features),
        "negation": ask("words", "pos:N AND NOT case:GEN AND NOT state:INDEF", negation),
        "sequence": ask("verses", "six phrases joined by OR: three gaps, N or ADJ", sequence),
        "wildcard": ask("words", "spelling:/ي.*ون/", wildcard),
        "phrase": ask("verses", 'text:"يا ايها الذين امنوا"', phrase),
    }
    cannot = {"condition": NO_COMPARISON, "arc": NO_ARCS, "deep_arc": NO_ARCS}
    return Peer("tantivy", metadata.version("tantivy"), asks, cannot)


def _tantivy_stems(tantivy: Any, corpus: Corpus) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("spelling", *corpus.keys):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    schema = builder.build()
    documents = ({"spelling": list(stem.spellings), **stem.values} for stem in corpus.stems)
    make = tantivy.Document.from_dict
    return _tantivy_index(tantivy, schema, (make(document, schema) for document in documents))


def _tantivy_verses(tantivy: Any, corpus: Corpus) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("text", "stems"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    in_verse = [list(stems) for _, stems in groupby(corpus.stems, lambda stem: stem.verse)]
    documents = []
    for text, stems in zip(corpus.verses, in_verse, strict=True):
        tokens = [
            tantivy.Token(f"{key}:{value}", stem.word - stems[0].word, 0, 0)
            for stem in stems
            for key, value in stem.values.items()
        ]
        document = tantivy.Document()
        document.add_text("text", text)
        document.add_pre_tokenized_text("stems", tantivy.PreTokenizedString("", tokens))
        documents.append(document)
    return _tantivy_index(tantivy, builder.build(), documents)


def _tantivy_index(tantivy: Any, schema: Any, documents: Iterable[Any]) -> Any:
    """An index in memory, of one segment, which numbers the documents in their order."""
    index = tantivy.Index(schema)
    writer = index.writer(100_000_000, 1)
    for document in documents:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


# SQLite's FTS5: a row a stem, a row a word for its spellings, a row a verse.

_FTS5_TABLE = (
    "CREATE VIRTUAL TABLE {table} USING fts5({columns},"
    " tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co M*' tokenchars '-:'\")"
)
_FTS5_ROW = "INSERT INTO {table} (rowid, {columns}) VALUES (?, {marks})"
_FTS5_OPTIMIZE = "INSERT INTO {table} ({table}) VALUES ('optimize')"
_FTS5_COUNT = "SELECT count(*) FROM {table} WHERE {table} MATCH ?"
_FTS5_FIRST = "SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT ?"
_FTS5_SPELLED = "SELECT DISTINCT doc FROM spelled WHERE term >= 'ي' AND term < 'ٮ' AND term GLOB 'ي*ون'"


def open_fts5(corpus: Corpus) -> Peer:
    """FTS5 in memory, of the SQLite that Python brings."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    rows = {
        "stems": ((stem.number, *map(stem.values.get, corpus.keys)) for stem in corpus.stems),
        "words": ((stem.word, " ".join(stem.spellings)) for stem in corpus.stems if stem.spellings),
        "verses": enumerate(corpus.verses, 1),
    }
    for table, columns in {"stems": corpus.keys, "words": ("spelling",), "verses": ("text",)}.items():
        quoted = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        database.execute(_FTS5_TABLE.format(table=table, columns=quoted))
        database.execute("BEGIN")
        database.executemany(_FTS5_ROW.format(table=table, columns=quoted, marks=marks), rows[table])
        database.execute(_FTS5_OPTIMIZE.format(table=table))
        database.execute("COMMIT")
    database.execute("CREATE VIRTUAL TABLE spelled USING fts5vocab(words, instance)")
    words = [stem.word for stem in corpus.stems]

    def match(table: str, typed: str) -> Answer:
        ((total,),) = database.execute(_FTS5_COUNT.format(table=table), (typed,))
        rows = [row for (row,) in database.execute(_FTS5_FIRST.format(table=table), (typed, SHOWN))]
        return Answer(total, [words[row - 1] for row in rows] if table == "stems" else rows)

    def spelling() -> Answer:
        found = [word for (word,) in database.execute(_FTS5_SPELLED)]
        return Answer(len(found), sorted(found)[:SHOWN])

    def ask(counts: Literal["words", "verses"], table: str, typed: str) -> Ask:
        return Ask(counts, typed, partial(match, table, typed))

    asks = {
        "features": ask("words", "stems", "root:نزل AND pos:V AND form:(II OR IV) AND voice:PASS"),
        "negation": ask("words", "stems", "pos:N NOT (case:GEN OR state:INDEF)"),
        "wildcard": Ask("words", "fts5vocab: term GLOB 'ي*ون'", spelling),
        "phrase": ask("verses", "verses", '"يا ايها الذين امنوا"'),
    }
    gap = "a phrase has no gaps, NEAR has no order, and a place in a column holds one token"
    cannot = {"sequence": gap, "condition": NO_COMPARISON, "arc": NO_ARCS, "deep_arc": NO_ARCS}
    return Peer("SQLite FTS5", sqlite3.sqlite_version, asks, cannot)


# alfanous3: the index that it brings, with a document a word and a document a verse.


def open_alfanous() -> Peer:
    """Alfanous3's engine, below its rendering of results. :raises Missing: if it is not installed"""
    engine = installed("alfanous.data").QSE()
    if not engine.OK:
        raise Missing("alfanous3 cannot open the index that it brings")

    def search(kind: str, typed: str, number: str) -> Answer:
        results = engine.search_all(
            typed, limit=SHOWN, sortedby="mushaf", filter_dict={"kind": kind}, timelimit=None
        )[0]
        return Answer(len(results), [int(found[number]) for found in results])

    def words(typed: str, differs: str = "") -> Ask:
        return Ask("words", typed, partial(search, "word", typed, "word_gid"), differs)

    def verses(typed: str, differs: str = "") -> Ask:
        return Ask("verses", typed, partial(search, "aya", typed, "gid"), differs)

    passive, forms = 'voice:"مبني للمجهول"', "(form:فَعَّلَ OR form:أَفْعَلَ)"
    asks = {
        "features": words(f"root:نزل AND pos:فعل AND {passive} AND {forms}"),
        "negation": words("pos:اسم AND NOT case:مجرور AND NOT state:نكرة", "it keeps one stem of a word"),
        "wildcard": words("standard:ي*ون", "it takes the first 20 spellings that fit"),
        "phrase": verses('"يا أيها الذين آمنوا"'),
    }
    cannot = {
        "sequence": "its words have no places that a query could ask for",
        "condition": NO_COMPARISON,
        "arc": WITHOUT_TREE,
        "deep_arc": WITHOUT_TREE,
    }
    return Peer("alfanous3", metadata.version("alfanous3"), asks, cannot, slow=True)
