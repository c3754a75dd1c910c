"""Citation bundles: a query with all that it found, by which anybody can check a published figure."""

from __future__ import annotations

FORMAT, VERSION = "kalima-citation", 1

QUERY, HITS, TABLE, FIGURES = "query.json", "hits.json", "hits.csv", "figures.json"
PICTURE, REPORT, NOTICES = "dispersion.svg", "corpus-report.json", "NOTICES.txt"
README, BIBTEX, SUMS = "README.md", "citation.bib", "manifest-sha256.txt"
ALWAYS = (QUERY, HITS, TABLE, FIGURES, REPORT, NOTICES, README, BIBTEX)
"""The files that every bundle has besides the sums of all of them; where words are found, a picture too."""
FILES = (*ALWAYS, PICTURE, SUMS)

BY, PARTS = ("lemma",), "surah"
"""What the figures are divided by, unless something else is asked for."""
