"""Every described address, asked for whatever its description allows, and for what it does not.

What is asked is made by Schemathesis out of the description itself, the same every time; so is what may come.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi import checks

from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.app import create_api
from kalima.web.openapi import describe
from kalima.web.server import Server

EXAMPLES = 10
"""Requests to each address of either kind: with values that fit, and with some that do not."""
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
DESCRIBED = schemathesis.openapi.from_dict(describe(create_api(open_library()[0], lambda: None)))
OPERATIONS = [result.ok() for result in DESCRIBED.get_all_operations()]
KINDS = [
    (operation, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode.is_positive or operation.definition.raw.keys() & {"parameters", "requestBody"}
]


class Lasting(Server):
    """A server that is not ended by those who ask it to, so that they may."""

    def stop(self) -> None:
        pass

    end = Server.stop


@pytest.fixture(scope="module")
def address(known_token, tmp_path_factory) -> Iterator[str]:
    """Of a server of this file's own, which writes to a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(tmp_path_factory.mktemp("fuzz")))
        running = Lasting(*open_library(), port=0)
        thread = threading.Thread(target=running.serve)
        thread.start()
        yield running.url.rstrip("/")
        running.end()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as kept:
        kept.trust_env = False
        yield kept


def ask(operation, mode: GenerationMode, examples: int, check: Callable[[Case], object]) -> None:
    """Make requests, and see what comes of each."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def every(case: Case) -> None:
        check(case)

    every()


@pytest.mark.parametrize(
    ("operation", "mode"), KINDS, ids=[f"{operation.label} {mode.value}" for operation, mode in KINDS]
)
def test_who_is_known_gets_what_is_described(address, session, known_token, operation, mode):
    sent = {"base_url": address, "session": session, "headers": {"Authorization": f"Bearer {known_token}"}}
    ask(operation, mode, EXAMPLES, lambda case: case.call_and_validate(**sent, checks=CHECKS))


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_who_is_not_known_is_refused_whatever_they_ask(address, session, operation):
    open_to_all = operation.definition.raw.get("security") == []
    expected = {200} if open_to_all else {403}
    answers = set()
    ask(
        operation,
        GenerationMode.POSITIVE,
        EXAMPLES // 2,
        lambda case: answers.add(case.call(base_url=address, session=session).status_code),
    )
    assert answers == expected


def test_only_health_is_open_to_all():
    known = [each.label for each in OPERATIONS if each.definition.raw.get("security") == []]
    assert (known, len(OPERATIONS) > 40) == (["GET /health"], True)
