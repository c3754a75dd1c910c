"""The manual's pages as blocks of runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kalima
from kalima.errors import KalimaError
from kalima.study.library import Library
from kalima.study.manual import Block, Page, Run, read_blocks, read_manual, read_runs

MANUAL = Path(kalima.__file__).parent / "manual"
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")

LINE = "see `a|b`, **bold**, *it* and [Searching](search.md#words) 2 * 3"
TEXT = """# Title

One line
goes on
- first
  of two
- second

1. one
2. two

| typed | finds |
|---|---|
| `root:قول` `X -> Y` `A B` `nonsense:x` | it `root:قول` |
| `"II\\|IV"` | both |

```
[pos="V"]
```

    plain   root:x
"""


def text(value: str, kind: str = "text") -> Run:
    return Run(kind, value)


def test_a_line_is_runs() -> None:
    assert read_runs(LINE) == [
        text("see "),
        text("a|b", "code"),
        text(", "),
        text("bold", "strong"),
        text(", "),
        text("it", "em"),
        text(" and "),
        Run("link", "Searching", "search.md#words"),
        text(" 2 * 3"),
    ]


def test_a_page_is_blocks() -> None:
    assert list(read_blocks(TEXT, queries=True)) == [
        Block("heading", 1, "title", [[[text("Title")]]]),
        Block("paragraph", 0, "", [[[text("One line goes on")]]]),
        Block("list", 0, "", [[[text("first of two")]], [[text("second")]]]),
        Block("numbered", 0, "", [[[text("one")]], [[text("two")]]]),
        Block(
            "table",
            0,
            "",
            [
                [[text("typed")], [text("finds")]],
                [
                    [
                        text("root:قول", "query"),
                        text(" "),
                        text("X -> Y", "code"),
                        text(" "),
                        text("A B", "code"),
                        text(" "),
                        text("nonsense:x", "code"),
                    ],
                    [text("it "), text("root:قول", "code")],
                ],
                [[text('"II|IV"', "query")], [text("both")]],
            ],
        ),
        Block("code", 0, "", [[[text('[pos="V"]', "query")]]]),
        Block("code", 0, "", [[[text("plain   root:x", "code")]]]),
    ]


def test_a_list_ends_its_paragraph_and_headings_of_one_name_differ() -> None:
    anchors = [block.anchor for block in read_blocks("# A b\n## A b\n### Über `x`: y")]
    assert anchors == ["a-b", "a-b-", "über-x-y"]


@pytest.mark.parametrize("page", read_manual(), ids=lambda page: f"{page.name}.{page.language}")
def test_every_page_begins_with_its_title_and_leaves_no_marks(page: Page) -> None:
    assert page.blocks[0].kind == "heading" and page.blocks[0].level == 1 and page.title
    runs = [run for block in page.blocks for row in block.rows for cell in row for run in cell]
    assert [run.text for run in runs if run.kind == "text" and re.search(r"`|\*\*|\]\(", run.text)] == []
    widths = [{len(row) for row in block.rows} for block in page.blocks if block.kind == "table"]
    assert all(len(each) == 1 for each in widths)


def test_every_link_leads_somewhere() -> None:
    anchors = {page.name: {block.anchor for block in page.blocks if block.anchor} for page in read_manual()}
    for page in read_manual():
        for run in (run for block in page.blocks for row in block.rows for run in _runs(row)):
            if run.kind != "link" or run.to.startswith("https://"):
                continue
            found = re.fullmatch(r"(?:(decisions/)?([\w-]+)\.md)?(?:#(.+))?", run.to)
            assert found, (page.name, run)
            if found[1]:
                assert (MANUAL / run.to).is_file(), (page.name, run)
            else:
                there = anchors[found[2] or page.name]
                assert not found[3] or found[3] in there, (page.name, run)


@pytest.mark.parametrize(
    "page",
    [page for page in read_manual() if page.language != "en"],
    ids=lambda page: f"{page.name}.{page.language}",
)
def test_an_edition_in_another_language_has_all_of_the_english_page(page: Page) -> None:
    [english] = [each for each in read_manual() if (each.name, each.language) == (page.name, "en")]
    assert [_shape(block) for block in page.blocks] == [_shape(block) for block in english.blocks]
    rows, english_rows = ([row for block in each.blocks for row in block.rows] for each in (page, english))
    for row, original in zip(rows, english_rows, strict=True):
        where = _plain(row), _plain(original)
        assert _codes(row) == _codes(original), where
        assert _targets(row) == _targets(original), where
        assert _numbers(row) >= _numbers(original), where


def _shape(block: Block) -> tuple[str, int, str, list[int]]:
    """What kind of block it is, a heading's level and place, and how many cells each row has."""
    return block.kind, block.level, block.anchor, [len(row) for row in block.rows]


def _runs(row: list[list[Run]]) -> list[Run]:
    return [run for cell in row for run in cell]


def _plain(row: list[list[Run]]) -> str:
    return " ".join(run.text for run in _runs(row))


def _codes(row: list[list[Run]]) -> set[str]:
    return {run.text for run in _runs(row) if run.kind in ("code", "query")}


def _targets(row: list[list[Run]]) -> set[str]:
    return {run.to for run in _runs(row) if run.kind == "link"}


def _numbers(row: list[list[Run]]) -> set[str]:
    """The numbers in digits, of either script, outside code; another language may have more of them."""
    text = " ".join(run.text for run in _runs(row) if run.kind not in ("code", "query"))
    return set(re.findall(r"\d+(?:\.\d+)?", text.translate(DIGITS).replace(",", "")))


def test_every_example_of_a_query_can_be_searched(library: Library) -> None:
    queries = {
        run.text
        for page in read_manual()
        for block in page.blocks
        for row in block.rows
        for cell in row
        for run in cell
        if run.kind == "query"
    }
    assert len(queries) > 60
    refused = {}
    for query in queries:
        try:
            library.search(query)
        except KalimaError as error:
            if "is a place to go to" not in error.message:
                refused[query] = error.message
    assert refused == {}
