"""Puts load on a server at this computer, by wrk or, where that is not installed, from Python."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench_figures import percentile

HOST = "127.0.0.1"
PATIENCE = 10
"""Seconds after which an answer that does not come is an error."""


class Load(NamedTuple):
    """What a load of some seconds found; milliseconds.

    :param requests: that were answered.
    :param rate: of them in a second.
    :param errors: answers of a status other than 2xx and 3xx, and connections that broke.
    """

    requests: int
    rate: float
    p50: float
    p99: float
    errors: int


Generator = Callable[[int, Sequence[str], Mapping[str, str], int, int], Load]
"""From a port, paths, headers, connections and seconds to what was found; the paths are asked in turn."""


def choose_generator() -> tuple[Generator, str]:
    """The generator that there is, and its name."""
    if shutil.which("wrk"):
        return by_wrk, "wrk"
    return by_python, "a generator in Python (wrk is not installed, and would take less of the processors)"


def by_wrk(
    port: int, paths: Sequence[str], headers: Mapping[str, str], connections: int, seconds: int
) -> Load:
    """
    :raises RuntimeError: if wrk fails.
    """
    # JSON's quoted ASCII is Lua's as well.
    listed = ",\n".join(f'wrk.format("GET", {json.dumps(path)})' for path in paths)
    lines = [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items()]
    lines += [
        "local requests, number = nil, 0",
        f"function init()\nrequests = {{{listed}}}\nend",
        "function request()\nnumber = number % #requests + 1\nreturn requests[number]\nend",
    ]
    with TemporaryDirectory(prefix="kalima-wrk-") as folder:
        script = Path(folder, "paths.lua")
        script.write_text("\n".join(lines), "utf-8")
        command = [
            "wrk",
            "--threads=1",
            f"--connections={connections}",
            f"--duration={seconds}s",
            "--latency",
        ]
        told = subprocess.run(
            [*command, f"--timeout={PATIENCE}s", f"--script={script}", f"http://{HOST}:{port}"],
            capture_output=True,
            text=True,
            check=False,
        )
    if told.returncode:
        raise RuntimeError(f"wrk ended with {told.returncode}: {told.stderr.strip() or told.stdout.strip()}")
    return read_wrk(told.stdout)


_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


def read_wrk(told: str) -> Load:
    """The load that wrk tells of.

    :raises ValueError: if a figure is missing.
    """

    def found(pattern: str) -> re.Match[str]:
        match = re.search(pattern, told, re.MULTILINE)
        if match is None:
            raise ValueError(f"wrk does not tell {pattern}: {told}")
        return match

    def milliseconds(percent: int) -> float:
        match = found(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m) *$")
        return float(match[1]) * _UNITS[match[2]]

    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    errors = sum(int(number) for match in (refused, broken) if match for number in match.groups())
    return Load(
        int(found(r"^\s+(\d+) requests in ")[1]),
        float(found(r"^Requests/sec:\s+([\d.]+)$")[1]),
        milliseconds(50),
        milliseconds(99),
        errors,
    )


def by_python(
    port: int, paths: Sequence[str], headers: Mapping[str, str], connections: int, seconds: int
) -> Load:
    """The same from this process, which takes about as much of the processors as the server does."""
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": f"{HOST}:{port}", **headers}.items())
    sent = itertools.cycle([f"GET {path} HTTP/1.1\r\n{head}\r\n".encode("ascii") for path in paths])
    start = time.perf_counter()
    # On a thread of its own: whoever calls may have a loop already.
    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(lambda: asyncio.run(_ask_all(port, sent, connections, start + seconds)))
        answers = asking.result()
    taken = time.perf_counter() - start
    times = [milliseconds for milliseconds, good in answers if milliseconds is not None]
    errors = sum(not good for _, good in answers)
    if not times:
        return Load(0, 0.0, 0.0, 0.0, errors)
    return Load(len(times), len(times) / taken, percentile(times, 50), percentile(times, 99), errors)


Answer = tuple[float | None, bool]
"""Milliseconds that an answer took, ``None`` if there was none; whether it is as it should be."""


async def _ask_all(port: int, sent: Iterator[bytes], connections: int, until: float) -> list[Answer]:
    asked = await asyncio.gather(*(_ask(port, sent, until) for _ in range(connections)))
    return list(itertools.chain.from_iterable(asked))


async def _ask(port: int, sent: Iterator[bytes], until: float) -> list[Answer]:
    """The answers of one connection, which is opened anew only if it breaks."""
    answers: list[Answer] = []
    while time.perf_counter() < until:
        try:
            reader, writer = await asyncio.open_connection(HOST, port)
            try:
                while (start := time.perf_counter()) < until:
                    writer.write(next(sent))
                    status, _ = await asyncio.wait_for(read_answer(reader), PATIENCE)
                    answers.append(((time.perf_counter() - start) * 1e3, 200 <= status < 400))
            finally:
                writer.close()
        except (OSError, EOFError, ValueError, TimeoutError):
            answers.append((None, False))
            await asyncio.sleep(0.01)  # what is not there is not asked for in a circle
    return answers


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and the body of an answer.

    :raises ValueError: if it does not say how long it is.
    """
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"^content-length: *(\d+)", head, re.IGNORECASE | re.MULTILINE)
    if length is None:
        raise ValueError("an answer without its length")
    return int(head.split(" ", 2)[1]), await reader.readexactly(int(length[1]))
