"""What this program is, where its data comes from, and the way out of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kalima import __version__
from kalima.corpus import tagset
from kalima.corpus.relations import RELATIONS
from kalima.study.library import Library
from kalima.web import answers
from kalima.web.kinds import Text
from kalima.web.routes import Api, Route, Tag
from kalima.web.structures import ListOf, Record

ABOUT = Tag("About", "The program, its sources, and the names of its tags.")


def declare(api: Api, library: Library, quit_program: Callable[[], None]) -> None:
    """``/api/v1/about``, ``/api/v1/report``, ``/api/v1/tagset``, ``/health`` and ``/api/v1/quit``."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/about",
            "The program, the corpus and every source",
            ABOUT,
            Record(
                {
                    "version": answers.TEXT,
                    "license": answers.TEXT,
                    "corpus_version": answers.TEXT,
                    "corpus_blake2b": Text(says="The hash of the corpus's records."),
                    "sources": ListOf(answers.SOURCE),
                }
            ),
            examples=[{}],
            cache="corpus",
        )
    )
    def tell() -> dict[str, Any]:
        return {
            "version": __version__,
            "license": "GPL-3.0-or-later",
            "corpus_version": library.manifest["corpus_version"],
            "corpus_blake2b": library.manifest["blake2b"]["corpus.db"],
            "sources": [source._asdict() for source in library.store.sources],
        }

    @api.answers(
        Route(
            "GET",
            "/api/v1/report",
            "What the build of the corpus counted, and what it could not resolve",
            ABOUT,
            Record({}, open=True),
            examples=[{}],
            cache="corpus",
        )
    )
    def report() -> dict[str, Any]:
        return library.build_report()

    @api.answers(
        Route(
            "GET",
            "/api/v1/tagset",
            "Every feature with its values, and every relation, named in English and Arabic",
            ABOUT,
            Record(
                {
                    "features": ListOf(answers.FEATURE),
                    "relations": ListOf(answers.TAG_NAMES, says="Those of the treebank."),
                }
            ),
            examples=[{}],
            cache="corpus",
        )
    )
    def tags() -> dict[str, Any]:
        return {
            "features": [
                {
                    "key": feature.key,
                    "english": feature.english,
                    "arabic": feature.arabic,
                    "source": feature.source,
                    "values": [
                        {"tag": value.tag, "english": value.english, "arabic": value.arabic}
                        for value in feature.values
                    ],
                }
                for feature in tagset.BY_KEY.values()
            ],
            "relations": [
                {"tag": relation.key, "english": relation.english, "arabic": relation.arabic}
                for relation in RELATIONS
            ],
        }

    @api.answers(Route("GET", "/health", "Says ok", ABOUT, Text(), examples=[{}], media="text/plain"))
    def health() -> str:
        return "ok"

    @api.answers(
        Route(
            "POST",
            "/api/v1/quit",
            "Ends the program",
            ABOUT,
            Record({"quitting": answers.TRUTH}),
            examples=[{}],
            more="What was asked before is answered first.",
        )
    )
    def leave() -> dict[str, Any]:
        quit_program()
        return {"quitting": True}
