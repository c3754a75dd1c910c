"""Results as files: the addresses that end in ``/table``, each row of which is made while it is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from werkzeug.wsgi import FileWrapper

from kalima.study import citation, shapes
from kalima.study.library import Library
from kalima.study.statistics.dispersion import PARTS
from kalima.study.tables.formats import FORMATS, file_name, file_pieces, named_file
from kalima.study.tables.results import hits_table
from kalima.study.tables.table import Table
from kalima.web.kinds import Choice, Natural, Text
from kalima.web.routes import Api, Parameter, Reply, Route, Tag
from kalima.web.searching import QUERY, SEED, SORT, check_order
from kalima.web.structures import ListOf

TABLES = Tag("Tables", "Results of any size as files: CSV, TSV, JSON, XLSX, Markdown and HTML.")

FORMAT = Parameter("format", Choice(tuple(FORMATS)), "What kind of file it is.", "csv")
ROWS = (
    Parameter("limit", Natural(), "How many rows, at most; else all.", None),
    Parameter("offset", Natural(), "How many to leave out first.", 0),
)
_MORE = (
    "JSON has what the answer without /table has, with all rows. A text that a spreadsheet would calculate "
    "gets an apostrophe before it in CSV and TSV; in XLSX it is text."
)


def declare_table(
    api: Api,
    path: str,
    says: str,
    query: Sequence[Parameter],
    examples: Sequence[Mapping[str, Any]],
    made: Callable[..., Table],
    *,
    parts: Sequence[Parameter] = (),
    paged: bool = True,
) -> None:
    """Declare ``path``/table, which answers with the table that ``made`` makes of the request's values.

    :param query: the parameters besides those of every table; limit and offset are replaced.
    """
    own = [each for each in query if each.name not in ("limit", "offset")]

    @api.answers(
        Route(
            "GET",
            f"{path}/table",
            says,
            TABLES,
            Text(says="The file."),
            examples,
            parts=parts,
            query=[*own, FORMAT, *(ROWS if paged else ())],
            media="application/octet-stream",
            headers={"Content-Disposition": "What the file may be called."},
            refusals={404: "There is no such root."} if parts else {},
            more=_MORE,
        )
    )
    def answer(format: str, **asked: Any) -> Reply:
        return attached(made(**asked), format)


def attached(table: Table, form: str) -> Reply:
    """A table as a file to be saved."""
    return Reply(file_pieces(table, form), {"Content-Disposition": disposition(file_name(table, form))})


def disposition(name: str) -> str:
    """The header that names a file, also to who reads no letters but Latin ones."""
    plain = name.encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def declare(api: Api, library: Library) -> None:
    """``/api/v1/search/table``."""

    def hits(q: str, by: str, sort: str, seed: int, offset: int, limit: int | None) -> Table:
        check_order(by, sort)
        return hits_table(library, library.search(q), by, offset, limit, keys=library.orders.keys(sort, seed))

    declare_table(
        api,
        "/api/v1/search",
        "What a query finds, as a file",
        [
            QUERY,
            Parameter("by", Choice(tuple(shapes.TOTALS)), "What a row is: verse, match or word.", "match"),
            SORT,
            SEED,
        ],
        [
            {"q": "root:رحم", "by": "word", "limit": 3},
            {"q": 'A:[pos="V"] B:[pos="PN"]', "format": "json", "limit": 2, "offset": 10},
            {"q": "en:mercy", "by": "verse", "format": "markdown", "limit": 2},
        ],
        hits,
    )

    @api.answers(
        Route(
            "GET",
            "/api/v1/citation",
            "A query with all that it finds, for others to verify, as a ZIP file",
            TABLES,
            Text(says="The file."),
            [{"q": "root:رحم"}],
            query=[
                QUERY,
                Parameter("by", ListOf(Text(), 3), "Of the table of frequencies.", citation.BY),
                Parameter("parts", Choice(PARTS), "Of the dispersion.", citation.PARTS),
            ],
            media="application/zip",
            headers={"Content-Disposition": "What the file may be called."},
            more="The command kalima verify runs such a bundle again. The manual says what is in it.",
        )
    )
    def cite(q: str, by: Sequence[str], parts: str) -> Reply:
        from kalima.study.citation import making

        asked = making.Asked(q, by, parts)
        found = making.checked(library, asked)
        file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
        making.write_zip(library, asked, found, file)
        file.seek(0)
        name = named_file(f"citation {q}", "zip")
        return Reply(FileWrapper(file), {"Content-Disposition": disposition(name)})
