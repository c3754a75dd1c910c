"""The manual as the page shows it: blocks of text, which are searched where they are shown."""

from __future__ import annotations

from typing import Any

from kalima.web import answers
from kalima.web.about import ABOUT
from kalima.web.kinds import Choice, Natural, Text
from kalima.web.routes import Api, Route
from kalima.web.structures import ListOf, Record

RUN = Record(
    {
        "kind": Choice(("text", "code", "query", "strong", "em", "link")),
        "text": answers.TEXT,
        "to": Text(says="Where a link leads: another page's file, an anchor, or an address; else empty."),
    }
)
BLOCK = Record(
    {
        "kind": Choice(("heading", "paragraph", "code", "list", "numbered", "table")),
        "level": Natural(least=0, most=6, says="Of a heading; else 0."),
        "anchor": Text(says="What a heading is called in an address; else empty."),
        "rows": ListOf(ListOf(ListOf(RUN))),
    }
)
PAGE = Record(
    {
        "name": answers.TEXT,
        "language": Text(says="Two letters: a page may be there in several languages."),
        "title": answers.TEXT,
        "blocks": ListOf(BLOCK),
    }
)


def declare(api: Api) -> None:
    """``/api/v1/manual``."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/manual",
            "The manual of this program",
            ABOUT,
            Record({"pages": ListOf(PAGE)}),
            examples=[{}],
            more="A list has an item in each row, a table its head first; a row's cells are runs of text. "
            "A run of the kind `query` can be searched for.",
            cache="corpus",
        )
    )
    def manual() -> dict[str, Any]:
        from kalima.study.manual import read_manual  # with its patterns, which a start does not wait for

        return {
            "pages": [
                page._asdict()
                | {
                    "blocks": [
                        block._asdict()
                        | {"rows": [[[run._asdict() for run in cell] for cell in row] for row in block.rows]}
                        for block in page.blocks
                    ]
                }
                for page in read_manual()
            ]
        }
