"""Measures 64 connections that read, search and write research at once, with slow clients beside them.

Each connection asks for one thing after another, without a pause. At the end the server is killed in the
middle of it (kill -9), started again on the same files, and asked for everything that it had acknowledged.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote
from zlib import crc32

import bench_part
from bench_figures import percentile
from bench_load import HOST, read_answer
from bench_machine import describe_machine, list_processes, read_memory, say
from bench_part import Part, Told
from bench_server import PATIENCE, TOKEN, Server, choose_server, different_searches, running

CONNECTIONS = 64
SECONDS, QUICK = 300, 10
SLOW = 8
"""Clients of each slow kind."""
KINDS = ("reading", "searching", "writing")
WEIGHTS = (9, 7, 4)
SEARCHES = 500
AYAT = 286
"""Verses of surah 2."""
PAGE = 500
"""Items that are read at once afterwards."""


class Kind(NamedTuple):
    """What one kind of requests found: how many answers, milliseconds, and what went wrong."""

    name: str
    times: list[float]
    errors: list[str]


class Report(NamedTuple):
    """What one run found.

    :param memory: the server's in MB when everything has been asked once, and at the end.
    :param written: how many items were acknowledged; ``lost`` are those that are not as acknowledged.
    :param slow: how many slow clients there were.
    """

    run: str
    seconds: float
    kinds: Sequence[Kind]
    memory: tuple[float | None, float | None]
    written: int
    lost: Sequence[str]
    slow: int


def measure_part(quick: bool) -> Told:
    """The load, then what is left of it."""
    report = measure(QUICK if quick else SECONDS)
    return Told(render(report), plain(report), figures(report))


def measure(seconds: float, connections: int = CONNECTIONS, slow: int = SLOW) -> Report:
    """Put the load on a server of its own, kill it, and look at what it kept."""
    machine = describe_machine()
    command, which = choose_server()
    crowd = Crowd()
    with TemporaryDirectory(prefix="kalima-bench-", ignore_cleanup_errors=True) as folder:
        home, path = Path(folder), os.pathsep.join(sys.path)
        with running(command, home, PYTHONPATH=path) as server:
            version = server.get_json("/api/v1/about")["version"]
            searches = different_searches(server, SEARCHES)
            for each in (*READ, *searches):
                server.get(each)
            before = read_memory(server.process.pid).server
            say(f"{connections} connections for {seconds:g} s")
            began = time.perf_counter()
            # On a thread of its own: whoever calls may have a loop already.
            with ThreadPoolExecutor(1) as thread:
                load = crowd.load(server, searches, seconds, connections, slow)
                thread.submit(asyncio.run, load).result()
            taken = time.perf_counter() - began
        say("starting it again")
        with running(command, home, PYTHONPATH=path) as server:
            lost = list(missing(server, crowd))
    run = (
        f"Kalima {version} ({which}) on {machine}. {connections} connections asked for {taken:.0f} s without"
        f" a pause, {_shares()}; the load comes from Python on the same processors."
    )
    kinds = [crowd.kinds[name] for name in KINDS]
    return Report(run, taken, kinds, (before, crowd.memory), len(crowd.acknowledged), lost, 3 * slow)


def _shares() -> str:
    return ", ".join(
        f"{100 * weight // sum(WEIGHTS)} % {name}" for name, weight in zip(KINDS, WEIGHTS, strict=True)
    )


READ = (
    "/api/v1/verses/2:255",
    "/api/v1/surahs/36",
    "/api/v1/surahs/112",
    "/api/v1/pages/50",
    "/api/v1/words/2:282",
    "/api/v1/treebank/24:35",
    "/api/v1/similar/55:13",
    f"/api/v1/roots/{quote('قول')}",
    "/api/v1/research/at/2:255",
)
"""What is read. The last is the user's own, and asked anew each time."""


@dataclass
class Crowd:
    """The clients together, and what they were told.

    :param acknowledged: of each item the text that the server said it has; ``sent`` the text sent last.
    :param memory: the server's before it was killed.
    """

    kinds: dict[str, Kind] = field(default_factory=lambda: {name: Kind(name, [], []) for name in KINDS})
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    memory: float | None = None
    over: bool = False

    async def load(
        self, server: Server, searches: Sequence[str], seconds: float, connections: int, slow: int
    ) -> None:
        """Ask for so long, with slow clients beside, and kill the server while everyone still asks."""
        port = server.port
        slow_ones = [asyncio.create_task(each(port)) for each in SLOW_CLIENTS for _ in range(slow)]
        clients = [asyncio.create_task(self._client(port, number, searches)) for number in range(connections)]
        await asyncio.sleep(seconds)
        self.memory = read_memory(server.process.pid).server
        self.over = True
        kill(server)
        await asyncio.gather(*clients)
        for each in slow_ones:
            each.cancel()
        await asyncio.gather(*slow_ones, return_exceptions=True)

    async def _client(self, port: int, number: int, searches: Sequence[str]) -> None:
        """One connection, which is opened anew only if it breaks."""
        chance = random.Random(number)  # noqa: S311
        writes = self._writes(number)
        while not self.over:
            try:
                reader, writer = await asyncio.open_connection(HOST, port)
            except OSError as error:
                if not self.over:
                    self.kinds["reading"].errors.append(f"no connection: {error}")
                    await asyncio.sleep(0.01)
                continue
            try:
                while not self.over:
                    (name,) = chance.choices(KINDS, WEIGHTS)
                    await self._one(port, name, reader, writer, chance, searches, writes)
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                if not self.over:
                    self.kinds[name].errors.append(f"broken: {type(error).__name__} {error}")
            finally:
                writer.close()

    async def _one(
        self,
        port: int,
        name: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        chance: random.Random,
        searches: Sequence[str],
        writes: Iterator[tuple[str, str, str]],
    ) -> None:
        """Ask for one thing and note what is told."""
        written = next(writes) if name == "writing" else None
        if written:
            id, text, method = written
            data = {"text": text, "layer": "load"}
            create = {"kind": "annotation", "id": id, "data": data, "anchors": {"target": [place(id)]}}
            path = "/api/v1/items" if method == "POST" else f"/api/v1/items/{id}"
            sent = request(port, method, path, create if method == "POST" else {"data": data})
            self.sent[id] = text
        else:
            sent = request(port, "GET", chance.choice(READ if name == "reading" else searches))
        start = time.perf_counter()
        writer.write(sent)
        status, body = await asyncio.wait_for(read_answer(reader), PATIENCE)
        self.kinds[name].times.append((time.perf_counter() - start) * 1e3)
        if not 200 <= status < 300:
            said = body[:200].decode("utf-8", "replace")
            self.kinds[name].errors.append(f"{status} to {sent.split(b' HTTP', 1)[0].decode()}: {said}")
        elif written:
            self.acknowledged[id] = text

    def _writes(self, client: int) -> Iterator[tuple[str, str, str]]:
        """What this client writes in turn: a new item, which is changed twice."""
        for number in itertools.count():
            id = f"load-{client}-{number}"
            for revision, method in enumerate(("POST", "PUT", "PUT")):
                if revision == 0 or id in self.acknowledged:
                    yield id, f"ملاحظة {number} of connection {client}, revision {revision}", method


def place(id: str) -> str:
    """The word that an item stands on: they are spread over surah 2, as a reader's are."""
    return f"2:{1 + crc32(id.encode()) % AYAT}:1"


def request(port: int, method: str, path: str, body: Mapping[str, object] | None = None) -> bytes:
    """A whole request, as it is sent."""
    content = b"" if body is None else json.dumps(body).encode()
    head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", f"Authorization: Bearer {TOKEN}"]
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + content


def kill(server: Server) -> None:
    """End the program at once, as the system does when memory is short; its parent only started it."""
    here = server.process.pid
    hard = getattr(signal, "SIGKILL", signal.SIGTERM)
    for number in [number for number, each in list_processes().items() if each.parent == here]:
        os.kill(number, hard)
    server.process.kill()


def missing(server: Server, crowd: Crowd) -> Iterator[str]:
    """The items that are not as they were acknowledged: gone, or older.

    What was sent and never answered may be there as well.
    """
    found: dict[str, str] = {}
    for offset in itertools.count(0, PAGE):
        items = server.get_json(f"/api/v1/items?kind=annotation&limit={PAGE}&offset={offset}")["items"]
        found |= {item["id"]: item["data"]["text"] for item in items}
        if len(items) < PAGE:
            break
    for id, text in crowd.acknowledged.items():
        if found.get(id) not in (text, crowd.sent[id]):
            yield f"{id}: {found.get(id)!r} instead of {text!r}"


# Slow clients: each holds a connection until it is cancelled, and opens another when it is let go.


Hold = Callable[[int, asyncio.StreamWriter], Awaitable[None]]


async def _held(port: int, hold: Hold) -> None:
    while True:
        try:
            reader, writer = await asyncio.open_connection(HOST, port, limit=1_024)
            try:
                await hold(port, writer)
            finally:
                writer.close()
            del reader
        except OSError:
            await asyncio.sleep(1)


async def _a_letter_a_second(port: int, writer: asyncio.StreamWriter) -> None:
    for letter in itertools.cycle(request(port, "GET", "/api/v1/verses/1:1")[:-4]):
        writer.write(bytes((letter,)))
        await writer.drain()
        await asyncio.sleep(1)


async def _a_body_without_end(port: int, writer: asyncio.StreamWriter) -> None:
    whole = request(port, "POST", "/api/v1/items", {"kind": "note", "data": {"text": "x" * 100_000}})
    writer.write(whole[:2_000])
    for _ in itertools.count():
        await asyncio.sleep(1)
        writer.write(b"x")
        await writer.drain()


async def _reading_nothing(port: int, writer: asyncio.StreamWriter) -> None:
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    for _ in range(20):
        writer.write(request(port, "GET", "/api/v1/surahs/2"))
    await asyncio.sleep(3_600)


SLOW_CLIENTS = [
    partial(_held, hold=hold) for hold in (_a_letter_a_second, _a_body_without_end, _reading_nothing)
]


# What is told.


def render(report: Report) -> str:
    """The report as Markdown."""
    head = "| what | answers | a second | p50 (ms) | p99 (ms) | errors (aim 0) |"
    lines = [report.run, "", head, "|---|---:|---:|---:|---:|---:|"]
    for kind in (*report.kinds, whole(report)):
        errors = f"**{len(kind.errors):,}**" if kind.errors else "0"
        times = (
            f"{percentile(kind.times, 50):.1f} | {percentile(kind.times, 99):.1f}" if kind.times else "– | –"
        )
        rate = len(kind.times) / report.seconds
        lines.append(f"| {kind.name} | {len(kind.times):,} | {rate:,.0f} | {times} | {errors} |")
    lines.append("")
    lines.append(f"Beside them {report.slow} slow clients held connections.")
    if None not in report.memory:
        lines.append(
            "The server's memory was {:.1f} MB before and {:.1f} MB at the end.".format(*report.memory)
        )
    lost = f"**{len(report.lost):,} were lost**" if report.lost else "none was lost"
    lines.append(f"Of {report.written:,} items that were acknowledged before kill -9, {lost}.")
    wrong = [said for kind in report.kinds for said in kind.errors[:3]] + list(report.lost[:3])
    lines += ["", *(f"- {said}" for said in wrong)] if wrong else []
    return "\n".join(lines)


def whole(report: Report) -> Kind:
    """All kinds together."""
    times = list(itertools.chain.from_iterable(kind.times for kind in report.kinds))
    return Kind("all", times, list(itertools.chain.from_iterable(kind.errors for kind in report.kinds)))


def plain(report: Report) -> dict[str, object]:
    """The whole run; of the times only what is told of them, since there are many."""
    kinds = [
        {
            "name": kind.name,
            "answers": len(kind.times),
            "p50": percentile(kind.times, 50) if kind.times else None,
            "p99": percentile(kind.times, 99) if kind.times else None,
            "errors": kind.errors,
        }
        for kind in (*report.kinds, whole(report))
    ]
    return {**report._asdict(), "kinds": kinds}


def figures(report: Report) -> dict[str, float | None]:
    """What the README tells of it."""
    together = whole(report)
    return {
        "mixed_p99": percentile(together.times, 99) if together.times else None,
        "mixed_errors": len(together.errors),
        "mixed_lost": len(report.lost),
    }


PART = Part("mixed", __doc__, measure_part)

if __name__ == "__main__":
    sys.exit(bench_part.main(PART))
