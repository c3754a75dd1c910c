"""Reads back what the tables write, each format by somebody else's reader or by its own rules."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import zipfile
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(data: bytes, **dialect) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text, newline=""), **dialect))


def read_tsv(data: bytes) -> list[list[str]]:
    lines = data.decode("utf-8-sig").removesuffix("\n").split("\n")
    return [line.split("\t") for line in lines]


def read_json(data: bytes) -> dict:
    return json.loads(data)


def read_markdown(data: bytes) -> list[list[str]]:
    lines = [line for line in data.decode().split("\n") if line.startswith("| ")]
    rows = [re.split(r"(?<!\\) \| ", line[2:].removesuffix(" |")) for line in lines]
    assert set(rows.pop(1)) == {"---"}
    return [[re.sub(r"\\(.)", r"\1", cell).replace("&amp;", "&") for cell in row] for row in rows]


class _Cells(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.tags: set[str] = set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def read_html(data: bytes) -> list[list[str]]:
    parser = _Cells()
    parser.feed(data.decode())
    parser.close()
    assert "script" not in parser.tags and "b" not in parser.tags
    return parser.rows


class Workbook:
    """The sheets of an XLSX file by name, as its XML has them."""

    def __init__(self, data: bytes) -> None:
        self._file = zipfile.ZipFile(io.BytesIO(data))
        assert self._file.testzip() is None
        book = ElementTree.fromstring(self._file.read("xl/workbook.xml"))  # noqa: S314  # our own
        names = [sheet.get("name") for sheet in book.iter(f"{SHEET}sheet")]
        self.sheets = {
            name: ElementTree.fromstring(self._file.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314  # our own
            for number, name in enumerate(names, start=1)
        }

    def rows(self, name: str) -> list[list[str | float]]:
        return [list(map(self._cell, row)) for row in self.sheets[name].iter(f"{SHEET}row")]

    @staticmethod
    def _cell(cell: ElementTree.Element) -> str | float:
        if cell.get("t") == "inlineStr":
            return "".join(text.text or "" for text in cell.iter(f"{SHEET}t"))
        return float(cell.find(f"{SHEET}v").text)

    def right_to_left(self, name: str) -> bool:
        return next(self.sheets[name].iter(f"{SHEET}sheetView")).get("rightToLeft") == "1"

    def has(self, name: str, tag: str) -> bool:
        return any(True for _ in self.sheets[name].iter(SHEET + tag))
