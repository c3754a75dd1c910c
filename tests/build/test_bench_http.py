"""The benchmark of HTTP under load: its Markdown, and what its generators count; never how long anything takes."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import bench_http
import bench_load
import bench_server
from bench_http import CONNECTIONS, MIX, QUESTIONS, Report, figures, plain, render, summary
from bench_load import Load, by_python, by_wrk, read_wrk
from bench_machine import Memory

VERSE = QUESTIONS[0].name
GOOD = Load(10_000, 2_000.0, 0.5, 49.9, 0)
REPORT = Report(
    "Kalima 9 on a machine.",
    {(question.name, connections): [GOOD] for question in QUESTIONS for connections in CONNECTIONS},
    [(1_204, 40.0), (10_311, 44.0), (50_007, 48.0), (100_099, 48.96)],
)
# Seconds have a space after them.
WRK = """\
Running 2s test @ http://127.0.0.1:8642
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    17.20ms    6.44ms  99.00ms   88.59%
    Req/Sec     3.60k   433.05     4.16k    80.00%
  Latency Distribution
     50%  640.00us
     75%   18.64ms
     90%   21.28ms
     99%    1.25s{space}
  7189 requests in 2.00s, 21.59MB read
Requests/sec:   3587.38
Transfer/sec:     10.77MB
""".replace("{space}", " ")


# The Markdown.


@pytest.mark.parametrize(
    ("connections", "loads", "cells"),
    [
        (64, [GOOD], "2,000 (≥ 2,000) | 0.50 | 49.9 | 0"),
        (64, [GOOD._replace(rate=1_999.0)], "**1,999, under** (≥ 2,000) | 0.50 | 49.9 | 0"),
        (64, [GOOD._replace(p99=50.0)], "2,000 (≥ 2,000) | 0.50 | **50.0, over** | 0"),
        (16, [GOOD._replace(p99=50.0)], "2,000 (≥ 2,000) | 0.50 | 50.0 | 0"),
        (1, [GOOD, GOOD._replace(errors=1_000), GOOD], "2,000 (≥ 2,000) | 0.50 | 49.9 | **1,000**"),
        (1, [GOOD, GOOD._replace(rate=9.0), GOOD._replace(rate=3_000.0)], "2,000 (≥ 2,000) | 0.50 | 49.9 | 0"),
    ],
)  # fmt: skip
def test_a_load_stands_beside_its_aims_and_says_which_it_misses(connections, loads, cells):
    told = render(REPORT._replace(loads={**REPORT.loads, (VERSE, connections): loads}))
    assert f"| {VERSE} | {connections} | {cells} |" in told.splitlines()


@pytest.mark.parametrize(
    ("memory", "says"),
    [
        (
            [(1_204, 40.0), (10_311, 44.0), (100_099, 48.96)],
            "of all kinds: 40.0 MB after 1,204, 44.0 MB after 10,311, 49.0 MB after 100,099. From the second on it is flat.",
        ),
        ([(1, 20.0), (2, 44.0), (3, 39.0)], "flat."),
        ([(1, 44.0), (2, 44.0), (3, 49.1)], "**not flat: the aim is 5 MB at most**."),
        ([], "is not measured here."),
    ],
)
def test_the_memory_is_told_with_what_it_grew(memory, says):
    assert render(REPORT._replace(memory=memory)).endswith(says)


def test_the_memory_is_read_when_enough_was_asked(monkeypatch):
    class Asked:
        class process:
            pid = 7

    loads = iter([GOOD._replace(requests=each) for each in (600, 600, 9_000, 5)])
    monkeypatch.setattr(bench_http, "read_memory", lambda pid: Memory(float(pid)))
    read = bench_http.memory_after(Asked, (1_000, 10_000, 10_100), lambda: next(loads))
    assert list(read) == [(1_200, 7.0), (10_200, 7.0), (10_200, 7.0)]
    with pytest.raises(RuntimeError, match="does not answer"):
        list(bench_http.memory_after(Asked, (1,), lambda: GOOD._replace(requests=0)))


def test_every_row_has_the_columns_of_its_table_and_every_question_its_rows():
    rows = [line for line in render(REPORT).splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {7}
    assert len(rows) == 2 + len(QUESTIONS) * len(CONNECTIONS)


def test_several_loads_are_told_as_medians_and_sums():
    loads = [Load(1, 5.0, 2.0, 9.0, 1), Load(2, 7.0, 1.0, 3.0, 0), Load(3, 6.0, 3.0, 6.0, 4)]
    assert summary(loads) == Load(6, 6.0, 2.0, 6.0, 5)


def test_the_whole_run_is_written():
    written = json.loads(json.dumps(plain(REPORT)))
    assert len(written["rows"]) == len(QUESTIONS) * len(CONNECTIONS)
    assert written["rows"][0]["loads"] == [GOOD._asdict()]
    assert (written["rows"][0]["aim"], written["p99_aim"]) == (2_000, 50.0)
    assert written["memory"][-1] == {"requests": 100_099, "mb": 48.96}


def test_the_figures_are_what_holds_for_every_question():
    page, mix = QUESTIONS[3].name, QUESTIONS[-1].name
    loads = {
        **REPORT.loads,
        (VERSE, 16): [GOOD._replace(rate=7.0)],
        (page, 64): [GOOD._replace(rate=5.0, p99=60.0, errors=2)],
        (mix, 1): [GOOD._replace(rate=1.0, p99=900.0)],
        (mix, 64): [GOOD._replace(rate=1.0, p99=70.0)],
    }
    found = figures(REPORT._replace(loads=loads))
    assert found.pop("http_growth") == pytest.approx(4.96)
    assert found == {
        "http_verse": 7.0,
        "http_page": 5.0,
        "http_p99": 60.0,
        "http_mix_p99": 70.0,
        "http_errors": 2,
    }
    assert figures(REPORT._replace(memory=[]))["http_growth"] is None


def test_the_questions_are_different_and_one_is_too_many_to_remember():
    assert len({question.path for question in QUESTIONS}) == len(QUESTIONS)
    assert [question.name for question in QUESTIONS if not question.path] == [MIX]


# The generators.


@pytest.mark.parametrize(
    ("more", "errors"),
    [
        ("", 0),
        ("  Non-2xx or 3xx responses: 12\n", 12),
        ("  Socket errors: connect 1, read 2, write 3, timeout 4\n", 10),
        ("  Socket errors: connect 1, read 0, write 0, timeout 0\n  Non-2xx or 3xx responses: 12\n", 13),
    ],
)
def test_what_wrk_tells_is_read(more, errors):
    assert read_wrk(WRK.replace("Requests/sec", f"{more}Requests/sec")) == Load(
        7_189, 3_587.38, 0.64, 1_250.0, errors
    )


@pytest.mark.parametrize("left_out", ["50%", "99%", "requests in", "Requests/sec"])
def test_a_figure_that_wrk_does_not_tell_is_missed(left_out):
    told = "\n".join(line for line in WRK.splitlines() if left_out not in line)
    with pytest.raises(ValueError, match="wrk does not tell"):
        read_wrk(told)


@pytest.fixture
def counting():
    """A server that answers /good and refuses all else, and the requests it got."""
    got: list[tuple[str, str | None]] = []

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            got.append((self.path, self.headers["X-Sent"]))
            self.send_response(200 if self.path.startswith("/good") else 404)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1], got
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.mark.parametrize("generate", [by_python, by_wrk])
def test_a_generator_asks_for_every_path_in_turn_with_its_headers(counting, generate):
    if generate is by_wrk and not shutil.which("wrk"):
        pytest.skip("wrk is not installed")
    port, got = counting
    paths = ["/good?q=%D9%82", "/good/2", "/bad"]
    load = generate(port, paths, {"X-Sent": 'a "quoted" one'}, 2, 1)
    assert load.requests > 3
    assert set(got) == {(path, 'a "quoted" one') for path in paths}
    assert 0 < load.errors < load.requests
    assert 0 < load.p50 <= load.p99


def test_the_generator_in_python_counts_a_server_that_is_not_there(counting):
    assert by_python(1, ["/good"], {}, 2, 1).requests == 0
    assert by_python(1, ["/good"], {}, 2, 1).errors > 0


@pytest.mark.parametrize(
    ("found", "generator", "says"), [("/bin/wrk", by_wrk, "wrk"), (None, by_python, "in Python")]
)
def test_wrk_is_used_where_it_is_installed_and_that_is_said(monkeypatch, found, generator, says):
    monkeypatch.setattr(shutil, "which", lambda _: found)
    chosen, name = bench_load.choose_generator()
    assert (chosen, says in name) == (generator, True)


# The server and the flags.


@pytest.mark.parametrize(("age", "says"), [(1, "the executable"), (-1, "from its sources"), (None, "from its sources")])  # fmt: skip
def test_the_executable_is_measured_if_it_is_the_newest(tmp_path, monkeypatch, age, says):
    source, executable = tmp_path / "src" / "module.py", tmp_path / "kalima"
    source.parent.mkdir()
    source.touch()
    if age is not None:
        executable.touch()
        made = source.stat().st_mtime + age
        os.utime(executable, (made, made))
    monkeypatch.setattr(bench_server, "ROOT", tmp_path)
    monkeypatch.setattr(bench_server.freeze, "CORPUS", tmp_path / "corpus")
    monkeypatch.setattr(bench_server.freeze, "EXECUTABLE", executable)
    command, which = bench_server.choose_server()
    assert (which.startswith(says), command[0] == str(executable)) == (True, says == "the executable")


def test_a_quick_run_says_that_nothing_was_measured_twice():
    said = bench_http.describe_rounds(bench_http.QUICK, "wrk")
    assert re.search(r"of one load of \d s that wrk puts", said)
