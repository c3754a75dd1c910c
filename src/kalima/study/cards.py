"""A query as cards: one for each word, how it stands to another, and what is asked of all of them.

A card *links* to what is before it: it is the ``next`` word, the next after ``some`` (``most`` of them, at
most), a ``later`` one, one anywhere in the ``verse``, or it depends on its ``head``, another card. The words
that ``verse`` does not set apart are a row; a condition compares two words of one row. The order of the text
is that of the cards without a head; what depends on a word follows it.

Not every query can be shown so, but every query that cards make can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kalima.arabic.folding import has_marks
from kalima.corpus import relations, tagset
from kalima.errors import KalimaError
from kalima.search import query as q
from kalima.search.research import KIND_BY_NAME
from kalima.study import letter_boxes
from kalima.study.library import Library
from kalima.study.shapes import Shape

LINKS = ("next", "some", "later", "verse", "head")
WITHIN = ("aya", "sura", "page", "juz")
MOST = 26
"""Cards: one for each letter that they are called by."""
_LEXICAL = {
    "root": ("root", "الجذر"),
    "lemma": ("lemma", "المدخل المعجمي"),
    "word": ("word", "الكلمة"),
    "spelling": ("spelling", "الضبط"),
    "pattern": ("pattern", "الوزن"),
    "template": ("template", "القالب"),
    "prefix": ("prefix", "السابقة"),
    "suffix": ("suffix", "اللاحقة"),
    "rel": ("relation", "العلاقة"),
    "tb_root": ("root (treebank)", "الجذر (بنك الأشجار)"),
    "translit": ("transliteration", "النقحرة"),
    "note": ("your notes", "ملاحظاتك"),
    "tag": ("your tag", "وسمك"),
    "has": ("yours", "ما لك"),
}
_MARKED = ("lemma", "pattern", "template")
_USUAL_GAP = 2
_SIGNS = re.compile(r"([.\[\](){}?*+\\|^$])")
_LITERAL = re.compile(r"(?:[^.\[\](){}?*+\\|^$]|\\.)*")


class _NoCards(Exception):
    """What the query asks cannot be said with cards."""


def from_query(library: Library, text: str) -> Shape | None:
    """The cards of a query; ``None`` where cards cannot say the same.

    :raises QueryError: if it cannot be understood.
    """
    clause = library.explain(text).query.clause
    reader = _Reader()
    try:
        for part in clause.parts if isinstance(clause, q.And) else (clause,):
            reader.read(part)
    except _NoCards:
        return None
    return reader.shape() if 0 < len(reader.cards) <= MOST else None


class Written(NamedTuple):
    """The query that cards make, the new name of each card, and how many conditions were left out.

    Those are left out that stand between words which share no row, or one of which must not be there.
    """

    query: str
    renamed: dict[str, str]
    left_out: int


def to_query(state: Mapping[str, Any]) -> Written:
    """What cards make.

    :raises KalimaError: if there are no cards, or too many, or words depend on each other in a circle.
    """
    cards = state["cards"]
    if not 0 < len(cards) <= MOST:
        raise KalimaError(f"There are {len(cards)} cards; a query has 1 to {MOST}.", "Add or remove cards.")
    return _Writer(state).write()


# From a query to cards.


class _Reader:
    def __init__(self) -> None:
        self.cards: list[Shape] = []
        self._conditions: list[Shape] = []
        self._within: str | None = None
        self._region = ""

    def shape(self) -> Shape:
        return {
            "cards": self.cards,
            "conditions": self._conditions,
            "within": self._within or WITHIN[0],
            "region": self._region,
        }

    def read(self, part: q.Clause) -> None:
        if isinstance(part, q.Region) and not self._region:
            self._region = part.value
        elif isinstance(part, q.Region):
            raise _NoCards
        else:
            pattern = part if isinstance(part, q.Pattern) else q.Pattern(part, (), ())  # type: ignore[arg-type]
            self._read_row(pattern)

    def _read_row(self, row: q.Pattern) -> None:
        within = row.limits[0].span.kind if row.limits else WITHIN[0]
        plain = all(limit.how == "within" and not limit.span.tests for limit in row.limits)
        if len(row.limits) > 1 or not plain or self._within not in (None, within):
            raise _NoCards
        self._within = within
        names: dict[str, str] = {}
        link, most = "verse", _USUAL_GAP
        for unit in _units(row.unit):
            if isinstance(unit, q.Repeat):
                if unit.least or unit.most == 0 or unit.unit != q.Token(None) or link != "next":
                    raise _NoCards
                link, most = ("later", _USUAL_GAP) if unit.most is None else ("some", unit.most)
            else:
                self._add(unit, names, link=link, most=most)
                link, most = "next", _USUAL_GAP
        if link != "next":
            raise _NoCards
        for each in row.conditions:
            if each.left_attribute != each.right_attribute:
                raise _NoCards
            self._conditions.append(
                {
                    "left": names[each.left],
                    "right": names[each.right],
                    "attribute": each.left_attribute,
                    "not": each.operator == "!=",
                }
            )

    def _add(self, node: q.Unit, names: dict[str, str], **place: Any) -> None:
        """Add the card of a word and those of what depends on it."""
        name = chr(ord("A") + len(self.cards))
        arcs: tuple[q.Arc, ...] = ()
        if isinstance(node, q.Tree):
            arcs = node.arcs
            node = node.head
        if isinstance(node, q.Label):
            names[node.name] = name
            node = node.unit
        if not isinstance(node, q.Token | q.Anything):
            raise _NoCards
        self.cards.append(_card(name, place.pop("link"), node, **place))
        for arc in arcs:
            self._add(
                arc.node,
                names,
                link="head",
                head=name,
                relations=arc.relation.split("|") if arc.relation else [],
                deep=arc.deep,
                denied=arc.negated,
            )


def _units(unit: q.Unit) -> Sequence[q.Unit]:
    if isinstance(unit, q.Phrase):
        return unit.tokens
    return unit.units if isinstance(unit, q.Sequence) else (unit,)


def _card(name: str, link: str, node: q.Token | q.Anything, **place: Any) -> Shape:
    arc = {"most": _USUAL_GAP, "head": None, "relations": [], "deep": False, "denied": False} | place
    english, arabic = _relation_names(arc["relations"])
    return {
        "id": name,
        "tests": _tests(node.test) if isinstance(node, q.Token) else [],
        "implied": isinstance(node, q.Anything),
        "link": link,
        **arc,
        "english": english,
        "arabic": arabic,
    }


def _tests(test: q.TestNode | None) -> list[Shape]:
    """The tests that all hold of a word."""
    if test is None:
        return []
    if isinstance(test, q.And):
        return [each for part in test.parts for each in _tests(part)]
    return [_named(_alternatives(test))]


class _Values(NamedTuple):
    """Alternatives, of which none may hold if they are ``denied``.

    ``literal`` values are no expressions, ``exact`` ones are compared marks and all.
    """

    attribute: str
    values: tuple[str, ...]
    denied: bool
    exact: bool
    literal: bool = True


def _alternatives(test: q.TestNode) -> _Values:
    if isinstance(test, q.Test):
        return _of_test(test)
    if isinstance(test, q.Not):
        inner = _alternatives(test.part)
        return inner._replace(denied=not inner.denied)
    if isinstance(test, q.And):
        raise _NoCards
    first, *others = (_alternatives(part) for part in test.parts)
    if first.denied or any(each._replace(values=()) != first._replace(values=()) for each in others):
        raise _NoCards
    return first._replace(values=tuple(value for each in (first, *others) for value in each.values))


def _of_test(test: q.Test) -> _Values:
    if test.operator == "==":
        return _Values(test.attribute, (test.value,), False, True)
    if test.operator == ":":
        if re.search("[*?]", test.value):
            signs = {"*": ".*", "?": "."}
            value = "".join(signs.get(each, _escaped(each)) for each in test.value)
            return _Values(test.attribute, (value,), False, False, False)
        exact = test.attribute in _MARKED and has_marks(test.value)
        return _Values(test.attribute, (test.value,), False, exact)
    denied, parts = test.operator == "!=", test.value.split("|")
    if all(map(_LITERAL.fullmatch, parts)):
        return _Values(test.attribute, tuple(re.sub(r"\\(.)", r"\1", part) for part in parts), denied, False)
    return _Values(test.attribute, (test.value,), denied, False, False)


def _named(found: _Values) -> Shape:
    spelled = found.attribute in (q.WORD, q.SPELLING) and len(found.values) == 1 and not found.exact
    english, arabic = _LEXICAL.get(found.attribute, ("", ""))
    if feature := tagset.BY_KEY.get(found.attribute):
        english, arabic = feature.english, feature.arabic
    values = [_value_names(found.attribute, value) for value in found.values]
    some_english, some_arabic = (
        " or ".join(each for each, _ in values),
        " أو ".join(each for _, each in values),
    )
    return {
        **found._asdict(),
        "values": list(found.values),
        "pattern": letter_boxes.from_expression(found.values[0]) if spelled else None,
        "english": f"{'not ' if found.denied else ''}{english or found.attribute}: {some_english}",
        "arabic": f"{'ليس ' if found.denied else ''}{arabic or found.attribute}: {some_arabic}",
    }


def _value_names(attribute: str, value: str) -> tuple[str, str]:
    """A value as it is called in English and Arabic."""
    if attribute == "rel":
        return _relation_names([value])
    if attribute == "has" and value in KIND_BY_NAME:
        kind = KIND_BY_NAME[value]
        return kind.english, kind.arabic
    try:
        known = tagset.value_of(attribute, value)
    except KeyError:
        return value, value
    return known.english, known.arabic


def _relation_names(typed: Iterable[str]) -> tuple[str, str]:
    english, arabic = [], []
    for each in typed:
        try:
            known = relations.find(each)
        except KeyError:
            english.append(each)
            arabic.append(each)
        else:
            english.append(known.english)
            arabic.append(known.arabic)
    return " or ".join(english), " أو ".join(arabic)


# From cards to a query.


class _Writer:
    def __init__(self, state: Mapping[str, Any]) -> None:
        self._state = state
        self._cards = {card["id"]: card for card in state["cards"]}
        self._below: dict[str, list[Mapping[str, Any]]] = {}
        self._roots = []
        for card in state["cards"]:
            head = card.get("head")
            if card["link"] == "head" and head in self._cards:
                self._below.setdefault(head, []).append(card)
            else:
                self._roots.append(card)
        self._names: dict[str, str] = {}
        for root in self._roots:
            for card, _ in self._tree(root):
                self._names[card["id"]] = chr(ord("A") + len(self._names))
        if len(self._names) < len(self._cards):
            circle = ", ".join(name for name in self._cards if name not in self._names)
            raise KalimaError(
                f"The words {circle} depend on each other in a circle.", "Let one of them depend on none."
            )

    def _tree(
        self, card: Mapping[str, Any], denied: bool = False
    ) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """A card and all below it, and whether each is one that must not be there."""
        yield card, denied
        for each in self._below.get(card["id"], ()):
            yield from self._tree(each, denied or each.get("denied", False))

    def write(self) -> Written:
        rows: list[list[Mapping[str, Any]]] = []
        for card in self._roots:
            if not rows or card["link"] == "verse":
                rows.append([])
            rows[-1].append(card)
        row_of = {
            card["id"]: number
            for number, row in enumerate(rows)
            for root in row
            for card, denied in self._tree(root)
            if not denied
        }
        wanted = self._state.get("conditions", ())
        kept = [
            each
            for each in wanted
            if each["left"] != each["right"]
            and each["left"] in row_of
            and row_of[each["left"]] == row_of.get(each["right"])
        ]
        clauses: list[q.Clause] = [
            self._row(row, [each for each in kept if row_of[each["left"]] == number])
            for number, row in enumerate(rows)
        ]
        if region := self._state.get("region"):
            clauses.append(q.Region(region))
        clause = clauses[0] if len(clauses) == 1 else q.And(tuple(clauses))
        return Written(repr(clause), self._names, len(wanted) - len(kept))

    def _row(self, roots: Sequence[Mapping[str, Any]], conditions: Sequence[Mapping[str, Any]]) -> q.Unit:
        labelled = {each[side] for each in conditions for side in ("left", "right")}
        units: list[q.Unit] = []
        for card in roots:
            if units and card["link"] in ("some", "later"):
                units.append(
                    q.Repeat(
                        q.Token(None), 0, card.get("most", _USUAL_GAP) if card["link"] == "some" else None
                    )
                )
            units.append(self._node(card, labelled))
        unit = units[0] if len(units) == 1 else q.Sequence(tuple(units))
        within = self._state.get("within", WITHIN[0])
        limits = () if within == WITHIN[0] else (q.Limit("within", q.Span(within, ())),)
        compared = tuple(
            q.Comparison(
                self._names[each["left"]],
                each["attribute"],
                "!=" if each.get("not") else "=",
                self._names[each["right"]],
                each["attribute"],
            )
            for each in conditions
        )
        return q.Pattern(unit, limits, compared) if limits or compared else unit

    def _node(self, card: Mapping[str, Any], labelled: set[str]) -> Any:
        below = self._below.get(card["id"], ())
        in_tree = bool(below) or card["link"] == "head"
        node: Any = q.Anything() if card.get("implied") and in_tree else q.Token(_joined(card["tests"]))
        if card["id"] in labelled:
            node = q.Label(self._names[card["id"]], node)
        arcs = tuple(
            q.Arc(
                "|".join(each.get("relations", ())) or None,
                each.get("deep", False),
                each.get("denied", False),
                self._node(each, labelled),
            )
            for each in below
        )
        return q.Tree(node, arcs) if arcs else node


def _joined(tests: Sequence[Mapping[str, Any]]) -> q.TestNode | None:
    nodes = [_node_of(test) for test in tests]
    return nodes[0] if len(nodes) == 1 else q.And(tuple(nodes)) if nodes else None


def _node_of(test: Mapping[str, Any]) -> q.TestNode:
    attribute, values, denied = test["attribute"], test["values"], test.get("denied", False)
    if pattern := test.get("pattern"):
        expression, marked = letter_boxes.to_expression(pattern)
        spelled = q.SPELLING if marked or attribute == q.SPELLING else q.WORD
        return q.Test(spelled, "!=" if denied else "=", expression)
    literal = test.get("literal", True)
    marked = literal and attribute in _MARKED and all(map(has_marks, values))
    if not test.get("exact", marked):
        text = "|".join(map(_escaped, values) if literal else values)
        return q.Test(attribute, "!=" if denied else "=", text)
    each = tuple(q.Test(attribute, "==", value) for value in values)
    node: q.TestNode = each[0] if len(each) == 1 else q.Or(each)
    return q.Not(node) if denied else node


def _escaped(value: str) -> str:
    return _SIGNS.sub(r"\\\1", value)
