"""Reads the pinned sources and builds ``corpus.db``, ``search.index`` and the build report."""
