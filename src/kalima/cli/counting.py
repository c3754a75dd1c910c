"""``kalima frequency``, ``concordance``, ``collocates`` and the other commands that count."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kalima.cli.common import Commands, natural, open_library
from kalima.cli.output import add_format, give_out, give_out_picture
from kalima.cli.progress import Run

if TYPE_CHECKING:
    from kalima.study.statistics.listing import Listing

Row = dict[str, Any]
_NONE = "–"
_UNITS = {"match": "matches", "word": "words", "verse": "verses", "arc": "arcs", "ngram": "n-grams"}
_HASH = 12
"""Digits of a hash that tell two corpora apart; the other formats have all of them."""
_MEASURES = ("log_dice", "log_likelihood", "mi3", "t_score")


def add_to(commands: Commands) -> None:
    """The commands that count."""
    command = _command(commands, "frequency", "how often each value is found", _frequency, drawn=True)
    command.add_argument(
        "--by", action="append", metavar="ATTRIBUTE", help="root (default), A.lemma, surah ..."
    )
    command.add_argument("--sort", choices=("count", "value"), default="count")

    command = _command(
        commands, "concordance", "the matches as lines, each with the words around it", _concordance
    )
    command.add_argument(
        "--context", default="5", metavar="N", help="words on either side (default 5), or verse"
    )
    command.add_argument(
        "--sort",
        action="append",
        default=[],
        metavar="KEY",
        help="up to three: word, lemma, root, mushaf, revelation, random, left1 to left3, right1 to right3",
    )
    command.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="KEY",
        help="what else a line says: lemma, surah, A.root, or A for the words of that label",
    )
    command.add_argument("--group", default="", metavar="ATTRIBUTE", help="put lines of one value together")
    command.add_argument(
        "--unique", choices=("no", "form", "phrase"), default="no", help="each kind of line once"
    )
    command.add_argument("--seed", type=natural, default=0, metavar="N", help="of the random order")

    command = _command(commands, "collocates", "what goes with the words of a query", _collocates)
    _add_attribute(command)
    command.add_argument("--left", type=natural, default=5, metavar="N", help="words before (default 5)")
    command.add_argument("--right", type=natural, default=5, metavar="N", help="words after (default 5)")
    command.add_argument("--verse", action="store_true", help="look at the whole verse, and count verses")
    command.add_argument(
        "--relation", default="", help="look along the arcs of a relation instead: subject ..."
    )
    command.add_argument(
        "--seek", choices=("heads", "dependents"), default="heads", help="along arcs (heads)"
    )
    command.add_argument("--sort", choices=(*_MEASURES, "count"), default="log_likelihood")
    _add_least(command, 3)

    command = _command(commands, "keyness", "what one query has more of than another", _keyness)
    command.add_argument("reference", nargs="?", default="", help="the query to compare with; else the rest")
    _add_attribute(command)
    command.add_argument("--sort", choices=("log_likelihood", "log_ratio"), default="log_likelihood")
    _add_least(command, 3)

    command = _command(
        commands, "dispersion", "where the matches are, and how evenly", _dispersion, paged=False, drawn=True
    )
    command.add_argument("--parts", default="surah", metavar="PART", help="surah, juz, page, place or period")
    command.add_argument("--order", choices=("mushaf", "revelation"), default="mushaf")

    command = _command(commands, "ngrams", "words that come together again and again", _ngrams, query="?")
    _add_attribute(command)
    command.add_argument("--size", type=natural, default=2, metavar="N", help="of how many words (default 2)")
    command.add_argument("--gap", type=natural, default=0, metavar="N", help="words that may be passed over")
    command.add_argument(
        "--sort", choices=("count", *_MEASURES), default="count", help="a measure of pairs (count)"
    )
    _add_least(command, 2)

    sketch = commands.add_parser("sketch", help="a root on one page; several one below the other")
    sketch.add_argument("root", nargs="+", help="in Arabic or Buckwalter letters")
    sketch.add_argument(
        "--part",
        choices=("relations", "lemmas", "surahs"),
        default="relations",
        help="which table is written, where it is not text (default relations)",
    )
    sketch.add_argument(
        "--most", type=natural, default=10, metavar="N", help="values of a relation (default 10)"
    )
    add_format(sketch, _sketch, paged=False)
    _add_least(sketch, 2)

    compare = commands.add_parser("compare", help="two roots side by side")
    compare.add_argument("root", help="in Arabic or Buckwalter letters")
    compare.add_argument("other", help="the root beside it")
    compare.add_argument(
        "--part",
        choices=("relations", "forms"),
        default="relations",
        help="which table is written, where it is not text (default relations)",
    )
    compare.add_argument(
        "--most", type=natural, default=10, metavar="N", help="values of a relation (default 10)"
    )
    add_format(compare, _compare, paged=False)
    _add_least(compare, 2)


def _command(
    commands: Commands,
    name: str,
    about: str,
    run: Run,
    *,
    query: str | None = None,
    paged: bool = True,
    drawn: bool = False,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about)
    if query:
        command.add_argument("query", nargs=query, default="[]", help="what they hold; else any word")
    else:
        command.add_argument("query", help="[] is every word, [] in:2 every word of surah 2")
    add_format(command, run, *(["svg"] if drawn else []), paged=paged)
    return command


def _add_attribute(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--by", default="lemma", metavar="ATTRIBUTE", help="word, lemma (default), root, pos ..."
    )


def _add_least(command: argparse.ArgumentParser, least: int) -> None:
    command.add_argument(
        "--least", type=natural, default=least, metavar="N", help=f"found so often at least (default {least})"
    )


def _frequency(options: argparse.Namespace) -> int:
    from kalima.study.statistics.frequency import listed

    by = options.by or ["root"]
    found = listed(open_library(), options.query, by, sort=options.sort)
    if options.format == "svg":
        from kalima.study.statistics.pictures import draw_frequency

        return give_out_picture(options, draw_frequency(found.page(options.offset, options.limit)))
    if options.format != "text":
        from kalima.study.tables.results import frequency_table

        return give_out(options, frequency_table(found, options.offset, options.limit))
    types, names = found.head["types"], found.head["by"]
    return _print(
        options,
        found,
        f"{types['types']:,} values of {types['tokens']:,} matches, {types['hapaxes']:,} of them found once",
        lambda row: {
            "count": row["count"],
            "per_thousand": row["per_thousand"],
            **dict(zip(names, row["values"], strict=True)),
        },
    )


def _concordance(options: argparse.Namespace) -> int:
    from kalima.study.statistics.concordance import listed

    found = listed(
        open_library(),
        options.query,
        context=options.context,
        sort=options.sort,
        columns=options.column,
        group=options.group,
        unique=options.unique,
        seed=options.seed,
    )
    if options.format != "text":
        from kalima.study.tables.results import concordance_table

        return give_out(options, concordance_table(found, options.offset, options.limit))
    names = ["ref", "left", "hit", "right"]
    more = ["group"] * bool(options.group) + ["alike"] * (options.unique != "no")
    return _print(
        options,
        found,
        f"{found.total:,} lines",
        lambda line: (
            {name: line[name] for name in names}
            | dict(zip(options.column, line["columns"], strict=True))
            | {name: line[name] for name in more}
        ),
        head=bool(options.column),
    )


def _collocates(options: argparse.Namespace) -> int:
    from kalima.study.statistics.collocation import listed

    found = listed(
        open_library(),
        options.query,
        by=options.by,
        left=options.left,
        right=options.right,
        within="verse" if options.verse else "window",
        relation=options.relation,
        seek=options.seek,
        sort=options.sort,
        least=options.least,
    )
    if options.format != "text":
        from kalima.study.tables.results import collocates_table

        return give_out(options, collocates_table(found, options.offset, options.limit))
    return _print(options, found, f"{found.total:,} values")


def _keyness(options: argparse.Namespace) -> int:
    from kalima.study.statistics.keyness import listed

    found = listed(
        open_library(),
        options.query,
        options.reference,
        by=options.by,
        sort=options.sort,
        least=options.least,
    )
    if options.format != "text":
        from kalima.study.tables.results import keyness_table

        return give_out(options, keyness_table(found, options.offset, options.limit))
    beside = f"{found.head['counted']['counted']:,} beside {found.head['reference_counted']:,} words"
    return _print(options, found, f"{found.total:,} values, {beside}")


def _dispersion(options: argparse.Namespace) -> int:
    from kalima.study.statistics.dispersion import dispersion

    asked = {"parts": options.parts, "order": options.order}
    library = open_library()
    if options.format not in ("text", "svg"):
        from kalima.study.tables.results import dispersion_table

        return give_out(options, dispersion_table(library, options.query, **asked))
    answer = dispersion(library, options.query, **asked)
    if options.format == "svg":
        from kalima.study.statistics.pictures import draw_dispersion

        return give_out_picture(options, draw_dispersion(answer))
    rows = [
        {name: value for name, value in part.items() if name != "query"}
        for part in answer["parts"]
        if part["count"]
    ]
    figures = ", ".join(
        f"{name} {_NONE if answer[key] is None else answer[key]}"
        for name, key in (("D", "juilland_d"), ("DP", "gries_dp"), ("DPnorm", "gries_dp_norm"))
    )
    parts = f"in {answer['range']:,} of {len(answer['parts']):,} parts"
    _print_rows(rows, head=True)
    _print_counted(answer["counted"], f"{answer['counted']['counted']:,} matches {parts}; {figures}")
    return 0


def _ngrams(options: argparse.Namespace) -> int:
    from kalima.study.statistics.ngrams import listed

    found = listed(
        open_library(),
        options.query,
        size=options.size,
        by=options.by,
        gap=options.gap,
        sort=options.sort,
        least=options.least,
    )
    if options.format != "text":
        from kalima.study.tables.results import ngrams_table

        return give_out(options, ngrams_table(found, options.offset, options.limit))
    by = found.head["by"]
    return _print(
        options,
        found,
        f"{found.total:,} n-grams",
        lambda row: {
            "count": row["count"],
            "per_thousand": row["per_thousand"],
            **{name: row[name] for name in _MEASURES if name in row},
            by: " ".join(row["values"]),
        },
    )


def _sketch(options: argparse.Namespace) -> int:
    asked = {"least": options.least, "most": options.most}
    library = open_library()
    if options.format != "text":
        from kalima.study.tables.results import sketch_table

        return give_out(options, sketch_table(library, options.root, part=options.part, **asked))
    from kalima.study.statistics.sketch import root_sketch

    for answer in [root_sketch(library, root, **asked) for root in options.root]:
        _print_sketch(answer)
    return 0


def _compare(options: argparse.Namespace) -> int:
    asked = {"least": options.least, "most": options.most}
    library = open_library()
    if options.format != "text":
        from kalima.study.tables.results import comparison_table

        return give_out(
            options, comparison_table(library, options.root, options.other, part=options.part, **asked)
        )
    from kalima.study.statistics.comparison import compare_roots

    answer = compare_roots(library, options.root, options.other, **asked)
    for each in answer["roots"]:
        print(f"{each['root']}\t{each['words']:,} words in {each['verses']:,} verses")
    for row in answer["forms"]:
        print("\t".join([*map(str, row["counts"]), *(value or _NONE for value in row["values"])]))
    for each in answer["relations"]:
        if each["rows"]:
            arcs = " and ".join(f"{count:,}" for count in each["arcs"])
            shared = f"{each['shared']:,} shared, {each['alone'][0]:,} and {each['alone'][1]:,} of one alone"
            print(f"{each['relation']} ({each['seek']})\t{arcs}\t{shared}")
            for row in each["rows"]:
                figures = (
                    _NONE if value is None else str(value) for value in row["counts"] + row["log_dice"]
                )
                print("\t".join(["", row["value"], *figures]))
    for each in answer["roots"]:
        _print_text_counted(each["counted"])
    return 0


def _print_sketch(answer: dict[str, Any]) -> None:
    print(f"{answer['root']}\t{answer['words']:,} words in {answer['verses']:,} verses")
    for row in answer["lemmas"]:
        print("\t".join(["", str(row["count"]), *(value or _NONE for value in row["values"])]))
    for each in answer["relations"]:
        if each["rows"]:
            print(f"{each['relation']} ({each['seek']})\t{each['arcs']:,}")
            listed = (f"{row['value']} {row['count']}" for row in each["rows"])
            print("\t" + ", ".join(listed))
    spread = answer["dispersion"]
    print(f"in {spread['range']} surahs; D {spread['juilland_d']}, DP {spread['gries_dp']}")
    _print_text_counted(answer["counted"])


def _print(
    options: argparse.Namespace,
    found: Listing,
    told: str,
    shaped: Callable[[Row], Row] = lambda row: row,
    *,
    head: bool = True,
) -> int:
    """The rows that are asked for as text, and below them how many there are of what."""
    rows = list(map(shaped, found.rows(options.offset, options.limit)))
    _print_rows(rows, head=head)
    _print_counted(found.head["counted"], told, *_shown(options.offset, len(rows), found.total))
    return 0


def _print_rows(rows: Sequence[Row], *, head: bool) -> None:
    if head and rows:
        print("\t".join(rows[0]))
    for row in rows:
        print("\t".join(_NONE if value is None else str(value) for value in row.values()))


def _print_counted(counted: dict[str, Any], *told: str) -> None:
    left_out = [f"{count:,} {name.replace('_', ' ')}" for name, count in counted["left_out"].items()]
    inferred = [f"{counted['inferred']:,} with an inferred value"] if counted["inferred"] else []
    print("; ".join([*told, *inferred, *left_out]))
    _print_text_counted(counted)


def _print_text_counted(counted: dict[str, Any]) -> None:
    """What was counted in which text, how values were told apart, and of which corpus."""
    units = f"{counted['counted']:,} {_UNITS[counted['unit']]}"
    text = f"{counted['base_words']:,} words of {counted['base_verses']:,} verses"
    corpus = f"corpus {counted['corpus_version']}, {counted['corpus_blake2b'][:_HASH]}"
    print(f"counted: {units} in {text}; {counted['folding']}; {corpus}")


def _shown(offset: int, shown: int, total: int) -> Sequence[str]:
    if shown == total:
        return []
    return [f"shown are {offset + 1:,} to {offset + shown:,}"] if shown else ["none is shown"]
