"""What this program is, where its data comes from, and the way out of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from kalima import __version__
from kalima.corpus import tagset
from kalima.study.library import Library


def blueprint(library: Library, quit_program: Callable[[], None]) -> Blueprint:
    """``/api/v1/about``, ``/api/v1/report``, ``/api/v1/tagset`` and ``/api/v1/quit``."""
    about = Blueprint("about", __name__, url_prefix="/api/v1")

    @about.get("/about")
    def tell() -> dict[str, Any]:
        return {
            "version": __version__,
            "license": "GPL-3.0-or-later",
            "corpus_version": library.manifest["corpus_version"],
            "corpus_blake2b": library.manifest["blake2b"]["corpus.db"],
            "sources": [source._asdict() for source in library.store.sources],
        }

    @about.get("/report")
    def report() -> dict[str, Any]:
        return library.build_report()

    @about.get("/tagset")
    def tags() -> dict[str, Any]:
        return {
            "features": [
                {
                    "key": feature.key,
                    "english": feature.english,
                    "arabic": feature.arabic,
                    "values": [
                        {"tag": value.tag, "english": value.english, "arabic": value.arabic}
                        for value in feature.values
                    ],
                }
                for feature in tagset.FEATURES
            ]
        }

    @about.post("/quit")
    def leave() -> dict[str, Any]:
        quit_program()
        return {"quitting": True}

    return about
