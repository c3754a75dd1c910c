"""The text that the reference evaluator reads: plain lists and sets, no index."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus_build.postings import IndexedNode, affix_keys, word_keys
from kalima.arabic.folding import exact_key, fold
from kalima.arabic.romanization import romanize, romanize_verse
from kalima.corpus import tagset
from kalima.corpus.model import Segment
from kalima.corpus.surahs import NAMES

Values = dict[str, set[str]]
"""What a stem, a node or a span has: attribute -> values. An attribute without any is absent."""

AFFIX_ATTRIBUTES = ("pos", "person", "gender", "number")
_LATIN = str.maketrans("āīūēḥṣḍṭẓ", "aiuehsdtz", "ʿʾʹ'’-")


@dataclass
class Word:
    """A written word. Its stems carry what belongs to the whole word (spelling, affixes) as well."""

    id: int
    verse: int
    page: int
    folded: str
    stems: list[Values] = field(default_factory=list)


@dataclass
class Verse:
    """A verse and the ids of its words."""

    id: int
    surah: int
    ayah: int
    juz: int
    sajda: str | None = None
    words: list[int] = field(default_factory=list)


@dataclass
class Node:
    """A node of the treebank. ``written`` says that it stands on a segment, so that a ``[]`` finds it.

    ``stem`` is what it has in common with its stem, itself, if it leads one.
    """

    id: int
    verse: int
    word: int | None
    written: bool
    values: Values


@dataclass
class Span:
    """A surah, verse, page or juz from its first word to its last."""

    values: Values
    first: int
    last: int


@dataclass
class Text:
    """Some verses, and of the whole corpus what values and spans there are."""

    verses: dict[int, Verse] = field(default_factory=dict)
    words: dict[int, Word] = field(default_factory=dict)
    nodes: dict[int, Node] = field(default_factory=dict)
    arcs: set[tuple[int, int, str]] = field(default_factory=set)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    vocabulary: dict[str, set[str]] = field(default_factory=dict)
    translations: dict[int, str] = field(default_factory=dict)

    def add_word(
        self,
        word: Word,
        text: str,
        spellings: Collection[str],
        romanized: str,
        segments: Sequence[tuple[Segment, Values]],
    ) -> list[Values]:
        """Add a word; each segment comes with its further values (those of :func:`stem_values`, for a stem).

        :return: what a treebank node that leads on a segment has, one for each segment.
        """
        shared: Values = {
            "word": set(spellings),
            "exact": {exact_key(text)},
            "translit": {fold_latin(romanized), fold_latin(romanize(text))},
        }
        for segment, _ in segments:
            if segment.kind != "STEM":
                shared.setdefault(segment.kind.lower(), set()).update(affix_keys(segment))
        leading: list[Values] = []
        for segment, values in segments:
            if segment.kind == "STEM":
                word.stems.append({**shared, **values})
                leading.append(word.stems[-1])
            else:
                leading.append(affix_values(segment))
        self.words[word.id] = word
        self.verses[word.verse].words.append(word.id)
        return leading

    def add_arcs(self, arcs: Iterable[tuple[int, int, str]]) -> None:
        """Add arcs (head, dependent, relation); the dependent has the relation as a value, if it is written."""
        for head, dependent, relation in arcs:
            self.arcs.add((head, dependent, relation))
            if self.nodes[dependent].written:
                self.nodes[dependent].values.setdefault("rel", set()).add(relation)


def fold_latin(text: str) -> str:
    """A romanization in plain letters."""
    return text.casefold().translate(_LATIN)


def affix_values(segment: Segment) -> Values:
    """What a node on a prefix or suffix has."""
    values = {key: {getattr(segment, key)} for key in AFFIX_ATTRIBUTES if getattr(segment, key)}
    return {**values, segment.kind.lower(): affix_keys(segment)}


def stem_values(
    segment: Segment, lemma: str | None, treebank: Mapping[str, str], differs: Collection[str]
) -> Values:
    """What a stem has of its own."""
    single = {
        "root": segment.root,
        "lemma": lemma,
        "pattern": segment.wazn and exact_key(segment.wazn),
        "template": treebank.get("template") and exact_key(treebank["template"]),
        "tb_root": treebank.get("root"),
        **{feature.key: getattr(segment, feature.field) for feature in tagset.FEATURES},
        **{feature.key: treebank.get(feature.field) for feature in tagset.TREEBANK_FEATURES},
    }
    values: Values = {name: {value} for name, value in single.items() if value}
    inferred = {feature.key for feature in tagset.FEATURES if feature.field in segment.inferred}
    return {
        **values,
        **({"inferred": inferred} if inferred else {}),
        **({"differs": set(differs)} if differs else {}),
    }


def lemma_key(lemma: str, homograph: int) -> str:
    """A lemma as the corpus names it: 2 behind the second of two that are spelled alike."""
    return exact_key(lemma) + ("2" if homograph == 2 else "")


def read_text(path: Path, verse_ids: Collection[int], spellings: Mapping[int, set[str]]) -> Text:
    """Verses of ``corpus.db``, each whole.

    :param spellings: the folded spellings of each word. The database does not hold all of them.
    """
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    try:
        return _Reader(database, sorted(verse_ids), spellings).text
    finally:
        database.close()


class _Reader:
    """Reads a text, table by table."""

    def __init__(
        self, database: sqlite3.Connection, verses: Sequence[int], spellings: Mapping[int, set[str]]
    ) -> None:
        self._database = database
        self._chosen = f"({', '.join(map(str, verses))})"
        self._spellings = spellings
        self._leading: dict[int, Values] = {}
        self.text = Text(spans=self._spans(), vocabulary=self._vocabulary())
        for row in self._rows("SELECT * FROM verses WHERE id IN {chosen}"):
            verse = Verse(row["id"], row["surah"], row["ayah"], row["juz"], row["sajda"])
            self.text.verses[verse.id] = verse
        self._read_words()
        self._read_nodes()
        english = self._rows("SELECT verse, text FROM translation_verses WHERE verse IN {chosen}")
        self.text.translations = {row["verse"]: row["text"] for row in english}

    def _rows(self, query: str) -> list[sqlite3.Row]:
        return self._database.execute(query.format(chosen=self._chosen)).fetchall()

    def _column(self, query: str) -> set[str]:
        return {value for (value,) in self._database.execute(query) if value}

    def _vocabulary(self) -> dict[str, set[str]]:
        affixes = self._rows("SELECT DISTINCT kind, pos, function, person, gender, number FROM segments")
        named: dict[str, set[str]] = {"prefix": set(), "suffix": set()}
        for row in affixes:
            if row["kind"] != "STEM":
                named[row["kind"].lower()] |= affix_keys(_segment(dict(row)))
        lemmas = self._rows("SELECT lemma, homograph FROM lemmas")
        patterns = self._column("SELECT DISTINCT wazn FROM segments")
        templates = self._column("SELECT DISTINCT template FROM segment_treebank")
        return {
            **named,
            "root": self._column("SELECT root FROM roots"),
            "tb_root": self._column("SELECT DISTINCT root FROM segment_treebank"),
            "lemma": {lemma_key(*row) for row in lemmas},
            "pattern": {exact_key(each) for each in patterns},
            "template": {exact_key(each) for each in templates},
        }

    def _spans(self) -> dict[str, list[Span]]:
        extent = "MIN(words.id) AS first, MAX(words.id) AS last"
        joined = "FROM verses JOIN words ON words.verse = verses.id"
        surahs = self._rows(
            f"SELECT surahs.*, {extent} {joined} JOIN surahs ON surahs.number = surah GROUP BY surah"
        )
        ayas = self._rows(f"SELECT verses.ayah, sajda, {extent} {joined} GROUP BY verses.id")
        juz = self._rows(f"SELECT juz, {extent} {joined} GROUP BY juz")
        begins = self._rows("SELECT page, MIN(first_word) AS first FROM lines GROUP BY page ORDER BY page")
        (total,) = self._database.execute("SELECT COUNT(*) FROM words").fetchone()
        ends = [*(row["first"] - 1 for row in begins[1:]), total]
        return {
            "sura": [Span(sura_values(dict(row)), row["first"], row["last"]) for row in surahs],
            "aya": [Span(aya_values(row["ayah"], row["sajda"]), row["first"], row["last"]) for row in ayas],
            "juz": [Span({"number": {str(row["juz"])}}, row["first"], row["last"]) for row in juz],
            "page": [
                Span({"number": {str(row["page"])}}, row["first"], end)
                for row, end in zip(begins, ends, strict=True)
            ],
        }

    def _read_words(self) -> None:
        segments: dict[int, list[sqlite3.Row]] = {}
        for row in self._rows(
            """SELECT segments.*, words.text, words.folded, words.verse, lemmas.lemma AS lemma_text, homograph,
                roots.root AS root_text
            FROM words JOIN segments ON segments.word = words.id LEFT JOIN lemmas ON lemmas.id = segments.lemma
                LEFT JOIN roots ON roots.id = segments.root
            WHERE words.verse IN {chosen} ORDER BY words.id, segments.position"""
        ):
            segments.setdefault(row["word"], []).append(row)
        treebank = self._treebank()
        differs: dict[int, set[str]] = {}
        for row in self._rows("SELECT segment, feature FROM disagreements"):
            differs.setdefault(row["segment"], set()).add(row["feature"])
        romanized = self._romanized(segments)
        for word, rows in segments.items():
            pieces = []
            for row in rows:
                segment = _segment({**dict(row), "root": row["root_text"]})
                lemma = row["lemma_text"] and lemma_key(row["lemma_text"], row["homograph"])
                own = stem_values(segment, lemma, treebank.get(row["id"], {}), differs.get(row["id"], ()))
                pieces.append((segment, own))
            verse, text = rows[0]["verse"], rows[0]["text"]
            page = next(
                int(min(span.values["number"]))
                for span in self.text.spans["page"]
                if span.first <= word <= span.last
            )
            leading = self.text.add_word(
                Word(word, verse, page, rows[0]["folded"]),
                text,
                self._spellings[word],
                romanized[word],
                pieces,
            )
            self._leading |= {row["id"]: values for row, values in zip(rows, leading, strict=True)}

    def _treebank(self) -> dict[int, dict[str, str]]:
        rows = self._rows(
            """SELECT nodes.segment, node_features.* FROM nodes
            JOIN node_features ON node_features.id = nodes.features
            WHERE leads = 1 AND nodes.verse IN {chosen}"""
        )
        return {row["segment"]: {key: row[key] for key in row.keys() if row[key]} for row in rows}  # noqa: SIM118

    def _romanized(self, segments: Mapping[int, list[sqlite3.Row]]) -> dict[int, str]:
        verses: dict[int, list[int]] = {}
        for word, rows in segments.items():
            verses.setdefault(rows[0]["verse"], []).append(word)
        return {
            word: latin
            for words in verses.values()
            for word, latin in zip(
                words, romanize_verse([segments[w][0]["text"] for w in words]), strict=True
            )
        }

    def _read_nodes(self) -> None:
        on = {row["id"]: row["word"] for row in self._rows("SELECT id, word FROM segments")}
        for row in self._rows("SELECT * FROM nodes WHERE verse IN {chosen} ORDER BY id"):
            written = row["segment"] is not None and not row["implied"]
            values = self._leading[row["segment"]] if written and row["leads"] else {}
            word = on.get(row["segment"])
            self.text.nodes[row["id"]] = Node(row["id"], row["verse"], word, written, values)
        rows = self._rows(
            """SELECT head, dependent, relations.relation FROM arcs
            JOIN nodes ON nodes.id = arcs.head JOIN relations ON relations.id = arcs.relation
            WHERE nodes.verse IN {chosen}"""
        )
        self.text.add_arcs((head, dependent, relation) for head, dependent, relation in rows)


def _segment(row: Mapping[str, object]) -> Segment:
    known = {name: row.get(name) for name in Segment._fields}
    inferred = str(row["inferred"]).split(",") if row.get("inferred") else ()
    return Segment(**{**known, "inferred": tuple(inferred)})  # type: ignore[arg-type]


def sura_values(row: Mapping[str, object]) -> Values:
    """What one can ask of a surah."""
    return {
        "number": {str(row["number"])},
        "name": {str(row[key]) for key in ("arabic", "transliterated", "english")},
        "type": {str(row["place"])},
        "order": {str(row["revelation_order"])},
    }


def aya_values(number: int, sajda: str | None) -> Values:
    """What one can ask of a verse."""
    return {"number": {str(number)}, **({"sajda": {sajda}} if sajda else {})}


MiniWord = tuple[str, str, Sequence[Segment]]
MiniTree = tuple[Sequence[IndexedNode | int], Iterable[tuple[int, int, str]]]


def mini_text(
    surahs: Sequence[tuple[str, str, int]],
    verses: Sequence[Sequence[MiniWord]],
    trees: Sequence[MiniTree],
    places: Sequence[tuple[int, int, int, str | None]],
) -> Text:
    """The mini corpus of ``tests/conftest.py``: words, nodes and verses are numbered from 1 as they come."""
    text = Text(spans={kind: [] for kind in ("sura", "aya", "page", "juz")})
    for number, (verse, tree, (surah, page, juz, sajda)) in enumerate(
        zip(verses, trees, places, strict=True), 1
    ):
        ayah = 1 + sum(each.surah == surah for each in text.verses.values())
        text.verses[number] = Verse(number, surah, ayah, juz, sajda)
        first = len(text.words) + 1
        leading: list[tuple[int, Values]] = []
        recited = romanize_verse([word for word, _, _ in verse])
        for (word, modern, segments), latin in zip(verse, recited, strict=True):
            found = Word(len(text.words) + 1, number, page, fold(word))
            pieces = [(each, stem_values(each, each.lemma, {}, ())) for each in segments]
            leads = text.add_word(found, word, word_keys(word, modern), latin, pieces)
            leading += [(found.id, values) for values in leads]
        before = len(text.nodes) + 1
        for node in tree[0]:
            segment, leads_there, _ = (node, True, False) if isinstance(node, int) else node
            word_id, values = (None, {}) if segment is None else leading[segment]
            new = Node(
                len(text.nodes) + 1, number, word_id, word_id is not None, values if leads_there else {}
            )
            text.nodes[new.id] = new
        text.add_arcs((before + head, before + below, relation) for head, below, relation in tree[1])
        last = len(text.words)
        _, place, order = surahs[surah - 1]
        names = (surahs[surah - 1][0], *NAMES[surah - 1])
        row = dict(zip(("arabic", "transliterated", "english"), names, strict=True))
        sura = sura_values({"number": surah, "place": place, "revelation_order": order, **row})
        _prolong(text.spans["sura"], Span(sura, first, last))
        text.spans["aya"].append(Span(aya_values(ayah, sajda), first, last))
        _prolong(text.spans["page"], Span({"number": {str(page)}}, first, last))
        _prolong(text.spans["juz"], Span({"number": {str(juz)}}, first, last))
    for stem in (values for word in text.words.values() for values in word.stems):
        for attribute, known in stem.items():
            text.vocabulary.setdefault(attribute, set()).update(known)
    return text


def _prolong(spans: list[Span], span: Span) -> None:
    """Add ``span``, or make the last one longer if it is the same."""
    if spans and spans[-1].values == span.values:
        spans[-1].last = span.last
    else:
        spans.append(span)
