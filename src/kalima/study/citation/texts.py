"""What a citation bundle says to people: how to cite it, and what its files are."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from kalima.study import citation

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "_&%$#"},
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHAT = {
    citation.QUERY: "the query as typed, how it was understood and counted, by which program and corpus",
    citation.HITS: "everything that was found, with its labels",
    citation.TABLE: "the same as a table (RFC 4180, UTF-8)",
    citation.FIGURES: "totals, frequencies and dispersion, each with what was counted",
    citation.PICTURE: "the dispersion, drawn",
    citation.REPORT: "what the build of the corpus counted, with its sources' versions and hashes",
    citation.NOTICES: "who made the texts and annotations, under which licence; pass it on with the bundle",
    citation.BIBTEX: "a BibTeX entry",
    citation.SUMS: "the sha256 of each file: sha256sum -c manifest-sha256.txt",
}
_README = """\
# {found} of a query over the Quran

    {query}

{english}

{arabic}

## How to cite

> Kalima {program}, corpus {corpus}: {found} of the query `{query}`. Bundle `{key}`, {made}.

`citation.bib` has the same as a BibTeX entry. Cite the sources of the text and annotation too: NOTICES.txt
names them.

## How to check it

    kalima verify BUNDLE

runs the query again and says whether everything is the same, or exactly what differs. Without Kalima,
`sha256sum -c manifest-sha256.txt` says whether the files are those that were made.

## What was counted

{words:,} words in {verses:,} verses. Of the words, {inferred:,} have an inferred value of an attribute that
the query asks for ({attributes}). Spellings: {folding}.

## Files

{files}
Corpus {corpus}, blake2b {blake2b}.
Index format {index_format}, blake2b {index_blake2b}.
"""
_BIBTEX = """\
@misc{{{key},
  title        = {{{{{found} of the query \\texttt{{{query}}} over the Quran}}}},
  author       = {{{{Kalima {program}}}}},
  year         = {{{year}}},
  month        = {month},
  howpublished = {{Citation bundle, checked with \\texttt{{kalima verify}}}},
  note         = {{Corpus {corpus}, blake2b {blake2b}}}
}}
"""


def key(about: dict[str, Any]) -> str:
    """A name for the bundle, made of the query and the corpus: the same for the same."""
    named = "\n".join([about["query"], *map(str, about["options"].values()), about["corpus"]["blake2b"]])
    return f"kalima-{hashlib.sha256(named.encode()).hexdigest()[:10]}"


def readme(about: dict[str, Any]) -> str:
    """The page for people.

    :param about: of :func:`kalima.study.citation.making.describe`.
    """
    picture = about["options"]["listed"] == "match"
    files = [f"- `{name}`: {says}\n" for name, says in _WHAT.items() if picture or name != citation.PICTURE]
    return _README.format(
        found=_found(about),
        query=_one_line(about["query"]),
        english=about["reading"]["english"],
        arabic=about["reading"]["arabic"],
        key=key(about),
        made=about["made"],
        program=about["engine"]["version"],
        corpus=about["corpus"]["version"],
        blake2b=about["corpus"]["blake2b"],
        index_format=about["engine"]["index_format"],
        index_blake2b=about["engine"]["index_blake2b"],
        words=about["total"]["words"],
        verses=about["total"]["verses"],
        inferred=about["inferred"]["words"],
        attributes=", ".join(about["inferred"]["attributes"]) or "none",
        folding=about["folding"],
        files="".join(files),
    )


def bibtex(about: dict[str, Any]) -> str:
    """The entry for a bibliography."""
    year, month, _ = about["made"].split("-")
    return _BIBTEX.format(
        key=key(about),
        found=_found(about),
        query=latex(_one_line(about["query"])),
        program=about["engine"]["version"],
        corpus=about["corpus"]["version"],
        blake2b=about["corpus"]["blake2b"],
        year=year,
        month=_MONTHS[int(month) - 1],
    )


def latex(text: str) -> str:
    """The text with what LaTeX would take for its own."""
    return "".join(_LATEX.get(letter, letter) for letter in text)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _found(about: dict[str, Any]) -> str:
    total = about["total"]
    if about["options"]["listed"] == "verse":
        return f"{total['verses']:,} verses"
    return f"{total['matches']:,} matches"
