"""Writes the manual's page of the build report from ``build/corpus/corpus-report.json``.

    python build_scripts/report_page.py

A test holds the page against the report, so that no figure of it can grow old.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "build" / "corpus" / "corpus-report.json"
PAGE = ROOT / "src" / "kalima" / "manual" / "corpus-report.md"
_HEAD = """\
# What the build found

This page is made from the build report by `python build_scripts/report_page.py`. The report itself,
`corpus-report.json`, lies beside the corpus and is shown in the program under About, where each source's own
notice is shown too.
"""


def main() -> int:
    PAGE.write_text(render(json.loads(REPORT.read_text("utf-8"))), "utf-8", newline="\n")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


def render(report: dict[str, Any]) -> str:
    """The page in Markdown."""
    counts, treebank = report["counts"], report["treebank"]
    return "\n".join(
        [
            _HEAD,
            f"Corpus version {report['corpus_version']}.\n",
            "## Sources\n",
            "| source | licence | package | SHA-256 of the package |",
            "|---|---|---|---|",
            *map(_source, report["sources"]),
            *_table("Counts", {key: value for key, value in counts.items() if isinstance(value, int)}),
            *_table("Segments by kind", counts["segments_by_kind"]),
            *_table("Segments by tag", counts["segments_by_tag"]),
            *_table("Inferred values", counts["inferred"]),
            "\n## Tanzil's text and the corpus's forms\n",
            "How the corpus's spelling becomes Tanzil's, by class. A new class stops the build.\n",
            "| class | in words | places |",
            "|---|---|---:|",
            *(
                f"| {row['class']} | {row['meaning'].lower()} | {row['count']:,} |"
                for row in report["differences_between_corpus_forms_and_tanzil"]
            ),
            *_table("Treebank", {key: value for key, value in treebank.items() if isinstance(value, int)}),
            *_table("Arcs by relation", treebank["arcs_by_relation"]),
            *_list("Nodes that could not be attached to a segment", treebank["nodes_not_attached"]),
            *_list("Nodes whose heads lead in a circle", treebank["nodes_whose_heads_lead_in_a_circle"]),
            *_list("Nodes that a broken list passes by", treebank["nodes_passed_by_in_a_broken_list"]),
            *_list("Nodes with several heads", treebank["nodes_with_several_heads_listed"]),
            *_table("Disagreements of stated values", report["disagreements"]["of_stated_values"]),
            *_table("Disagreements of inferred values", report["disagreements"]["of_inferred_values"]),
            *_list("Divisions in which the sources differ", report["divisions_in_which_the_sources_differ"]),
            *_spellings(report["modern_spellings_that_differ_from_the_printed_mushafs"]),
            *_similar(report["similar_verses"]),
            "",
        ]
    )


def _source(row: dict[str, str]) -> str:
    link = f"[{row['name']}]({row['url']})"
    return f"| {link} | {row['license']} | `{row['package']}` | `{row['sha256'][:16]}…` |"


def _table(title: str, rows: dict[str, int]) -> list[str]:
    body = [f"| {name.replace('_', ' ')} | {count:,} |" for name, count in rows.items()]
    return [f"\n## {title}\n", "| what | count |", "|---|---:|", *body]


def _list(title: str, rows: list[str]) -> list[str]:
    return [f"\n## {title}\n", f"{len(rows):,}: " + " · ".join(rows) + "."]


def _spellings(found: dict[str, Any]) -> list[str]:
    compared, differ = found["words_compared"], found["words_that_differ"]
    return [
        "\n## Modern spellings in two sources\n",
        f"Of {compared:,} words that both sources spell, {differ:,} are spelt differently when folded; both"
        " spellings find the word. The most frequent:\n",
        "| ours | the printed mushaf's | words |",
        "|---|---|---:|",
        *(f"| {row['ours']} | {row['theirs']} | {row['count']:,} |" for row in found["most_frequent"]),
    ]


def _similar(found: dict[str, Any]) -> list[str]:
    return [
        "\n## Similar verses\n",
        f"The source has {found['entries_in_the_source']:,} entries; {found['pairs_kept']:,} pairs are kept."
        f" {found['entries_left_out']:,} entries are left out because {found['left_out_because']}."
        " The source does not say how its score is made.",
    ]


if __name__ == "__main__":
    sys.exit(main())
