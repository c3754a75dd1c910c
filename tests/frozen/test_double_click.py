"""The file as a desktop starts it: one Kalima, a browser, and an end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .opened import Browser, instance_of, is_running, server_of, started, status, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


@pytest.fixture
def browser(tmp_path) -> Browser:
    return Browser(tmp_path)


@pytest.fixture
def env(home, browser) -> dict[str, str]:
    return {**home, **browser.environment}


def launch(executable, *arguments, env, **options) -> tuple[int, str, str]:
    ended = subprocess.run([executable, *arguments], env=env, capture_output=True, text=True, timeout=90, check=False, **options)  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


def test_the_browser_is_led_in_and_inherits_nothing_of_the_file(executable, env, browser):
    with started(executable, "--port", "0", env={**env, "LD_LIBRARY_PATH": "/own"}):
        (came,) = browser.visits(1)
    assert {name: came[name] for name in ("status", "mode", "inherited", "library_path")} == {
        "status": 200, "mode": 0o600, "inherited": [], "library_path": "/own",
    }  # fmt: skip


def test_a_second_start_shows_the_one_that_runs_and_ends(executable, env, browser):
    with started(executable, "--port", "0", env=env) as (process, port):
        browser.visits(1)
        before = instance_of(env)
        again = launch(executable, "--port", "0", env=env)
        assert again == (0, f"Kalima is open already, at http://127.0.0.1:{port}/\n", "")
        assert [came["status"] for came in browser.visits(2)] == [200, 200]
        assert (instance_of(env), process.poll()) == (before, None)


def test_twenty_starts_at_once_are_one_kalima_with_twenty_windows(executable, env, browser):
    processes = [
        subprocess.Popen(
            [executable, "--port", "0"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(20)
    ]
    try:
        assert [came["status"] for came in browser.visits(20)] == [200] * 20
        wait_for(lambda: sum(process.poll() is None for process in processes) == 1)
        (serving,) = (process for process in processes if process.returncode is None)
        assert instance_of(env)["pid"] == server_of(serving)
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
    assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 20


def test_another_build_that_runs_makes_way(executable, env, browser):
    with started(executable, "--port", "0", env=env) as (old, _):
        browser.visits(1)
        (word,) = Path(env["HOME"]).rglob("instance.json")
        word.write_text(json.dumps({**instance_of(env), "build": "0.0.9 of before"}))
        with started(executable, "--port", "0", env=env) as (new, port):
            assert old.wait(20) == 0
            assert (instance_of(env)["port"], instance_of(env)["pid"]) == (port, server_of(new))
            assert browser.visits(2)[1]["status"] == 200


@pytest.mark.parametrize("killed", ["the server", "the process that was started"])
def test_a_kill_leaves_nothing_that_hinders_and_nobody_that_stays(executable, env, browser, tmp_path, killed):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {**env, "TMPDIR": str(temporary)}
    with started(executable, "--port", "0", env=env) as (process, port):
        browser.visits(1)
        server = server_of(process)
        os.kill(server if killed == "the server" else process.pid, signal.SIGKILL)
        process.wait(20)
        wait_for(lambda: not is_running(server))
        wait_for(lambda: not list(temporary.glob("_MEI*")))
    with started(executable, "--port", str(port), env=env) as (process, again):
        assert (again, instance_of(env)["pid"]) == (port, server_of(process))
        assert browser.visits(2)[1]["status"] == 200


def test_it_ends_when_the_last_window_is_closed(executable, env, browser):
    with started(executable, "--port", "0", "--wait", "1", env={**env, "WINDOW": "open close"}) as (
        process,
        _,
    ):
        browser.visits(1)
        assert process.wait(30) == 0


def without_streams() -> None:
    for number in range(3):
        os.close(number)


def test_without_a_console_it_serves_and_logs(executable, env, browser):
    process = subprocess.Popen([executable, "--port", "0", "--wait", "0"], env={**env, "WINDOW": "open close"}, preexec_fn=without_streams)  # fmt: skip
    assert browser.visits(1)[0]["status"] == 200
    assert process.wait(30) == 0
    (log,) = Path(env["HOME"]).rglob("kalima.log")
    assert "no window is open any more" in log.read_text("utf-8")


def test_what_keeps_it_from_starting_is_said_on_a_page(executable, env, browser):
    process = subprocess.Popen([executable], env={**env, "KALIMA_TOKEN": "short"}, preexec_fn=without_streams)
    (came,) = browser.visits(1)
    assert process.wait(30) == 2
    (log,) = Path(env["HOME"]).rglob("kalima.log")
    assert came["mode"] == 0o600 and "status" not in came
    for told in ("KALIMA_TOKEN is no token.", "It takes 32 or more letters", str(log)):
        assert told in came["text"]


def test_the_data_folder_can_be_named_and_can_lie_beside_the_file(executable, env, browser, tmp_path):
    stick = tmp_path / "stick"
    (stick / "kalima-data").mkdir(parents=True)
    portable = stick / "kalima"
    shutil.copyfile(executable, portable)
    portable.chmod(0o755)
    for command, folder in (
        ([portable], stick / "kalima-data"),
        ([executable, "--data-dir", tmp_path / "named"], tmp_path / "named"),
    ):
        with started(*command, "--no-browser", "--port", "0", env=env):
            assert sorted(path.name for path in folder.iterdir()) == ["cache", "log", "run"]
    assert not [path for path in tmp_path.rglob("*") if path.name == "kalima" and path.is_dir()]


def test_it_says_what_it_is(executable, env):
    code, output, errors = launch(executable, "--version", env=env)
    assert (code, errors) == (0, "")
    lines = output.splitlines()
    assert [line.split()[0] for line in lines] == ["kalima", "commit", "corpus", "index"]
    assert "source" not in output


def test_it_serves_others_who_read_and_change_nothing(executable, env):
    with started(
        executable, "serve", "--open", "--port", "0", "--host", "https://kalima.example", env=env
    ) as (process, port):
        own = f"Host: 127.0.0.1:{port}"
        leave = ("POST /api/v1/quit HTTP/1.1", own, "Content-Type: application/json")
        table = [
            (("GET /api/v1/surahs HTTP/1.1", own), 200),
            (("GET /api/v1/surahs HTTP/1.1", "Host: kalima.example", "Origin: https://kalima.example"), 200),
            (("GET /api/v1/surahs HTTP/1.1", own, "Origin: https://evil.example"), 403),
            (("GET /api/v1/surahs HTTP/1.1", "Host: evil.example"), 421),
            (("GET /surah/2 HTTP/1.1", own), 200),
            (leave, 403),
            (("DELETE /api/v1/translations/x HTTP/1.1", own), 403),
        ]
        assert [(lines, status(port, *lines)) for lines, _ in table] == table
        process.terminate()
        assert process.wait(30) == 0
