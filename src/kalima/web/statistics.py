"""Numbers about what a query finds: counts, lines, what goes with it, where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from kalima.study.library import Library
from kalima.study.shapes import MAX_PAGE
from kalima.study.statistics import association, collocation, concordance, frequency, keyness, ngrams
from kalima.study.statistics.comparison import compare_roots
from kalima.study.statistics.dispersion import PARTS, dispersion
from kalima.study.statistics.listing import Listing
from kalima.study.statistics.narrowing import MOST, narrow
from kalima.study.statistics.pictures import draw_dispersion, draw_frequency
from kalima.study.statistics.sketch import root_sketch
from kalima.study.tables import results
from kalima.study.tables.table import Table
from kalima.web import counted
from kalima.web.kinds import Choice, Kind, Natural, Text
from kalima.web.routes import Api, Parameter, Route, Tag
from kalima.web.searching import QUERY, SEED
from kalima.web.structures import ListOf
from kalima.web.tables import declare_table

STATISTICS = Tag("Statistics", "Numbers about what a query finds; the formulas are in the manual.")

LIMIT = Parameter("limit", Natural(0, MAX_PAGE), "How many to list, at most.", 50)
OFFSET = Parameter("offset", Natural(), "How many to leave out first.", 0)
LEAST = Parameter("least", Natural(1), "How often a value must be found to be listed.", 3)
ATTRIBUTE = Parameter(
    "by", Text(), "The attribute that is counted: word, spelling, lemma, root, pos ...", "lemma"
)
SVG = "image/svg+xml"
FREQUENCY = [
    QUERY,
    Parameter("by", ListOf(Text(), frequency.MOST_KEYS), "What matches are told apart by.", ("root",)),
    Parameter("sort", Choice(("count", "value")), "Most first, or in the order of values.", "count"),
    LIMIT,
    OFFSET,
]
DISPERSION = [
    QUERY,
    Parameter("parts", Choice(PARTS), "The parts of the text that are compared.", "surah"),
    Parameter("order", Choice(("mushaf", "revelation")), "Of positions and surahs.", "mushaf"),
]
_KEYS = (
    "Attributes are those of the query language, and spelling (a word with its marks), node (a lemma, or an "
    "affix in a tree), surah, juz, page, verse, place and period. A.root is that of the words labelled A."
)


class _Listed(NamedTuple):
    """A statistic whose rows are paged, and given out as a table too.

    :param page: the answer; ``listed`` what it is a page of, ``table`` that as a table. Their arguments are
        named as the parameters are, and the query comes first.
    """

    path: str
    says: str
    answer: Kind
    query: Sequence[Parameter]
    examples: Sequence[dict[str, Any]]
    page: Callable[..., dict[str, Any]]
    listed: Callable[..., Listing]
    table: Callable[[Listing, int, int | None], Table]
    more: str = ""


LISTED = (
    _Listed(
        "frequency",
        "How often each value is found",
        counted.FREQUENCY,
        FREQUENCY,
        [
            {"q": "pos:V", "by": "root", "limit": 3},
            {"q": "root:قول", "by": ["lemma", "place"], "limit": 3},
            {"q": 'A:[pos="V"] B:[pos="PN"]', "by": ["A.root", "B.lemma"], "limit": 2},
            {"q": "[] in:2", "by": "lemma", "limit": 2, "offset": 10},
        ],
        frequency.frequency,
        frequency.listed,
        results.frequency_table,
        _KEYS,
    ),
    _Listed(
        "concordance",
        "The matches as lines, each with the words around it",
        counted.CONCORDANCE,
        [
            QUERY,
            Parameter("context", Text(), "How many words on either side, or verse.", "5"),
            Parameter(
                "sort",
                ListOf(Text(), 3),
                "Up to three of word, lemma, root, mushaf, revelation, random, left1 to left3, right1 "
                "to right3.",
                (),
            ),
            Parameter(
                "columns",
                ListOf(Text(), concordance.MOST_COLUMNS),
                "What else a line says: attributes, A.root, or a label for its words.",
                (),
            ),
            Parameter("group", Text(), "An attribute by which lines are put together.", ""),
            Parameter(
                "unique",
                Choice(("no", "form", "phrase")),
                "Whether one line stands for all with the same hit, or the same words throughout.",
                "no",
            ),
            SEED,
            LIMIT,
            OFFSET,
        ],
        [
            {"q": "root:رحم", "sort": ["right1", "left1"], "limit": 2},
            {"q": "موسى", "context": "verse", "group": "surah", "limit": 2},
            {"q": 'A:[pos="V"] B:[pos="PN"]', "columns": ["A", "A.root", "surah"], "limit": 2},
            {"q": "root:قول", "unique": "form", "sort": "random", "seed": 7, "limit": 2},
        ],
        concordance.concordance,
        concordance.listed,
        results.concordance_table,
        "Words are compared without their marks. Lines go over the ends of verses (۝), never of surahs.",
    ),
    _Listed(
        "collocates",
        "What goes with the words of a query",
        counted.COLLOCATES,
        [
            QUERY,
            ATTRIBUTE,
            Parameter("left", Natural(0, collocation.MOST_AWAY), "Words looked at before each word.", 5),
            Parameter("right", Natural(0, collocation.MOST_AWAY), "Words looked at after it.", 5),
            Parameter("within", Choice(("window", "verse")), "These words, or the whole verse.", "window"),
            Parameter("relation", Text(), "A relation of the tree, to look along its arcs instead.", ""),
            Parameter(
                "seek",
                Choice(("heads", "dependents")),
                "Along arcs: the heads of the query's words, or their dependents.",
                "heads",
            ),
            Parameter(
                "sort",
                Choice((*association.MEASURES, "count")),
                "The measure that comes first.",
                "log_likelihood",
            ),
            LEAST,
            LIMIT,
            OFFSET,
        ],
        [
            {"q": "lemma:الله", "limit": 3},
            {"q": "lemma:الله", "by": "root", "within": "verse", "sort": "log_dice", "limit": 3},
            {"q": "lemma:الله", "relation": "subject", "seek": "heads", "limit": 3},
        ],
        collocation.collocates,
        collocation.listed,
        results.collocates_table,
    ),
    _Listed(
        "keyness",
        "What one query has more of than another",
        counted.KEYNESS,
        [
            QUERY,
            Parameter(
                "reference",
                Text(),
                "The query to compare with; else all other words.",
                "",
                own=Library.may_ask_research,
            ),
            ATTRIBUTE,
            Parameter("sort", Choice(("log_likelihood", "log_ratio")), "What comes first.", "log_likelihood"),
            LEAST,
            LIMIT,
            OFFSET,
        ],
        [
            {"q": "[] in:meccan", "reference": "[] in:medinan", "limit": 3},
            {"q": "[] in:12", "by": "root", "sort": "log_ratio", "limit": 3},
        ],
        keyness.keyness,
        keyness.listed,
        results.keyness_table,
    ),
    _Listed(
        "ngrams",
        "Words that come together again and again",
        counted.NGRAMS,
        [
            Parameter("q", Text(), "The n-grams must hold a word of it.", "[]", own=Library.may_ask_research),
            Parameter("size", Natural(2, ngrams.LONGEST), "Of how many words.", 2),
            ATTRIBUTE,
            Parameter("gap", Natural(0, ngrams.MOST_SKIPPED), "Words that may be passed over, in all.", 0),
            Parameter(
                "sort",
                Choice(("count", *association.MEASURES)),
                "The measure that comes first; n-grams of more than two words have only counts.",
                "count",
            ),
            Parameter("least", Natural(2), "How often one must be found to be listed.", 2),
            LIMIT,
            OFFSET,
        ],
        [
            {"q": "[] in:2", "by": "lemma", "size": 3, "limit": 3},
            {"q": "root:رحم", "by": "word", "sort": "log_dice", "limit": 3},
            {"q": "[] in:juz30", "by": "root", "gap": 1, "limit": 3},
        ],
        ngrams.ngrams,
        ngrams.listed,
        results.ngrams_table,
    ),
)


def declare(api: Api, library: Library) -> None:
    """``/api/v1/frequency``, ``/concordance``, ``/collocates``, ``/keyness`` and the others."""
    for each in LISTED:
        _declare_listed(api, library, each)
    _declare_narrowing(api, library)
    _declare_dispersion(api, library)
    _declare_frequency_picture(api, library)
    _declare_sketch(api, library)
    _declare_comparison(api, library)


def _declare_listed(api: Api, library: Library, statistic: _Listed) -> None:
    @api.answers(
        Route(
            "GET",
            f"/api/v1/{statistic.path}",
            statistic.says,
            STATISTICS,
            statistic.answer,
            statistic.examples,
            query=statistic.query,
            more=statistic.more,
            cache="corpus",
        )
    )
    def page(q: str, **asked: Any) -> dict[str, Any]:
        return statistic.page(library, q, **asked)

    def table(q: str, offset: int, limit: int | None, **asked: Any) -> Table:
        return statistic.table(statistic.listed(library, q, **asked), offset, limit)

    declare_table(
        api,
        f"/api/v1/{statistic.path}",
        f"{statistic.says}, as a file",
        statistic.query,
        [statistic.examples[0], {**statistic.examples[-1], "format": "json"}],
        table,
    )


def _declare_narrowing(api: Api, library: Library) -> None:
    only = Parameter(
        "only",
        ListOf(Text(), MOST),
        "A key and a value of it, as /api/v1/frequency gives them: root:قول, A.pos:V, surah:2.",
        (),
    )

    @api.answers(
        Route(
            "GET",
            "/api/v1/narrow",
            "The query of some of what a query finds",
            STATISTICS,
            counted.NARROWED,
            [
                {"q": "root:قول", "only": ["pos:V", "surah:2"]},
                {"q": 'A:[pos="V"] B:[pos="PN"]', "only": ["A.form:IV", "place:Medinan"]},
            ],
            query=[QUERY, only],
            more=_KEYS,
            cache="corpus",
        )
    )
    def answer(q: str, only: Sequence[str]) -> dict[str, Any]:
        return narrow(library, q, only)


def _declare_dispersion(api: Api, library: Library) -> None:
    @api.answers(
        Route(
            "GET",
            "/api/v1/dispersion",
            "Where the matches are, and how evenly",
            STATISTICS,
            counted.DISPERSION,
            [{"q": "lemma:مُوسَىٰ"}, {"q": "root:قول", "parts": "juz"}, {"q": "موسى", "order": "revelation"}],
            query=DISPERSION,
            cache="corpus",
        )
    )
    def answer(q: str, **asked: Any) -> dict[str, Any]:
        return dispersion(library, q, **asked)

    @api.answers(
        Route(
            "GET",
            "/api/v1/dispersion/picture",
            "The same as a picture, in SVG",
            STATISTICS,
            Text(),
            [{"q": "موسى", "order": "revelation"}],
            query=DISPERSION,
            media=SVG,
            cache="corpus",
        )
    )
    def picture(q: str, **asked: Any) -> str:
        return draw_dispersion(dispersion(library, q, **asked))

    declare_table(
        api,
        "/api/v1/dispersion",
        "The parts of the text and how many matches are in each, as a file",
        DISPERSION,
        [{"q": "موسى", "parts": "place"}],
        lambda q, **asked: results.dispersion_table(library, q, **asked),
        paged=False,
    )


def _declare_frequency_picture(api: Api, library: Library) -> None:
    @api.answers(
        Route(
            "GET",
            "/api/v1/frequency/picture",
            "A page of the values and their counts as a picture, in SVG",
            STATISTICS,
            Text(),
            [{"q": "root:قول", "by": "lemma"}],
            query=FREQUENCY,
            media=SVG,
            cache="corpus",
        )
    )
    def picture(q: str, **asked: Any) -> str:
        return draw_frequency(frequency.frequency(library, q, **asked))


ROOT = Parameter("root", Text(), "The root, in Arabic or Buckwalter letters.")
LEAST_AND_MOST = (
    Parameter("least", Natural(1), "How often a value must be joined to the root.", 2),
    Parameter("most", Natural(0, MAX_PAGE), "How many values of each relation.", 10),
)


def _declare_comparison(api: Api, library: Library) -> None:
    parts = [ROOT, Parameter("other", Text(), "The root beside it.")]

    @api.answers(
        Route(
            "GET",
            "/api/v1/roots/{root}/beside/{other}",
            "Two roots side by side: forms, and what each is joined to, shared or alone",
            STATISTICS,
            counted.COMPARISON,
            [{"root": "كتب", "other": "قرا", "most": 2}, {"root": "smE", "other": "bSr", "least": 5}],
            parts=parts,
            query=LEAST_AND_MOST,
            refusals={404: "There is no such root."},
            cache="corpus",
        )
    )
    def answer(**asked: Any) -> dict[str, Any]:
        return compare_roots(library, **asked)

    part = Parameter("part", Choice(results.COMPARED), "Which table of the comparison it is.", "relations")
    declare_table(
        api,
        "/api/v1/roots/{root}/beside/{other}",
        "A table of two roots side by side, as a file",
        [part, *LEAST_AND_MOST],
        [{"root": "كتب", "other": "قرا", "most": 2}, {"root": "smE", "other": "bSr", "part": "forms"}],
        lambda **asked: results.comparison_table(library, **asked),
        parts=parts,
        paged=False,
    )


def _declare_sketch(api: Api, library: Library) -> None:
    parts, query = [ROOT], LEAST_AND_MOST

    @api.answers(
        Route(
            "GET",
            "/api/v1/roots/{root}/sketch",
            "A root on one page: its lemmas, what goes with them, where it is",
            STATISTICS,
            counted.SKETCH,
            [{"root": "رحم", "most": 3}, {"root": "ktb"}],
            parts=parts,
            query=query,
            refusals={404: "There is no such root."},
            cache="corpus",
        )
    )
    def sketch(root: str, **asked: Any) -> dict[str, Any]:
        return root_sketch(library, root, **asked)

    part = Parameter("part", Choice(results.SKETCH_PARTS), "Which table of the sketch it is.", "relations")
    declare_table(
        api,
        "/api/v1/roots/{root}/sketch",
        "A table of a root's sketch, as a file",
        [part, *query],
        [{"root": "رحم", "most": 3}, {"root": "ktb", "part": "surahs"}],
        lambda root, **asked: results.sketch_table(library, [root], **asked),
        parts=parts,
        paged=False,
    )
