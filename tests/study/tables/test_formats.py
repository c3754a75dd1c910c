"""Each format holds the table that was given, whatever is in its cells."""

import pytest

from kalima.cli import output
from kalima.errors import KalimaError
from kalima.study.tables import workbook
from kalima.study.tables.files import write_file
from kalima.study.tables.formats import FORMATS, file_name, file_pieces
from kalima.study.tables.table import Table, notes

from .readers import Workbook, read_csv, read_html, read_json, read_markdown, read_tsv

COLUMNS = ("text", "number", "none")
HOSTILE = (
    "=1+1", "+1", "-x", "@SUM(A1)", "＝1", "\tA", "\r=1", "a|b", "*b* _i_ `c` ~s~", "<b>&amp;</b>", 'say "x"; y, z',
    "l1\nl2", "back\\slash", "قَالَ ٱللَّهُ", "–", "http://x.y/", "https://example.com/?a=b", "  spaces  ",
)  # fmt: skip
NUMBERS = (0, -3.25, 77_429, 1e-7)


def table(texts=HOSTILE, count=None):
    rows = [{"text": text, "number": NUMBERS[at % 4]} for at, text in enumerate(texts)]
    return Table(
        "frequency",
        {
            "query": "root:قول <i>",
            "counted": {"unit": "match", "left_out": {}},
            "by": ["root"],
            "total": len(rows),
        },
        COLUMNS,
        iter(rows),
        lambda row: [row["text"], row["number"], None],
        len(rows) if count is None else count,
    )


def written(form, **options):
    return b"".join(file_pieces(table(**options), form))


def spaced(text):
    """As a format without tabs and line breaks in its cells has it."""
    return (
        " ".join(text.replace("\t", "\n").replace("\r", "\n").split("\n"))
        if set("\t\r\n") & set(text)
        else text
    )


def guarded(text):
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "＝", "\t", "\r", "\n")) else text


def test_csv_quotes_and_guards_what_would_be_calculated():
    head, *rows = read_csv(written("csv"))
    assert head == list(COLUMNS)
    assert rows == [[guarded(text), str(NUMBERS[at % 4]), ""] for at, text in enumerate(HOSTILE)]


def test_tsv_has_one_line_a_row_and_nothing_quoted():
    head, *rows = read_tsv(written("tsv"))
    assert head == list(COLUMNS)
    assert [row[0] for row in rows] == [guarded(spaced(text)) for text in HOSTILE]
    assert {len(row) for row in rows} == {3}


def test_json_has_the_rows_as_the_api_has_them():
    answer = read_json(written("json"))
    assert answer.pop("rows") == [
        {"text": text, "number": NUMBERS[at % 4]} for at, text in enumerate(HOSTILE)
    ]
    assert answer == table().about
    assert read_json(b"".join(file_pieces(table([]), "json")))["rows"] == []


def test_markdown_says_what_was_there():
    head, *rows = read_markdown(written("markdown"))
    assert head == list(COLUMNS)
    assert [row[0].strip() for row in rows] == [spaced(text).strip() for text in HOSTILE]
    assert "- counted.unit: match" in written("markdown").decode()


def test_html_holds_no_markup_of_the_cells():
    head, *rows = read_html(written("html"))
    assert head == list(COLUMNS)
    assert rows == [[text, str(NUMBERS[at % 4]), ""] for at, text in enumerate(HOSTILE)]
    page = written("html").decode()
    assert '<td lang="ar" dir="auto">قَالَ ٱللَّهُ</td>' in page
    assert "<dt>counted.unit</dt>" in page and "<i>" not in page


def test_a_workbook_has_texts_and_numbers_and_no_formula_or_link():
    book = Workbook(written("xlsx"))
    assert list(book.sheets) == ["rows", "about"]
    head, *rows = book.rows("rows")
    assert head == list(COLUMNS)
    plain = [(text, row[0]) for text, row in zip(HOSTILE, rows, strict=True) if not set("\t\r\n") & set(text)]
    assert len(plain) > 12 and all(text == cell for text, cell in plain)
    assert [row[1] for row in rows[:4]] == list(NUMBERS)
    assert not any(book.has(sheet, tag) for sheet in book.sheets for tag in ("f", "hyperlink"))
    assert ["query", "root:قول <i>"] in book.rows("about") and ["total", len(HOSTILE)] in book.rows("about")


@pytest.mark.parametrize(("texts", "right"), [(("قال",), True), (("V", "N"), False)])
def test_a_sheet_with_arabic_begins_on_the_right(texts, right):
    book = Workbook(written("xlsx", texts=texts))
    assert book.right_to_left("rows") is right
    assert book.right_to_left("about") is True  # the query is Arabic


def test_more_rows_than_a_sheet_has_are_refused_before_any_is_made():
    with pytest.raises(KalimaError, match="A sheet has 1,048,575 rows at most"):
        file_pieces(table(count=workbook.MOST_ROWS + 1), "xlsx")


def test_a_file_is_named_for_what_is_in_it():
    assert file_name(table(), "csv") == "kalima-frequency-root-قول-i.csv"
    assert file_name(Table("hits", {"query": "x" * 500}, (), (), lambda row: [], 0), "markdown").endswith(
        "x.md"
    )
    assert len(file_name(Table("hits", {"query": "x" * 500}, (), (), lambda row: [], 0), "xlsx")) < 80


def test_a_file_is_there_whole_or_not_at_all(tmp_path):
    path, told = tmp_path / "f.csv", []
    write_file(table(["a"] * 1_200), "csv", path, progress=lambda *at: told.append(at))
    assert told == [(0, 1_200), (500, 1_200), (1_000, 1_200), (1_200, 1_200)]
    assert len(read_csv(path.read_bytes())) == 1_201

    def stop(done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KalimaError, match=r"There is .* already"):
        write_file(table(), "csv", path)
    with pytest.raises(KeyboardInterrupt):
        write_file(table(["b"] * 1_200), "csv", path, replace=True, progress=stop)
    assert len(read_csv(path.read_bytes())) == 1_201 and [each.name for each in tmp_path.iterdir()] == [
        "f.csv"
    ]


def test_notes_say_a_few_things_one_by_one_and_many_not():
    about = {"a": {"b": 1, "c": {}}, "list": ["x", "y"], "few": [{"r": 1}, {"r": 2}], "many": [{"r": 1}] * 11}
    assert list(notes(about)) == [("a.b", 1), ("list", "x, y"), ("few.1.r", 1), ("few.2.r", 2)]


def test_the_terminal_offers_every_format():
    assert set(FORMATS) == set(output.FORMATS)
