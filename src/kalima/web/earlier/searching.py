"""Searching, as before, with lists of words that have their verses."""

from __future__ import annotations

from typing import Any

from kalima.errors import KalimaError
from kalima.study import earlier
from kalima.study import earlier_queries as queries
from kalima.study.library import Library
from kalima.web.earlier import answers
from kalima.web.earlier.answers import LIMIT, OFFSET, SEARCHING, VALUE
from kalima.web.earlier.lists import morph_pattern, syntax_pattern
from kalima.web.kinds import Choice, Text
from kalima.web.routes import Api, Parameter, Route


def _route(path: str, says: str, examples: list[dict[str, Any]], *query: Parameter, more: str = "") -> Route:
    parameters = [*query, LIMIT, OFFSET]
    return Route(
        "GET",
        path,
        says,
        SEARCHING,
        answers.HIT_LIST,
        examples=[{**example, "limit": 2} for example in examples],
        query=parameters,
        more=more,
    )


def _optional(name: str, says: str) -> Parameter:
    return Parameter(name, VALUE, says, "")


def declare(api: Api, library: Library) -> None:
    """The addresses under ``/api/search`` that are read."""

    def page(clause: queries.Asked, kind: str, offset: int, limit: int, query: str = "") -> dict[str, Any]:
        return listed(queries.find(library, clause), kind, offset, limit, query)

    def listed(hits: queries.Found, kind: str, offset: int, limit: int, query: str) -> dict[str, Any]:
        query, match = query or queries.query_of(hits), queries.said(library, hits)
        return earlier.hit_list(library, hits, query, kind, match, offset=offset, limit=limit)

    @api.answers(
        _route(
            "/api/search",
            "The words that a query finds, or those of a root",
            [{"q": "الرحمن"}, {"q": "قول", "type": "root"}],
            Parameter("q", Text(), "The query, in Kalima's query language, or the root.",
                      missing="The query is empty."),
            Parameter("type", Choice(("text", "root")), "What q is.", "text"),
        )
    )  # fmt: skip
    def search(q: str, type: str, limit: int, offset: int) -> dict[str, Any]:
        if type == "root":
            return page(queries.with_value(library, "root", q), type, offset, limit, q)
        return listed(queries.typed(library, q), type, offset, limit, q)

    @api.answers(
        _route(
            "/api/search/roots",
            "The words of a root",
            [{"root": "قول"}],
            Parameter("root", VALUE, "In Arabic or Buckwalter letters."),
        )
    )
    def roots(root: str, limit: int, offset: int) -> dict[str, Any]:
        return page(queries.with_value(library, "root", root), "root", offset, limit, root)

    @api.answers(
        _route(
            "/api/search/morphology",
            "The words of a form",
            [{"q": "V PASS 3MP"}, {"q": "root:قول"}, {"q": "pattern:فاعل"}, {"pattern_id": "mp-1"}],
            Parameter("q", Text(), "Tags or names of features, a root, a lemma, or a query.", ""),
            _optional("pattern_id", "The id of a pattern of /api/morph_patterns."),
            more="With a field in it, q is a query in Kalima's query language.",
        )
    )
    def morphology(q: str, pattern_id: str, limit: int, offset: int) -> dict[str, Any]:
        _one_of(q=q, pattern_id=pattern_id)
        if pattern_id:
            pattern = morph_pattern(library, pattern_id)
            return page(queries.with_value(library, "pattern", pattern), "morphology", offset, limit)
        if any(sign in q for sign in ':=["'):
            return listed(queries.typed(library, q), "morphology", offset, limit, q)
        VALUE.check(q, "q")
        return page(queries.word(queries.morphological(library, q)), "morphology", offset, limit, q)

    @api.answers(
        _route(
            "/api/search/morphology_advanced",
            "The words of which one stem has all of these",
            [{"morph_tag": "N", "syntactic_role": "subject", "case_mood": "NOM"}],
            _optional("morph_tag", "Tags or names of features: V, PASS, 3MP, passive participle."),
            _optional("syntactic_role", "What it is to its head, by any name of the relation."),
            _optional("case_mood", "A case or a mood; مرفوع is both."),
        )
    )
    def advanced(
        morph_tag: str, syntactic_role: str, case_mood: str, limit: int, offset: int
    ) -> dict[str, Any]:
        tests = []
        if morph_tag:
            tests.append(queries.morphological(library, morph_tag))
        if syntactic_role:
            tests.append(queries.test(library, "rel", syntactic_role))
        if case_mood:
            tests.append(queries.case_or_mood(library, case_mood))
        if not tests:
            raise KalimaError(
                "Nothing is asked.", "Give one or more of morph_tag, syntactic_role, case_mood."
            )
        return page(queries.word(queries.all_of(tests)), "morphology_advanced", offset, limit)

    @api.answers(
        _route(
            "/api/search/syntax",
            "Words of these parts of speech, one after the other",
            [{"q": "V PN"}, {"pos": "PN"}, {"pattern_id": "sp-1"}],
            _optional("q", "Tags in a row, with spaces or commas between them."),
            _optional("pos", "One part of speech."),
            _optional("pattern_id", "The id of a part of speech of /api/syntax_patterns."),
        )
    )
    def syntax(q: str, pos: str, pattern_id: str, limit: int, offset: int) -> dict[str, Any]:
        _one_of(q=q, pos=pos, pattern_id=pattern_id)
        if q:
            return page(queries.tags_in_a_row(library, q), "syntax", offset, limit, q)
        tag = pos or syntax_pattern(library, pattern_id)
        return page(queries.with_value(library, "pos", tag), "syntax", offset, limit)

    @api.answers(
        _route(
            "/api/search/verb_forms",
            "The verbs with these features",
            [{"form": "IV", "person": "3rd", "number": "plural", "voice": "passive"}],
            *(_optional(name, f"The {name}, by its tag or a name.") for name in queries.VERB_FEATURES[:-1]),
            _optional("tense", "An old name of aspect."),
        )
    )
    def verb_forms(limit: int, offset: int, **asked: str) -> dict[str, Any]:
        return page(queries.verb(library, asked), "verb_forms", offset, limit)

    @api.answers(
        _route(
            "/api/search/dependency",
            "The words that are this to their heads",
            [{"relation": "subject"}],
            Parameter("relation", VALUE, "Any name of the relation, in English or Arabic."),
        )
    )
    def dependency(relation: str, limit: int, offset: int) -> dict[str, Any]:
        return page(queries.with_value(library, "rel", relation), "dependency", offset, limit, relation)


def _one_of(**given: str) -> None:
    """
    :raises KalimaError: if not exactly one is given.
    """
    if len([value for value in given.values() if value]) != 1:
        raise KalimaError("It is not clear what is asked.", f"Give one of {', '.join(given)}.")
