"""The server's port, its start and its end, and the program around it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kalima import instance
from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.guard import TOKEN_VARIABLE
from kalima.web.server import Server


def start(
    *arguments: str, browser: bool = False, **environment: str
) -> tuple[subprocess.Popen[str], list[str], int]:
    """Kalima as a process; what it said, and the port it said. An empty variable is left out."""
    variables = {name: value for name, value in {**os.environ, **environment}.items() if value}
    process = subprocess.Popen(
        [sys.executable, "-m", "kalima", *([] if browser else ["--no-browser"]), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=variables,
    )  # fmt: skip
    said = []
    while not said or "is open at" not in said[-1]:
        line = process.stdout.readline()
        if not line:
            pytest.fail(f"Kalima ended: {process.stderr.read()}")
        said.append(line.rstrip("\n"))
    return process, said, int(said[-1].rsplit(":", 1)[1].rstrip("/"))


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = process.communicate(timeout=15)
    return process.returncode, errors


def request(port: int, method: str, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body="{}" if method == "POST" else None, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def test_a_port_in_use_is_replaced_and_that_is_said():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        process, said, port = start("--port", str(taken))
        assert port != taken
        assert said[0] == f"Port {taken} is in use by another program; Kalima took port {port}."
        assert request(port, "GET", "/health") == (200, b"ok")
        process.send_signal(signal.SIGTERM)
        assert end(process) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number):
    process, _, _ = start("--port", "0")
    process.send_signal(number)
    assert end(process) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process, it does not signal it")
def test_signals_one_upon_the_other_end_it_too():
    for _ in range(5):
        process, _, _ = start("--port", "0")
        for _ in range(20):
            process.send_signal(signal.SIGTERM)
        assert end(process)[0] == 0


def test_quit_is_answered_and_then_it_ends():
    process, _, port = start("--port", "0")
    status, body = request(port, "POST", "/api/v1/quit", **{"Content-Type": "application/json"})
    assert (status, json.loads(body)) == (200, {"quitting": True})
    assert end(process) == (0, "")
    with pytest.raises(OSError, match="refused"):
        request(port, "GET", "/health")


def test_the_same_port_can_be_had_again_at_once():
    first, _, port = start("--port", "0")
    request(port, "GET", "/health")
    first.send_signal(signal.SIGTERM)
    end(first)
    second, _, again = start("--port", str(port))
    second.send_signal(signal.SIGTERM)
    assert (again, end(second)) == (port, (0, ""))


def test_what_is_being_answered_when_it_stops_is_answered(monkeypatch):
    asked, stopped = threading.Event(), threading.Event()

    def surah(record: tuple[object, ...]) -> dict[str, object]:
        asked.set()
        stopped.wait(10)
        return {"number": record[0]}

    monkeypatch.setattr("kalima.study.shapes.surah", surah)
    server = Server(*open_library(), port=0)
    thread = threading.Thread(target=server.serve)
    thread.start()
    answers = []
    asker = threading.Thread(
        target=lambda: answers.append(request(server.port, "GET", "/api/v1/surahs/112")[0])
    )
    asker.start()
    assert asked.wait(10)
    server.stop()
    stopped.set()
    asker.join(10)
    thread.join(10)
    assert answers == [200]
    assert not thread.is_alive()
    server.stop()  # once more, as a signal after Quit would: nothing happens


# ---- its token, its word of itself, and the browser


@pytest.fixture
def own(tmp_path) -> dict[str, str]:
    """An environment with folders of its own, in which no token is given."""
    folders = {DATA_VARIABLE: "data", "XDG_STATE_HOME": "state", "LOCALAPPDATA": "local"}
    return {TOKEN_VARIABLE: "", **{name: str(tmp_path / folder) for name, folder in folders.items()}}


def token_of(own: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kalima", "token"]
    return subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, timeout=60)


def files(folder: str | Path) -> list[str]:
    return sorted(path.name for path in Path(folder, "run").iterdir())


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_the_command_gives_scripts_the_token_of_the_one_that_runs(own):
    process, _, port = start("--port", "0", **own)
    token = token_of(own).stdout.rstrip("\n")
    assert re.fullmatch(r"[\w-]{43}", token)
    assert request(port, "GET", "/api/v1/surahs", **bearer(token))[0] == 200
    assert request(port, "GET", "/api/v1/surahs", **bearer(token[:-1]))[0] == 403
    assert files(own[DATA_VARIABLE]) == ["instance.json", "lock"]
    process.send_signal(signal.SIGTERM)
    assert end(process) == (0, "")
    assert files(own[DATA_VARIABLE]) == ["lock"]
    ended = token_of(own)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "No Kalima is running." in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process, it does not kill it")
def test_what_a_killed_one_left_behind_hinders_nothing(own):
    process, _, port = start("--port", "0", **own)
    process.kill()
    process.communicate()
    assert files(own[DATA_VARIABLE]) == ["instance.json", "lock"]
    assert token_of(own).returncode == 2
    process, _, port = start("--port", str(port), **own)
    token = token_of(own).stdout.rstrip("\n")
    assert request(port, "GET", "/api/v1/surahs", **bearer(token))[0] == 200
    process.send_signal(signal.SIGTERM)
    assert end(process) == (0, "")


def test_without_a_folder_to_write_to_the_page_is_served_all_the_same(own, tmp_path):
    (tmp_path / "file").touch()
    own |= {DATA_VARIABLE: str(tmp_path / "file" / "data"), TOKEN_VARIABLE: "t" * 32}
    process, _, port = start("--port", "0", **own)
    assert request(port, "GET", "/", **bearer("t" * 32))[0] == 200
    process.send_signal(signal.SIGTERM)
    assert end(process) == (
        0,
        f"kalima: Kalima cannot write to its data folder (Not a directory: {tmp_path / 'file' / 'data'}):"
        " the corpus can be read, nothing kept.\n",
    )


@pytest.mark.parametrize("given", ["short", "a" * 40 + "é"])
def test_a_given_token_that_is_none_is_refused_without_being_repeated(own, given):
    command = [sys.executable, "-m", "kalima", "--no-browser", "--port", "0"]
    ended = subprocess.run(
        command, env={**os.environ, **own, TOKEN_VARIABLE: given}, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "KALIMA_TOKEN is no token." in ended.stderr and given not in ended.stderr


def test_no_log_and_no_output_holds_a_token(own, tmp_path):
    token = "K" * 43
    process, said, port = start("--port", "0", **own | {TOKEN_VARIABLE: token})
    asked = [
        ("GET", "/api/v1/surahs"), ("GET", "/api/v1/nowhere"), ("GET", f"/api/v1/surahs?token={token}"), ("GET", f"/{token}"),
        ("GET", f"/enter?token={token}"), ("GET", f"/enter?token={token}x"), ("DELETE", f"/api/v1/{token}"), ("POST", "/api/v1/quit"),
    ]  # fmt: skip
    answers = [
        request(port, method, path, **bearer(token), **{"Content-Type": "application/json"})[0]
        for method, path in asked
    ]
    assert answers == [200, 404, 400, 404, 303, 403, 404, 200]
    output, errors = process.communicate(timeout=15)
    logged = [path for path in tmp_path.rglob("*.log*") if path.is_file()]
    assert "is open at" in "".join(path.read_text("utf-8") for path in logged)
    texts = [*said, output, errors, *(path.read_text("utf-8") for path in logged)]
    assert not [text for text in texts if token in text or "token=" in text]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_person_who_wants_no_browser_gets_an_address_that_no_log_keeps(own, tmp_path):
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "kalima", "--no-browser", "--port", "0"]
    variables = {name: value for name, value in {**os.environ, **own}.items() if value}
    process = subprocess.Popen(command, env=variables, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    while not re.search(rb"once: \S+\s", said):
        said += os.read(ours, 4_096)
    address = re.search(rb"To open it in a browser, once: (http://127.0.0.1:\d+)(/enter\?token=\S+)", said)
    port, path = int(address[1].rpartition(b":")[2]), address[2].decode()
    assert request(port, "GET", path, Authorization=f"Bearer {token_of(own).stdout.strip()}")[0] == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    os.close(ours)
    assert not [log for log in tmp_path.rglob("*.log*") if "token=" in log.read_text("utf-8")]


BROWSER = """\
#!{python}
import os, stat, sys, urllib.parse, urllib.request, pathlib
path = pathlib.Path(urllib.request.url2pathname(urllib.parse.urlsplit(sys.argv[1]).path))
told = [sys.argv[1], oct(stat.S_IMODE(path.stat().st_mode)), str("KALIMA_TOKEN" in os.environ), path.read_text()]
pathlib.Path({seen!r}).write_text("\\n".join(told))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not ask BROWSER")
def test_the_browser_is_led_in_by_a_file_of_its_user_that_does_not_stay(own, tmp_path):
    seen, program = tmp_path / "seen", tmp_path / "browser"
    program.write_text(BROWSER.format(python=sys.executable, seen=str(seen)))
    program.chmod(0o700)
    token = "K" * 43
    variables = own | {"BROWSER": f"{program} %s", TOKEN_VARIABLE: token}
    process, _, port = start("--port", "0", browser=True, **variables)
    while not seen.exists() or not seen.read_text():
        assert process.poll() is None
    argument, mode, has_token, text = seen.read_text().split("\n", 3)
    assert (Path(argument).name[:5], mode, has_token) == ("open-", "0o600", "False")
    (path,) = set(re.findall(rf"http://127.0.0.1:{port}(/enter\?token=[\w-]+)", text))
    assert token not in text and "token" not in argument
    led = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert request(port, "GET", path, **bearer(token), **led)[0] == 200
    while files(own[DATA_VARIABLE]) != ["instance.json", "lock"]:
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert end(process) == (0, "")
    assert files(own[DATA_VARIABLE]) == ["lock"]


def test_nothing_waits_for_a_server_that_does_not_answer(server):
    assert instance.answers(server.port)
    assert instance.answers(server.port, server.token)
    assert not instance.answers(server.port, "wrong")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert not instance.answers(port)
