"""Reads the dependency treebank: one graph a verse, every node and every arc of the source kept.

The source is a JSON file a verse, ``quranic_nlp/data/qSyntaxSemantic/<surah>-<ayah>.json``::

    Data.relationName.Data[]  {Id, name}
    Data.ayeh.node.Data[]     {id, idWord, prevId, nextId, Word, xml}     xml is null for an implied word
    Data.ayeh.edge.Data[]     {from, to, arrow, relationId}

Which end of an edge is the head is in the arrow and in the order of the two words, not in from and to. The
graph was drawn on a right-to-left line, so the later of two words stands on the left: LTR says that the later
one depends on the earlier one, RTL the reverse.

The order of a verse's nodes is a linked list. In 11 verses it is broken: ten have nodes that it passes by,
and 1:1 has no beginning. Such a node goes where its own links say, and they are named in ``Graph.unlinked``.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from kalima.arabic.folding import fold_root
from kalima.corpus import treebank_tags
from kalima.corpus.relations import find_source
from kalima.corpus.treebank_tags import LETTERS

FOLDER = "quranic_nlp/data/qSyntaxSemantic/"

_WORD = re.compile(r'<word((?: \w+="[^"&<]*")+) />')
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_TAKEN = {feature.attribute: feature.key for feature in treebank_tags.FEATURES}
# Two names of one attribute: 27 proper names of the source are so marked.
_SAME = {"alam": "Alam"}
# What is not taken over, and why nothing is lost:
_NOT_TAKEN = {
    *("Seq", "Slice", "Entry"),  # place and spelling: the node's order and its text
    "Lemma",  # on 13,000 nodes only; the Quranic Arabic Corpus has one for every stem
    "Desc",  # 221 remarks of the annotators to each other, in Persian
    *("Derv", "Decl"),  # whether derived, whether inflected: DervT and Case say it more finely
    *("Categories", "Genr", "Opr", "Spc", "Tov"),  # on 16 nodes that were added by hand, repeating the others
}
# On 14 nodes the attribute for the root holds something else: the template of لوط, the word "unclear".
_NOT_ROOTS = {"فُعْلٍ", "مبهم"}


@dataclass(frozen=True, slots=True)
class Node:
    """One node: a piece of a written word, or a word that grammar supplies.

    ``index`` is its 0-based place in the verse; ``text`` the source's spelling, Persian letters and all, or
    ``*`` for a word that is implied but not named; ``word_number`` counts the source's own words from 1 (its
    وَ is a word); ``features`` has keys of ``treebank_tags.FEATURES``, and is empty for an implied word.
    """

    index: int
    text: str
    word_number: int
    implied: bool
    features: dict[str, str]


class Arc(NamedTuple):
    """One arc between two nodes, by index; ``relation`` is a key of ``kalima.corpus.relations``."""

    head: int
    dependent: int
    relation: str


class Graph(NamedTuple):
    """The graph of one verse. ``unlinked`` are the nodes that the source's list does not reach."""

    surah: int
    ayah: int
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    unlinked: tuple[int, ...] = ()

    def heads(self) -> list[list[int]]:
        """The heads of each node, in the source's order."""
        heads: list[list[int]] = [[] for _ in self.nodes]
        for arc in self.arcs:
            heads[arc.dependent].append(arc.head)
        return heads

    def rootless(self) -> list[int]:
        """The nodes from which the way up, by first heads, never ends: on a cycle, or led to one."""
        first = [heads[0] if heads else None for heads in self.heads()]
        found = []
        for node in range(len(first)):
            seen: set[int] = set()
            above: int | None = node
            while above is not None and above not in seen:
                seen.add(above)
                above = first[above]
            if above is not None:
                found.append(node)
        return found


def read_graphs(wheel: zipfile.ZipFile) -> Iterator[Graph]:
    """The graphs of all 6,236 verses, in the order of the mushaf.

    :raises ValueError: if the source has a relation, a feature or a value that the tables lack.
    """
    verses = {
        tuple(map(int, PurePosixPath(name).stem.split("-"))): name
        for name in wheel.namelist()
        if name.startswith(FOLDER) and name.endswith(".json")
    }
    for (surah, ayah), name in sorted(verses.items()):
        yield read_graph(json.loads(wheel.read(name))["Data"], surah, ayah)


def read_graph(data: dict[str, Any], surah: int, ayah: int) -> Graph:
    """One verse's graph from the ``Data`` of its file."""
    raw = data["ayeh"]["node"]["Data"]
    ordered, unlinked = _in_order(raw)
    place = {node["id"]: index for index, node in enumerate(ordered)}
    numbers: dict[int, int] = {}
    nodes = tuple(
        Node(
            index,
            node["Word"].strip(),
            numbers.setdefault(node["idWord"], len(numbers) + 1),
            node["xml"] is None,
            dict(_features(node["xml"], node["Word"])) if node["xml"] else {},
        )
        for index, node in enumerate(ordered)
    )
    relations = {relation["Id"]: relation["name"] for relation in data["relationName"]["Data"]}
    arcs = tuple(_arc(edge, place, relations) for edge in data["ayeh"]["edge"]["Data"])
    return Graph(surah, ayah, nodes, arcs, tuple(sorted(place[node] for node in unlinked)))


def _in_order(raw: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], set[int]]:
    """The nodes in the order of the verse, and the ids of those that the list does not reach."""
    by_id = {node["id"]: node for node in raw}
    order: list[int] = []
    seen: set[int] = set()
    here: int | None = next((node["id"] for node in raw if node["prevId"] is None), None)
    while here is not None and here in by_id and here not in seen:
        order.append(here)
        seen.add(here)
        here = by_id[here]["nextId"]
    unlinked = by_id.keys() - seen
    for node in sorted(unlinked):  # ids grow along a verse as it was first entered
        before, after = by_id[node]["prevId"], by_id[node]["nextId"]
        if before in order:
            order.insert(order.index(before) + 1, node)
        elif after in order:
            order.insert(order.index(after), node)
        else:
            order.append(node)
    return [by_id[node] for node in order], unlinked


def _arc(edge: dict[str, Any], place: dict[int, int], relations: dict[int, str]) -> Arc:
    earlier, later = sorted((place[edge["from"]], place[edge["to"]]))
    relation = _relation(relations[edge["relationId"]])
    if edge["arrow"] == "LTR":
        return Arc(earlier, later, relation)
    if edge["arrow"] == "RTL":
        return Arc(later, earlier, relation)
    raise ValueError(f"unknown arrow: {edge['arrow']!r}")


@cache
def _relation(name: str) -> str:
    try:
        return find_source(name).key
    except KeyError:
        raise ValueError(f"unknown relation of the treebank: {name!r}") from None


@cache
def _features(xml: str, text: str) -> tuple[tuple[str, str], ...]:
    """The features in the ``<word …/>`` of the node ``text``, by their own keys."""
    word = _WORD.fullmatch(xml)
    if word is None:
        raise ValueError(f"not a word of the treebank: {xml}")
    raw = {_SAME.get(name, name): value for name, value in _ATTRIBUTE.findall(word[1])}
    if unknown := raw.keys() - _TAKEN.keys() - _NOT_TAKEN:
        raise ValueError(f"unknown features of the treebank {sorted(unknown)}: {xml}")
    is_verb = treebank_tags.read("pos", raw["Pos"]) == "verb"
    found = []
    for feature in treebank_tags.FEATURES:
        # One attribute holds the case of a noun and the mood of a verb: مرفوع is nominative or indicative.
        wrong = feature.key == ("case" if is_verb else "mood")
        value = None if wrong else _value(feature, raw.get(feature.attribute, ""), text)
        if value is not None:
            found.append((feature.key, value))
    return tuple(found)


def _value(feature: treebank_tags.TreebankFeature, raw: str, text: str) -> str | None:
    if feature.terms:
        return treebank_tags.read(feature.key, raw)
    if treebank_tags.is_empty(raw):
        return None
    if feature.key == "template":
        return normalise_template(raw, text)
    return None if raw in _NOT_ROOTS else fold_root(raw)


# Templates. The source typed 2,203 of them by hand, over years; what varies, and what becomes of it:
#
# 1. Persian ya and kaf become Arabic ones; spaces go. Of two templates with a stroke between them (the
#    word as it stands, and in full) both stay, the longer first.
# 2. The marks of a letter: shadda first, then one vowel (of two, the last), a sukun only where there is
#    neither. A mark on nothing, or on an alif that lengthens, goes. The tanween of فَعلاً is on the letter
#    before the alif; a final tanween of fatha has its alif, unless on ta marbuta or hamza.
# 3. Vowels that the spelling leaves no choice about are written: fatha before alif and ta marbuta, damma
#    and kasra before a bare waw and ya that lengthen (فُعول, فَعیل).
# 4. A final ya after fatha is alif maqsura (فُعْلَى), unless the word that the template is of has a mark on
#    its own ya: then it is the diphthong of a dual (فَاعِلَيْ, of وَالِدَيْ). A vowel left out before a final
#    ya is taken from that word too.
# 5. Sukun is written inside a word, on a consonant between two vowels, never on a letter that lengthens;
#    where two letters in a row are bare, nothing can be said and they stay bare. The last letter stays as
#    the source has it: يَفْعَلْ is a jussive, while يَفْعَل has its ending in the next node.
# 6. A first alif with fatha is a hamza (أَفْعَلَ), and so is that of أُفْعِلَ. Forms VII, VIII and X begin with a
#    joining alif (اِفْتَعَلَ, not إِفْتَعَلَ); a bare one gets the vowel it is read with (اِفْعَلْ, اُفْعُلْ).
#
# A template without a single vowel keeps its bare letters: which one is meant, it does not say.

_FATHATAN, _DAMMATAN, _KASRATAN = "\u064b\u064c\u064d"
_FATHA, _DAMMA, _KASRA = "\u064e\u064f\u0650"
_SHADDA, _SUKUN = "\u0651\u0652"
_VOWELS = {_FATHATAN, _DAMMATAN, _KASRATAN, _FATHA, _DAMMA, _KASRA}
_MARKS = {*_VOWELS, _SHADDA, _SUKUN}
_ALIFS = {"ا", "آ", "ى"}  # never carry a vowel
_LONG = {"و": _DAMMA, "ي": _KASRA}  # the vowel that each lengthens
_JOINING = {("ف", "ت"), ("س", "ت"), ("ن", "ف")}  # after the first alif: forms VIII, X and VII


@dataclass
class _Letter:
    letter: str
    vowel: str = ""
    shadda: bool = False
    sukun: bool = False

    @property
    def bare(self) -> bool:
        return not (self.vowel or self.shadda or self.sukun)

    def __str__(self) -> str:
        sukun = _SUKUN if self.sukun and not self.vowel and not self.shadda else ""
        return self.letter + _SHADDA * self.shadda + self.vowel + sukun


def _read(text: str) -> list[_Letter]:
    letters: list[_Letter] = []
    for char in "".join(text.split()).translate(LETTERS):
        if char not in _MARKS:
            letters.append(_Letter(char))
        elif not letters:
            continue
        elif char == _SHADDA:
            letters[-1].shadda = True
        elif char == _SUKUN:
            letters[-1].sukun = True
        else:
            letters[-1].vowel = char
    return letters


@cache
def normalise_template(raw: str, text: str = "") -> str:
    """The one spelling of a template.

    :param raw: the template as the source has it.
    :param text: the word it is the template of, which decides what a final ya is.
    """
    if "/" in raw:
        parts = (normalise_template(part, text) for part in raw.split("/"))
        return "/".join(sorted(parts, key=len, reverse=True))
    letters = _read(raw)
    if any(letter.vowel for letter in letters):
        _place_tanween(letters)
        _lengthen(letters)
        _end_in_ya(letters, _read(text))
        _begin(letters)
        _write_sukun(letters)
    return "".join(map(str, letters))


def _place_tanween(letters: list[_Letter]) -> None:
    last = letters[-1]
    after_fatha = len(letters) > 1 and letters[-2].vowel == _FATHA
    if last.vowel == _FATHATAN and (last.letter == "ا" or (last.letter == "ي" and after_fatha)):
        letters[-2].vowel, last.vowel = _FATHATAN, ""
    elif last.vowel == _FATHATAN and last.letter not in "ةء":
        letters.append(_Letter("ا"))
    for letter in letters[1:]:
        if letter.letter == "ا":
            letter.vowel, letter.shadda, letter.sukun = "", False, False


def _lengthen(letters: list[_Letter]) -> None:
    last = len(letters) - 1
    for i, (here, after) in enumerate(pairwise(letters)):
        if here.sukun and here.vowel and (after.letter, after.vowel) in {("ت", _DAMMA), ("ن", _FATHA)}:
            here.vowel = ""  # أُفْعِلَْتُمْ: the bare form's vowel was left standing before the ending
        plural = here.letter == "و" and after.letter == "ا" and i + 1 == last
        if here.letter not in _ALIFS and not here.vowel and not plural and after.letter in {"ا", "ة"}:
            here.vowel = _FATHA
        elif i and here.letter not in {*_ALIFS, *_LONG} and not (here.vowel or here.sukun) and after.bare:
            ya_at_end = after.letter == "ي" and i + 1 == last  # has a rule of its own
            here.vowel = "" if ya_at_end else _LONG.get(after.letter, "")


def _end_in_ya(letters: list[_Letter], text: list[_Letter]) -> None:
    if len(letters) < 3 or letters[-1].letter != "ي" or letters[-1].vowel or letters[-1].shadda:
        return
    before, ya = letters[-2:]
    word_ends_in_ya = len(text) > 1 and text[-1].letter in {"ي", "ى"}
    if not before.vowel and before.letter not in _ALIFS and text:
        before.vowel = text[-2].vowel if word_ends_in_ya else _FATHA if text[-1].letter == "ا" else _KASRA
    if before.vowel in {_FATHA, _FATHATAN}:
        ya.sukun = ya.sukun or (word_ends_in_ya and not text[-1].bare)
        ya.letter = "ي" if ya.sukun else "ى"


def _begin(letters: list[_Letter]) -> None:
    first = letters[0]
    if len(letters) < 3 or first.letter not in {"ا", "إ", "أ"}:
        return
    second, third = letters[1:3]
    derived = (second.letter, third.letter) in _JOINING and not second.vowel
    noun = [letter.letter for letter in letters[1:4]] == ["ف", "ع", "ا"]  # أفعال, a plural
    fourth = (first.vowel, third.vowel) == (_DAMMA, _KASRA)  # أُفْعِلَ
    if first.letter == "ا" and (first.vowel == _FATHA or fourth) and not derived:
        first.letter = "أ"
    elif first.letter in {"ا", "إ"} and derived and (first.vowel or third.vowel):
        first.letter = "ا"
        first.vowel = _DAMMA if _DAMMA in {first.vowel, third.vowel} else _KASRA
    elif first.letter == "ا" and not first.vowel and third.vowel and not noun:
        first.vowel = _DAMMA if third.vowel == _DAMMA else _KASRA
    elif first.letter in {"ا", "أ"} and not first.vowel and noun:
        first.letter, first.vowel = "أ", _FATHA


def _write_sukun(letters: list[_Letter]) -> None:
    last = len(letters) - 1
    for i in range(1, last):
        before, here, after = letters[i - 1 : i + 2]
        lengthens = here.letter in _ALIFS or _LONG.get(here.letter) == before.vowel
        if lengthens:
            here.sukun = False
        elif here.bare and before.vowel:
            final = i + 1 == last and not after.sukun
            here.sukun = bool(after.vowel or after.shadda) or final
