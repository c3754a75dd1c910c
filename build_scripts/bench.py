"""Measures Kalima's one file as its user meets it: started from outside, asked over HTTP.

Prints Markdown and writes build/bench.json. The file is made first if it is missing or older than what it is
made from. ``--write-readme`` (never with ``--quick``) also puts the Markdown between the README's markers.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import quote

import freeze
from bench_figures import (
    AIM_MS,
    FIGURES,
    SEARCHES,
    Latency,
    Report,
    Search,
    in_readme,
    median,
    percentile,
    put_in_readme,
    render,
)

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "bench.json"
README = ROOT / "README.md"
HOST = "127.0.0.1"
FIRST_SEARCH = Search("the first search", "root:قول")
MIXED = 1_000
TOKEN = secrets.token_urlsafe(32)
"""By which this run asks the Kalimas that it starts."""
PATIENCE = 60.0
"""Seconds that a start or an answer may take before the run is given up."""


class Rounds(NamedTuple):
    """How often each thing is measured."""

    starts: int
    first_starts: int
    searches: int


FULL, QUICK = Rounds(11, 3, 50), Rounds(5, 3, 15)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--write-readme", action="store_true", help="put the figures into the README")
    options = parser.parse_args(arguments)
    if options.quick and options.write_readme:
        parser.error("the README's figures come from a full run: leave out --quick")
    if options.write_readme:
        in_readme(README.read_text("utf-8"))  # told before minutes of measuring, not after
    make_executable()
    rounds = QUICK if options.quick else FULL
    report, samples = measure(freeze.EXECUTABLE, rounds)
    write_results(RESULTS, report, samples)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Arabic, whatever the terminal
    print(render(report))
    if options.write_readme:
        readme = README.read_text("utf-8")
        README.write_text(put_in_readme(readme, render(report)), "utf-8", newline="\n")
    return 0


def make_executable() -> None:
    """Freeze Kalima, unless the file is there and newer than everything that goes into it."""
    inputs = [ROOT / "kalima.spec", ROOT / "build_scripts" / "entry.py", ROOT / "build_scripts" / "freeze.py"]
    for folder in (ROOT / "src", freeze.CORPUS):
        inputs += [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    executable = freeze.EXECUTABLE
    if executable.exists() and executable.stat().st_mtime >= max(path.stat().st_mtime for path in inputs):
        return
    say("making the executable")
    with contextlib.redirect_stdout(sys.stderr):  # standard output is the report's
        freeze.main([])


def measure(executable: Path, rounds: Rounds) -> tuple[Report, dict[str, list[float]]]:
    """Everything there is to measure, and the single samples of what is told as a median or a percentile."""
    machine = describe_machine()  # before this run loads it
    with TemporaryDirectory(prefix="kalima-bench-") as folder:
        say("first starts")
        first_starts, peaks = [], []
        for number in range(rounds.first_starts):
            seconds, peak = time_first_search(executable, Path(folder, f"first-{number}"))
            first_starts.append(seconds)
            peaks.append(peak)
        home = Path(folder, "first-0")  # where the corpus is unpacked by now
        say("warm starts")
        starts = [time_first_search(executable, home)[0] for _ in range(rounds.starts)]
        say("named searches")
        with running([executable], home) as server:
            version = server.get_json("/api/v1/about")["version"]
            found = {search.name: server.found(search) for search in SEARCHES}
            taken = time_searches(server, rounds.searches)
            mixed = different_searches(server, MIXED)
        say("different searches")
        with running([executable], home) as server:
            once = [server.milliseconds(path) for path in mixed]
            memory = read_memory(server.process.pid)
    every = list(itertools.chain.from_iterable(taken.values()))
    values: dict[str, float | None] = {
        "size": executable.stat().st_size / 1e6,
        "start": median(starts),
        "first_start": median(first_starts),
        "memory": memory.server,
        "memory_both": memory.both,
        "memory_peak": memory.peak,
        "memory_first_start": None if None in peaks else median([peak for peak in peaks if peak]),
        "latency_p50": percentile(every, 50),
        "latency_p99": percentile(every, 99),
        "once_p50": percentile(once, 50),
        "once_p99": percentile(once, 99),
    }
    searches = {
        name: Latency(found[name], percentile(times, 50), percentile(times, 99))
        for name, times in taken.items()
    }
    run = f"Kalima {version} on {machine}. {describe_rounds(rounds)}"
    return Report(run, values, searches), {
        "start": starts,
        "first_start": first_starts,
        "once": once,
        **taken,
    }


def describe_rounds(rounds: Rounds) -> str:
    """How the figures were come by, in two sentences."""
    return (
        f"Starts are the median of {rounds.starts}, first starts of {rounds.first_starts}, all with the file"
        f" in the system's page cache; each search below was asked {rounds.searches} times, in turn with the"
        " others, over one connection. 1 MB is 1,000,000 bytes; p99 is the value that 99 % of the answers do"
        " not exceed."
    )


# The program, started and asked.


class Server:
    """A Kalima that was started here, and one connection to it that is kept open."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port
        self._token = TOKEN
        self._connection = connect(process, port)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}

    def get(self, path: str) -> bytes:
        """The body that answers ``GET path``. :raises RuntimeError: if the answer is an error"""
        self._connection.request("GET", path, headers=self._headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(
                f"GET {path} answered {response.status}: {body[:200].decode('utf-8', 'replace')}"
            )
        return body

    def get_json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def found(self, search: Search) -> int:
        """How many words a search finds."""
        return int(self.get_json(search.path())["total"]["words"])

    def milliseconds(self, path: str) -> float:
        """From the request to the last byte of its answer."""
        start = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - start) * 1e3

    def stop(self) -> None:
        """Tell the program to end, and see that it does."""
        try:
            if (
                sys.platform == "win32"
            ):  # there, ending the process that was started leaves the server running
                self._connection.request("POST", "/api/v1/quit", body="{}", headers=self._headers)
                self._connection.getresponse().read()
            else:
                self.process.terminate()
            self.process.wait(PATIENCE)
        finally:
            self._connection.close()
            self.process.kill()


@contextlib.contextmanager
def running(command: Sequence[Path | str], home: Path, **further: str) -> Iterator[Server]:
    """A Kalima whose user's home, with the cache and the log, is ``home``.

    :param command: starts Kalima, from the executable or otherwise.
    :param further: variables of its environment.
    """
    port = free_port()
    process = subprocess.Popen(
        [*map(str, command), "--no-browser", "--port", str(port)],
        env=environment(home) | {"KALIMA_TOKEN": TOKEN} | further,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server = Server(process, port)
    except BaseException:
        process.terminate()
        raise
    try:
        yield server
    finally:
        server.stop()


def environment(home: Path) -> dict[str, str]:
    """The environment of a user who has never started Kalima, until this home is used again."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KALIMA")}
    folders = {"HOME": "", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_DATA_HOME": "data"}
    folders |= {"LOCALAPPDATA": "local", "APPDATA": "roaming"}
    for folder in folders.values():
        (home / folder).mkdir(parents=True, exist_ok=True)
    return kept | {name: str(home / folder) for name, folder in folders.items()}


def free_port() -> int:
    """A port for the program: where it has no console, it could not print the one that it chose."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def connect(process: subprocess.Popen[bytes], port: int) -> http.client.HTTPConnection:
    """A connection to the program, as soon as it listens.

    :raises RuntimeError: if it ends instead, or does not listen in time.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.connect()
        except ConnectionRefusedError:
            connection.close()
            time.sleep(0.002)
        else:
            return connection
    raise RuntimeError(f"Kalima does not answer (exit code {process.poll()}).")


# What is measured.


def time_first_search(executable: Path, home: Path) -> tuple[float, float | None]:
    """Seconds from the program's start to the first search answered; its highest memory until then in MB."""
    start = time.perf_counter()
    with running([executable], home) as server:
        server.get(FIRST_SEARCH.path())
        seconds = time.perf_counter() - start
        return seconds, read_memory(server.process.pid).peak


def time_searches(server: Server, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every named search, in turn: a busy moment of the machine falls on all alike."""
    taken: dict[str, list[float]] = {search.name: [] for search in SEARCHES}
    for _ in range(rounds):
        for search in SEARCHES:
            taken[search.name].append(server.milliseconds(search.path()))
    return taken


def different_searches(server: Server, count: int) -> list[str]:
    """Paths of this many searches, no two alike, of seven kinds in turn, made from the words of surah 2."""
    paths: dict[str, None] = {}
    for ayah in itertools.count(1):
        words = server.get_json(f"/api/v1/words/2:{ayah}")["words"]
        for place, (word, following) in enumerate(itertools.pairwise(words)):
            stem = next(each for each in word["segments"] if each["kind"] == "STEM")
            lemma, root = stem["lemma"] or word["text"], stem["root"]
            kinds = (
                word["text"],
                f"={word['text']}",
                f'"{word["text"]} {following["text"]}"',
                f"lemma:{lemma}" if stem["lemma"] else f"{word['modern']} pos:{stem['pos']}",
                f"root:{root}" if root else f"{word['text']}&pos:{stem['pos']}",
                f"root:{root}&pos:{stem['pos']}" if root else f"{word['modern']} prefix:Al",
                f"{word['text']} {following['modern']}",
            )
            by = "word" if place % 3 == 0 else "verse"
            paths[f"/api/v1/search?q={quote(kinds[len(paths) % len(kinds)])}&by={by}&limit=20"] = None
            if len(paths) == count:
                return list(paths)
    raise AssertionError("unreachable: a surah that ends is an error of the server")


class Memory(NamedTuple):
    """Resident memory in MB; ``None`` is what this system does not tell."""

    server: float | None = None
    both: float | None = None
    peak: float | None = None


def read_memory(started: int) -> Memory:
    """The memory of the server, and of it and the process that was started.

    The file that is started unpacks the libraries and starts the server as a second process, on every system.
    """
    processes = list_processes()
    if started not in processes:
        return Memory()
    children = [process for process in processes.values() if process.parent == started]
    server = max(children, key=lambda process: process.resident, default=processes[started])
    both = processes[started].resident + sum(child.resident for child in children)
    peak = None if server.highest is None else server.highest * 1024 / 1e6
    return Memory(server.resident * 1024 / 1e6, both * 1024 / 1e6, peak)


class Process(NamedTuple):
    """What the system tells about a process; memory in KiB."""

    parent: int
    resident: int
    highest: int | None


def list_processes() -> Mapping[int, Process]:
    """The processes of this system by their number; none where it cannot be asked without more software."""
    if sys.platform == "linux":
        return dict(_linux_processes())
    if sys.platform == "darwin":
        listed = subprocess.run(["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
        rows = (map(int, line.split()) for line in listed.stdout.splitlines())
        return {number: Process(parent, resident, None) for number, parent, resident in rows}
    return {}


def _linux_processes() -> Iterator[tuple[int, Process]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            lines = (folder / "status").read_text("utf-8", errors="replace").splitlines()
        except OSError:
            continue  # it has ended meanwhile
        status = dict(line.split(":", 1) for line in lines if ":" in line)
        if "VmRSS" in status:  # which a process of the kernel has not
            resident, highest = (int(status[name].split()[0]) for name in ("VmRSS", "VmHWM"))
            yield int(folder.name), Process(int(status["PPid"]), resident, highest)


# Where it was measured, and what is told.


def describe_machine() -> str:
    """The system, the processor, Python, and how busy they were: what a reader needs, and no host's name."""
    parts = [
        _system(),
        f"{_processor()} ({os.cpu_count()} processors)",
        f"Python {platform.python_version()}",
    ]
    if hasattr(os, "getloadavg"):
        parts.append(f"load average {os.getloadavg()[0]:.1f} before the run")
    return ", ".join(parts)


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = f"{'macOS' if sys.platform == 'darwin' else platform.system()} {platform.release()}"
    return f"{name} {platform.machine()}"


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    if sys.platform == "darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    return platform.processor() or "unknown processor"


def write_results(path: Path, report: Report, samples: dict[str, list[float]]) -> None:
    """Write the whole run as JSON, with what each median and percentile was taken of."""
    result = {
        "run": report.run,
        "figures": [{**figure._asdict(), "value": report.values[figure.key]} for figure in FIGURES],
        "searches": [
            {**search._asdict(), **report.searches[search.name]._asdict(), "aim": AIM_MS}
            for search in SEARCHES
        ],
        "samples": samples,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def say(what: str) -> None:
    """Tell the user what is measured now, beside the report."""
    print(f"  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
