"""Runs the query of a citation bundle again, and says whether all is the same or exactly what differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kalima import __version__
from kalima.errors import KalimaError
from kalima.search.hits import Hits
from kalima.study import citation, shapes
from kalima.study.citation.making import (
    Asked,
    bundle_files,
    checked,
    figures,
    listed_by,
    report_file,
    table_of,
)
from kalima.study.citation.reading import Bundle, printable, read_bundle, shown
from kalima.study.library import Library

TOLD = 20
"""Differences of one kind that are told one by one."""


class Verdict(NamedTuple):
    """What came of it.

    :param differences: sentences, none if all is the same.
    :param notes: what is to be known and is no difference.
    :param found: the totals of today; ``None`` if the query finds nothing that can be compared.
    """

    query: str
    differences: list[str]
    notes: list[str]
    found: dict[str, int] | None

    @property
    def identical(self) -> bool:
        return not self.differences


def verify(library: Library, path: Path) -> Verdict:
    """Check a bundle: its sums, its corpus, and what its query finds here.

    :raises KalimaError: if it is no bundle.
    """
    bundle = read_bundle(path)
    differences = [*_sums(bundle), *_corpus(library, bundle)]
    notes = _notes(library, bundle)
    options = bundle.about["options"]
    asked = Asked(bundle.about["query"], options["by"], options["parts"], bundle.about["made"])
    try:
        hits = checked(library, asked)
    except KalimaError as error:
        differences.append(f"The query is not answered here: {printable(error.message)}")
        return Verdict(asked.query, differences, notes, None)
    differences += _totals(bundle, hits)
    differences += _hits(library, bundle, hits)
    differences += _figures(library, bundle, asked, hits)
    differences += _added_up(bundle)
    if not differences:  # then also what is made of all that
        differences += _files(library, bundle, asked, hits)
    return Verdict(asked.query, differences, notes, shapes.total(hits))


def _sums(bundle: Bundle) -> Iterator[str]:
    for name, data in bundle.files.items():
        if name != citation.SUMS and (summed := hashlib.sha256(data).hexdigest()) != bundle.sums[name]:
            yield f"{name} was changed after it was made: its sha256 is {summed}, not {bundle.sums[name]}."
    for name in bundle.sums.keys() - bundle.files.keys():
        yield f"{shown(name)} is named in {citation.SUMS} and is not there."


def _corpus(library: Library, bundle: Bundle) -> Iterator[str]:
    said, manifest = bundle.about["corpus"], library.manifest
    if said["version"] != manifest["corpus_version"]:
        yield f"The corpus has version {shown(said['version'])} there, {manifest['corpus_version']} here."
    here = manifest["blake2b"]["corpus.db"]
    if said["blake2b"] != here:
        yield f"corpus.db is another: blake2b {shown(said['blake2b'])} there, {here} here."
    elif bundle.files[citation.REPORT] != report_file(library):
        yield f"{citation.REPORT} is not the report of that corpus."


def _notes(library: Library, bundle: Bundle) -> list[str]:
    engine = bundle.about["engine"]
    notes = []
    if engine["version"] != __version__:
        notes.append(f"It was made with Kalima {shown(engine['version'])}; this is {__version__}.")
    if engine["index_blake2b"] != (here := library.manifest["blake2b"]["search.index"]):
        notes.append(f"The index is another: {shown(engine['index_blake2b'])} there, {here} here.")
    if bundle.others:
        notes.append(f"Not part of it: {', '.join(bundle.others)}.")
    return notes


def _totals(bundle: Bundle, hits: Hits) -> Iterator[str]:
    for name, count in shapes.total(hits).items():
        said = bundle.about["total"].get(name)
        if said != count:
            yield f"There are {shown(said)} {name} in {citation.QUERY}, {count:,} here."


def _hits(library: Library, bundle: Bundle, hits: Hits) -> Iterator[str]:
    listed = bundle.about["options"]["listed"]
    recorded, twice = _by_place(bundle.hits["hits"], listed)
    here, _ = _by_place(json.loads(json.dumps(list(table_of(library, hits).rows))), listed_by(hits))
    lines = [f"{citation.HITS} has {shown(place)} twice." for place in twice]
    lines += [f"Not found here: {shown(place)}" for place in recorded if place not in here]
    lines += [f"Found here, and not there: {shown(place)}" for place in here if place not in recorded]
    lines += [
        f"Told otherwise: {shown(place)}: {what}"
        for place, row in recorded.items()
        if place in here
        for what in differing(row, here[place])
    ]
    if not lines and list(recorded) != list(here):
        lines = ["The hits are in another order."]
    return _some(lines)


def _by_place(rows: list[dict[str, Any]], listed: str) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The hits by where they are, with what their labels name, and the places that are there twice."""
    found: dict[str, dict[str, Any]] = {}
    twice = []
    for row in rows:
        place = row["ref"]
        if listed == "match":
            place = " ".join(
                [*row["words"], *(f"{name}={_label(each)}" for name, each in row["labels"].items())]
            )
        if place in found:
            twice.append(place)
        found[place] = row
    return found, twice


def _label(label: object) -> str:
    if not isinstance(label, dict):
        return str(label)
    words = label.get("words")
    return ",".join(map(str, words)) if isinstance(words, list) and words else f"node {label.get('node')}"


def _figures(library: Library, bundle: Bundle, asked: Asked, hits: Hits) -> Iterator[str]:
    here = json.loads(json.dumps(figures(library, asked, hits)))
    return _some([f"{citation.FIGURES}: {what}" for what in differing(bundle.figures, here)])


def _added_up(bundle: Bundle) -> Iterator[str]:
    """Whether the counts of the bundle agree with one another."""
    listed, total = bundle.about["options"]["listed"], bundle.about["total"]
    hits, said = len(bundle.hits["hits"]), total.get(shapes.TOTALS[listed])
    if hits != said:
        yield f"{citation.HITS} has {hits:,} hits, and {citation.QUERY} says {shown(said)}."
    for name, rows in (("frequency", "rows"), ("dispersion", "parts")):
        table = bundle.figures.get(name)
        if table is None and listed == "verse":
            continue
        try:
            summed = sum(row["count"] for row in table[rows])  # type: ignore[index]
            left_out = table["counted"]["left_out"].get("not_written", 0)  # type: ignore[index]
        except (TypeError, KeyError, AttributeError):
            yield f"{citation.FIGURES} has no counts of {name}."
            continue
        if summed + left_out != hits:
            yield f"The counts of {name} sum to {shown(summed + left_out)}; there are {hits:,} hits."


def _files(library: Library, bundle: Bundle, asked: Asked, hits: Hits) -> Iterator[str]:
    """The files that are made of the others, if this very program made them."""
    if bundle.about["engine"]["version"] != __version__:
        return
    for name, pieces in bundle_files(library, asked, hits):
        if bundle.files.get(name) != b"".join(pieces):
            yield f"{name} does not say what the other files say."


def differing(there: Any, here: Any, at: str = "") -> Iterator[str]:
    """Each place at which two JSON values differ."""
    if isinstance(there, dict) and isinstance(here, dict):
        for name in dict.fromkeys([*there, *here]):
            where = f"{at}.{name}" if at else str(name)
            if name not in there or name not in here:
                yield f"{shown(where)} is only {'here' if name in here else 'there'}"
            else:
                yield from differing(there[name], here[name], where)
    elif isinstance(there, list) and isinstance(here, list):
        if len(there) != len(here):
            yield f"{shown(at)} has {len(there):,} values there, {len(here):,} here"
        for number, (one, other) in enumerate(zip(there, here, strict=False)):
            yield from differing(one, other, f"{at}[{number}]")
    elif there != here or isinstance(there, bool) != isinstance(here, bool):
        yield f"{shown(at)} is {shown(there)} there, {shown(here)} here"


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:TOLD]
    if len(lines) > TOLD:
        yield f"... and {len(lines) - TOLD:,} more"
