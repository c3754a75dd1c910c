"""Random queries that are well formed and often have hits: each is made around a place of the text."""

from __future__ import annotations

import random
from collections.abc import Callable

from kalima.arabic.folding import fold
from kalima.corpus import relations, tagset

from .reference_text import Node, Text, Values

_TESTED = (
    *("word", "lemma", "root") * 3,
    *("pos", "aspect", "form", "voice", "mood", "deriv", "person", "gender", "number", "case", "state") * 2,
    *("special", "prefix", "suffix", "rel", "pattern", "template", "tb_root", "tb_case", "nounkind"),
    *("inferred", "differs", "translit", "definiteness", "rootclass"),
)
_COMPARED = ("root", "lemma", "pos", "gender", "number", "case", "person", "form", "word", "rel", "tb_number")
_VOWELLED = ("lemma", "pattern", "template")


def random_query(rng: random.Random, text: Text) -> str:
    """The text of a query over what ``text`` has; the same one for the same state of ``rng``."""
    return _Maker(rng, text).clauses()


class _Maker:
    """Makes one query around a verse. A label has a name that the query has not used yet."""

    def __init__(self, rng: random.Random, text: Text) -> None:
        self._rng = rng
        self._text = text
        self._verse = rng.choice(list(text.verses.values()))
        self._labels = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        self._below: dict[int, list[tuple[int, str]]] = {}
        for head, dependent, relation in sorted(text.arcs):
            if text.nodes[head].verse == self._verse.id:
                self._below.setdefault(head, []).append((dependent, relation))

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability

    # Clauses.

    def clauses(self, depth: int = 0) -> str:
        if depth > 1 or self._chance(0.6):
            return self._clause()
        joint = self._rng.choice((" AND ", " OR ", " AND NOT "))
        joined = joint.join(self.clauses(depth + 1) for _ in range(2))
        return f"({joined})" if depth else joined

    def _clause(self) -> str:
        makers: list[tuple[int, Callable[[], str]]] = [
            (12, self._pattern), (3, self._term), (2, self._typed_word), (2, self._typed_phrase), (1, self._region),
            (1, self._english),
        ]  # fmt: skip
        weights, choices = zip(*makers, strict=True)
        clause = self._rng.choices(choices, weights)[0]()
        return f"NOT {clause}" if self._chance(0.07) else clause

    def _word(self) -> Values:
        return self._rng.choice(self._text.words[self._rng.choice(self._verse.words)].stems)

    def _spelling(self, stem: Values) -> str:
        return self._rng.choice(sorted(key for key in stem["word"] if " " not in key))

    def _typed_word(self) -> str:
        stem = self._word()
        spelling = self._spelling(stem)
        if self._chance(0.2) and " " not in min(stem["exact"]):
            return f"={min(stem['exact'])}"
        if self._chance(0.4) and len(spelling) > 2:
            return self._rng.choice(
                (f"{spelling[:2]}*", f"*{spelling[-2:]}", f"{spelling[0]}?{spelling[2:]}")
            )
        return spelling

    def _typed_phrase(self) -> str:
        start = self._rng.randrange(len(self._verse.words))
        words = self._verse.words[start : start + self._rng.randint(1, 3)]
        return f'"{" ".join(self._spelling(self._text.words[word].stems[0]) for word in words)}"'

    def _term(self) -> str:
        stem = self._word()
        named = sorted(set(stem) & {"root", "pos", "form", "aspect", "case", "gender", "number", "prefix"})
        terms = [f"{name}:{self._rng.choice(sorted(stem[name]))}" for name in self._rng.choices(named, k=2)]
        return "&".join(terms[: self._rng.randint(1, 2)])

    def _region(self) -> str:
        verse = self._verse
        first = max(1, verse.ayah - self._rng.randrange(5))
        choices = (verse.surah, f"{verse.surah}:{first}-{verse.ayah}", f"juz{verse.juz}", "meccan", "medinan")
        return f"in:{self._rng.choice(choices)}"

    def _english(self) -> str:
        words = [w for w in self._text.translations[self._verse.id].split() if w.isalpha() and w.isascii()]
        return f"en:{self._rng.choice(words).lower()}" if words else self._term()

    # Patterns.

    def _pattern(self) -> str:
        labels: list[str] = []
        if self._chance(0.35) and self._below:
            pattern = self._tree(labels)
        else:
            pattern = self._row(labels, self._rng.randint(1, 4))
        if self._chance(0.25):
            pattern += self._limit()
        if len(labels) > 1:
            left, right = self._rng.sample(labels, 2)
            attribute = self._rng.choice(_COMPARED)
            other = "tb_root" if attribute == "root" and self._chance(0.2) else attribute
            operator = self._rng.choice(("=", "=", "!="))
            pattern += f" :: {left}.{attribute} {operator} {right}.{other}"
        return pattern

    def _limit(self) -> str:
        verse, rng = self._verse, self._rng
        page = self._text.words[verse.words[0]].page
        surah = self._text.spans["sura"][verse.surah - 1].values
        span = rng.choice(
            (
                "<aya/>",
                f'<aya number="{max(1, verse.ayah - 2)}-{verse.ayah + 2}"/>',
                '<aya sajda="obligatory|recommended"/>',
                '<aya sajda!="obligatory"/>',
                f'<sura type="{rng.choice(("Meccan", "Medinan"))}"/>',
                f'<sura name="{rng.choice(sorted(surah["name"]))}"/>',
                f'<sura number="{verse.surah}|1-3"/>',
                f'<sura order="{rng.choice(("1-40", "5|80-114"))}" type!="Medinan"/>',
                f'<page number="{max(1, page - 1)}-{page}"/>',
                f'<juz number="{verse.juz}"/>',
                f'<juz number!="{verse.juz}"/>',
            )
        )
        return f" {'containing' if span.startswith('<aya') and self._chance(0.2) else 'within'} {span}"

    def _row(self, labels: list[str] | None, length: int) -> str:
        """Units for words that stand in a row. ``labels`` is None where there must be none."""
        start = self._rng.randrange(len(self._verse.words))
        words = [self._text.words[word].stems for word in self._verse.words[start : start + length]]
        units = []
        for stems in words:
            units.append(self._unit(self._rng.choice(stems), labels))
            if self._chance(0.15):
                units.append(f"[]{{0,{self._rng.randint(1, 4)}}}" if self._chance(0.7) else "[]?")
        return " ".join(units)

    def _unit(self, stem: Values, labels: list[str] | None) -> str:
        rng = self._rng
        shape = rng.random()
        if shape < 0.1:
            return f'"{self._spelling(stem)}"'
        if shape < 0.2:
            return f"({self._token(stem)} | {self._unit(self._word(), labels)})"
        if shape < 0.35:
            times = rng.choice(("?", "+", "*", "{2}", "{1,2}", "{0,3}", "{2,}"))
            unit = f"{self._token(stem, always=True)}{times}"
            return f"{self._label(None)}:{unit}" if labels is not None and self._chance(0.2) else unit
        if shape < 0.4:
            return f"({self._row(None, 2)}){rng.choice(('?', '{1,2}', ''))}"
        if shape < 0.44 and self._below:
            return f"({self._tree(None)})"
        if shape < 0.47:
            return f"({self._token(stem)}{self._limit()})"
        if labels is not None and self._chance(0.35):
            return f"{self._label(labels)}:{self._token(stem)}"
        return self._token(stem)

    def _label(self, labels: list[str] | None) -> str:
        name = next(self._labels)
        if labels is not None:
            labels.append(name)
        return name

    # Trees.

    def _tree(self, labels: list[str] | None) -> str:
        head = self._rng.choice(sorted(self._below))
        tree = f"{self._node(head, labels)} {self._arc(head, labels, deeper=True)}"
        if self._chance(0.35):
            tree += f" ; {self._arc(head, labels, deeper=False)}"
        return tree

    def _arc(self, head: int, labels: list[str] | None, *, deeper: bool) -> str:
        rng = self._rng
        dependent, relation = rng.choice(self._below[head])
        if self._chance(0.2):
            return f"!{self._arrow(relation)} {self._node(dependent, None)}"
        below = self._below.get(dependent, [])
        if self._chance(0.25) and below:  # a node further down
            lower, other = rng.choice(below)
            deep = "->>" if relation != other or self._chance(0.5) else f"-{relation}->>"
            return f"{deep} {self._node(lower, labels)}"
        node = self._node(dependent, labels)
        if deeper and below and self._chance(0.4):
            arc = self._arc(dependent, labels, deeper=False)
            return f"{self._arrow(relation)} " + (f"({node} {arc})" if self._chance(0.4) else f"{node} {arc}")
        return f"{self._arrow(relation)} {node}"

    def _arrow(self, relation: str) -> str:
        if self._chance(0.2):
            return "->"
        named = relations.BY_KEY[relation]
        names = (named.key, named.arabic, named.english, f"{named.key}|object", f"{named.key[:3]}.*")
        return f"-{self._rng.choices(names, (5, 3, 1, 2, 1))[0]}->"

    def _node(self, node: int, labels: list[str] | None) -> str:
        found: Node = self._text.nodes[node]
        if not found.written or self._chance(0.25):
            unit = "_" if not found.written or self._chance(0.6) else "[]"
        else:
            unit = self._token(found.values)
        return f"{self._label(labels)}:{unit}" if labels is not None and self._chance(0.3) else unit

    # Tests.

    def _token(self, stem: Values, *, always: bool = False) -> str:
        """:param always: whether it must ask for something."""
        if self._chance(0.06) and not always:
            return "[]"
        tests = [self._test(stem) for _ in range(self._rng.choice((1, 1, 1, 2, 2, 3)))]
        joined = " & ".join(tests)
        if self._chance(0.15):
            joined = f"{joined} | {self._test(self._word())}"
        if self._chance(0.06):
            joined = f"({joined}) & {self._test(stem)}"
        if self._chance(0.06) and not always:
            joined = f"!({joined})"
        return f"[{joined}]"

    def _test(self, stem: Values) -> str:
        if self._chance(0.1):
            stem = self._word()
        known = [name for name in _TESTED if name in stem] or ["pos"]
        name = self._rng.choice(known)
        value = self._rng.choice(sorted(stem.get(name, {"N"})))
        operator = self._rng.choices(("=", "!=", "==", ":"), (16, 2, 2, 1))[0]
        if operator == "==":
            exact = min(stem["exact"]) if name == "word" else value.rstrip("2") if name == "lemma" else value
            return f'{name}=="{exact}"'
        if operator == ":":
            return f'{name}:"{value.rstrip("2") if name == "lemma" else value}"'
        written = self._written(name, value)
        if self._chance(0.2):
            other = self._word().get(name)
            written += f"|{self._written(name, min(other))}" if other else ""
        return f'{"!" if self._chance(0.05) else ""}{name}{operator}"{written}"'

    def _written(self, name: str, value: str) -> str:
        """A value as a person may type it after ``=``: by a name, or as a regular expression."""
        rng = self._rng
        if name in _VOWELLED:
            value = fold(value.rstrip("2"), dagger="ا")
        if name in ("word", "root", *_VOWELLED) and self._chance(0.3) and len(value) > 2:
            return rng.choice(
                (f"{value[:2]}.*", f".*{value[-2:]}", f"{value[0]}.{value[2:]}", f"[{value[0]}ق].+")
            )
        if name == "rel":
            named = relations.BY_KEY[value]
            return rng.choice((named.key, named.arabic, named.english))
        if name in tagset.BY_KEY:
            called = tagset.value_of(name, value)
            return rng.choices((called.tag, called.english, called.arabic), (6, 2, 2))[0]
        return value
