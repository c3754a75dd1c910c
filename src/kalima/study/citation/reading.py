"""Reads a citation bundle that anybody may have made: nothing is unpacked, and nothing is believed."""

from __future__ import annotations

import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from kalima.errors import KalimaError, NotFound
from kalima.study import citation
from kalima.study.shapes import MAX_QUERY

MOST_BYTES = 64 << 20
"""Bytes of one file, unpacked; the hits of every word of the text have 12 MB."""
MOST_TOTAL = 160 << 20
MOST_FILES = 64
SHOWN = 60
_SUM = re.compile(r"([0-9a-f]{64}) [ *]([^\s/\\]+)")
_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}")
_NOT_SHOWN = re.compile("[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Bundle(NamedTuple):
    """A bundle as it lies there.

    :param files: the contents by name.
    :param others: names that are no part of a bundle.
    """

    files: dict[str, bytes]
    about: dict[str, Any]
    hits: dict[str, Any]
    figures: dict[str, Any]
    sums: dict[str, str]
    others: list[str]


def printable(text: str) -> str:
    """A text of somebody else's, without what could steer a terminal."""
    return _NOT_SHOWN.sub("\N{REPLACEMENT CHARACTER}", text)


def shown(value: object) -> str:
    """A value of somebody else's in a message, cut short."""
    text = printable(str(value))
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def read_bundle(path: Path) -> Bundle:
    """What a folder or a ZIP file holds.

    :raises NotFound: if there is neither.
    :raises KalimaError: if it is no bundle, with what is wrong and in which file.
    """
    try:
        files, others = _from_folder(path) if path.is_dir() else _from_zip(path)
    except FileNotFoundError as error:
        raise NotFound(f"There is no bundle {path}.", "Name a folder or a ZIP file.") from error
    except OSError as error:
        raise KalimaError(f"{path} cannot be read: {error.strerror or error}.", "Copy it anew.") from error
    for name in (*citation.ALWAYS, citation.SUMS):
        if name not in files:
            raise _unfit(name, "is missing")
    about = _json(files, citation.QUERY)
    _check_about(about)
    hits = _json(files, citation.HITS)
    _check_hits(hits, about["options"]["listed"])
    return Bundle(files, about, hits, _json(files, citation.FIGURES), _sums(files), others)


def _unfit(name: str, what: str) -> KalimaError:
    return KalimaError(
        f"{shown(name)} {what}: this is not a citation bundle as Kalima makes it.",
        "Ask for the bundle anew, or make one with: kalima cite QUERY FILE.zip",
    )


def _from_folder(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    files: dict[str, bytes] = {}
    left = MOST_TOTAL
    for name in citation.FILES:
        file = folder / name
        if not file.exists() and not file.is_symlink():
            continue
        if not stat.S_ISREG(file.lstat().st_mode):  # a link or a device may lead anywhere
            raise _unfit(name, "is no plain file")
        with file.open("rb") as opened:
            files[name] = _limited(name, opened, left)
        left -= len(files[name])
    others = (each.name for each in folder.iterdir() if each.name not in citation.FILES)
    return files, sorted(shown(name) for _, name in zip(range(MOST_FILES), others, strict=False))


def _from_zip(path: Path) -> tuple[dict[str, bytes], list[str]]:
    files: dict[str, bytes] = {}
    others: list[str] = []
    left = MOST_TOTAL
    name = path.name
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_FILES:
                raise _unfit(path.name, f"holds {len(entries):,} files")
            for entry in entries:
                name = entry.filename
                _check_entry(entry, files)
                if name not in citation.FILES:
                    others.append(shown(name))
                    continue
                with packed.open(entry) as opened:
                    files[name] = _limited(name, opened, left)
                left -= len(files[name])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _unfit(name, f"cannot be unpacked ({shown(error)})") from error
    return files, others


def _check_entry(entry: zipfile.ZipInfo, before: Iterable[str]) -> None:
    """Refuse what would matter if the file were unpacked by another program."""
    name, mode = entry.filename, entry.external_attr >> 16
    if name in before:
        raise _unfit(name, "is there twice")
    if "/" in name or "\\" in name or ":" in name or name in ("", ".", ".."):
        raise _unfit(name, "leads to another folder")
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise _unfit(name, "is no plain file")
    if entry.flag_bits & 1:
        raise _unfit(name, "is encrypted")


def _limited(name: str, opened: Any, left: int) -> bytes:
    """The contents, of which no more is unpacked than is allowed, whatever the file says of its size."""
    most = min(MOST_BYTES, left)
    data: bytes = opened.read(most + 1)
    if len(data) > most:
        raise _unfit(name, f"has more than {most:,} bytes")
    return data


def _json(files: dict[str, bytes], name: str) -> dict[str, Any]:
    try:
        value = json.loads(files[name].decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _unfit(name, f"is not UTF-8 text (byte {error.start:,})") from error
    except json.JSONDecodeError as error:
        raise _unfit(name, f"is not JSON (line {error.lineno:,}: {error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise _unfit(name, "is not JSON that can be read") from error
    if not isinstance(value, dict):
        raise _unfit(name, "is not a JSON object")
    return value


def _check_about(about: dict[str, Any]) -> None:
    if about.get("format") != citation.FORMAT:
        raise _unfit(citation.QUERY, f'does not say "format": "{citation.FORMAT}"')
    version = about.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _unfit(citation.QUERY, "does not say its version")
    if version > citation.VERSION:
        raise KalimaError(
            f"The bundle was made by a newer Kalima: it has version {version}, and this one knows"
            f" versions up to {citation.VERSION}.",
            "Get the newest Kalima.",
        )
    query = _field(about, "query", str)
    if not 0 < len(query) <= MAX_QUERY:
        raise _unfit(citation.QUERY, f"has a query of {len(query):,} characters")
    options = _field(about, "options", dict)
    if options.get("listed") not in ("match", "verse"):
        raise _unfit(citation.QUERY, "has options.listed that is neither match nor verse")
    by, parts = options.get("by"), options.get("parts")
    if (
        not isinstance(by, list)
        or not all(isinstance(each, str) for each in by)
        or not isinstance(parts, str)
    ):
        raise _unfit(citation.QUERY, "does not say in options.by and options.parts what was counted")
    for name, fields in (("corpus", ("version", "blake2b")), ("engine", ("version", "index_blake2b"))):
        said = _field(about, name, dict)
        for each in fields:
            if not isinstance(said.get(each), str):
                raise _unfit(citation.QUERY, f"has no text in {name}.{each}")
    if not _DAY.fullmatch(_field(about, "made", str)):
        raise _unfit(citation.QUERY, "does not say as 2026-11-23 when it was made")
    _field(about, "total", dict)


def _field(about: dict[str, Any], name: str, kind: type) -> Any:
    value = about.get(name)
    if not isinstance(value, kind):
        raise _unfit(citation.QUERY, f"has no {name}, or not as it should be")
    return value


def _check_hits(found: dict[str, Any], listed: str) -> None:
    hits = found.get("hits")
    if not isinstance(hits, list):
        raise _unfit(citation.HITS, "has no list of hits")
    for number, hit in enumerate(hits, start=1):
        if not isinstance(hit, dict) or not isinstance(hit.get("ref"), str):
            raise _unfit(citation.HITS, f"has no ref in hit {number:,}")
        if listed == "match" and not _are_texts(hit.get("words")):
            raise _unfit(citation.HITS, f"has no words in hit {number:,}")
        if listed == "match" and not isinstance(hit.get("labels"), dict):
            raise _unfit(citation.HITS, f"has no labels in hit {number:,}")


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _sums(files: dict[str, bytes]) -> dict[str, str]:
    sums: dict[str, str] = {}
    for number, line in enumerate(files[citation.SUMS].decode("utf-8", "replace").splitlines(), start=1):
        found = _SUM.fullmatch(line)
        if not found or found[2] in sums:
            raise _unfit(citation.SUMS, f"has no sum of a file in line {number:,}")
        sums[found[2]] = found[1]
    for name in files:
        if name != citation.SUMS and name not in sums:
            raise _unfit(citation.SUMS, f"does not name {name}")
    return sums
