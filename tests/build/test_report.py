"""The build report, the manual's page of it, and that a second build gives the same bytes."""

from __future__ import annotations

import json

from build_corpus import build
from kalima.paths import built_corpus_dir
from report_page import PAGE, render


def test_the_manuals_page_says_what_the_report_says():
    """If this fails, run: python build_scripts/report_page.py."""
    report = json.loads((built_corpus_dir() / "corpus-report.json").read_text("utf-8"))
    assert PAGE.read_text("utf-8") == render(report)


def test_the_same_sources_give_the_same_bytes(sources_dir, tmp_path):
    build(sources_dir, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"manifest.json", *json.loads((tmp_path / "manifest.json").read_text("utf-8"))["blake2b"]}
    different = [n for n in names if (tmp_path / n).read_bytes() != (built_corpus_dir() / n).read_bytes()]
    assert different == []
