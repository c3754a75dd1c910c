"""How the running Kalima is found by its user's other programs, and by nobody else."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
import subprocess
import sys
import threading

import pytest

from kalima import instance, opening
from kalima.errors import NotFound
from kalima.instance import Instance
from kalima.paths import DATA_VARIABLE

TOKEN = "t" * 43
posix = pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")


@pytest.fixture
def run_dir(tmp_path, monkeypatch):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data" / "run"


@contextlib.contextmanager
def listener(answer: bytes):
    """A port on which one answer is given, and what it was asked."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        asked = []

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        asked.append(connection.recv(4_096).decode())
                        connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], asked


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(run_dir):
    with listener(b"HTTP/1.0 200 OK\r\n\r\nok") as (port, asked):
        running = Instance(port, 7, TOKEN, "b")
        running.publish()
        assert instance.find() == running
        assert asked == [
            f"GET /health HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
        ]
        running.withdraw()
        assert list(run_dir.iterdir()) == []
        with pytest.raises(NotFound):
            instance.find()
        running.withdraw()  # once more: nothing happens


@posix
def test_nobody_else_can_read_it(run_dir):
    before = os.umask(0)
    try:
        Instance(1, 2, TOKEN, "b").publish()
        page = opening.write_page("http://127.0.0.1:1/enter?token=x")
    finally:
        os.umask(before)
    assert [mode(run_dir / "instance.json"), mode(page)] == [0o600, 0o600]
    assert [mode(run_dir), mode(run_dir.parent)] == [0o700, 0o700]


@posix
def test_an_open_folder_is_closed_and_an_open_file_replaced(run_dir):
    run_dir.mkdir(parents=True)
    run_dir.chmod(0o755)
    (run_dir / "instance.json").write_text("{}")
    (run_dir / "instance.json").chmod(0o644)
    Instance(1, 2, TOKEN, "b").publish()
    assert [mode(run_dir), mode(run_dir / "instance.json")] == [0o700, 0o600]


@posix
def test_a_link_in_its_place_is_replaced_and_not_written_through(run_dir, tmp_path):
    other = tmp_path / "other"
    other.write_text("mine")
    run_dir.mkdir(parents=True)
    (run_dir / "instance.json").symlink_to(other)
    Instance(1, 2, TOKEN, "b").publish()
    assert other.read_text() == "mine"
    assert not (run_dir / "instance.json").is_symlink()


@pytest.mark.parametrize(("system", "closed"), [("posix", 0o700), ("nt", 0o755)])
@posix
def test_the_folder_is_made_private_in_the_way_of_the_system(tmp_path, monkeypatch, system, closed):
    """Windows understands 0700 when a folder is made, and no chmod."""
    made = []
    mkdir = os.mkdir
    monkeypatch.setattr(os, "mkdir", lambda path, mode: (made.append(mode), mkdir(path, mode)))
    old, new = tmp_path / "old", tmp_path / "new"
    mkdir(old)
    old.chmod(0o755)
    made.clear()
    monkeypatch.setattr(instance, "SYSTEM", system)
    instance.make_private_folder(old)
    instance.make_private_folder(new)
    assert mode(old) == closed
    assert set(made) == {0o700}


def test_of_two_the_one_that_started_last_is_found_and_the_other_withdraws_only_itself(run_dir):
    with listener(b"HTTP/1.0 200 OK\r\n\r\nok") as (port, _):
        first, second = Instance(1, 1, "a" * 43, "b"), Instance(port, 2, "b" * 43, "b")
        first.publish()
        second.publish()
        first.withdraw()
        assert instance.find() == second


@pytest.mark.parametrize(
    "left",
    [
        "", "{", "[]", "null", "{}", '{"port": 1}', '{"port": "1", "pid": 1, "token": "t"}', '{"port": 0, "pid": 1, "token": "t"}',
        '{"port": 99999, "pid": 1, "token": "t"}', '{"port": 1, "pid": 1, "token": 1}',
        '{"port": 1, "pid": 1, "token": "t\\r\\nX: y"}', '{"port": 1, "pid": 1, "token": "é"}', "\udcff",
    ],
)  # fmt: skip
def test_what_a_kill_or_a_mistake_left_behind_counts_for_nothing(run_dir, left):
    run_dir.mkdir(parents=True)
    (run_dir / "instance.json").write_bytes(left.encode("utf-8", "surrogateescape"))
    with pytest.raises(NotFound) as none:
        instance.find()
    assert (none.value.message, none.value.hint) == ("No Kalima is running.", "Start it with: kalima")
    with listener(b"HTTP/1.0 200 OK\r\n\r\nok") as (port, _):
        Instance(port, 1, TOKEN, "b").publish()
        assert instance.find().port == port


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.0 403 FORBIDDEN\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n"])
def test_another_program_or_another_kalima_on_its_port_is_not_it(run_dir, answer):
    with listener(answer) as (port, _):
        Instance(port, 1, TOKEN, "b").publish()
        with pytest.raises(NotFound):
            instance.find()


def test_a_folder_that_cannot_be_written_leaves_no_half_made_file(run_dir):
    (run_dir / "instance.json").mkdir(parents=True)
    (run_dir / "instance.json" / "x").touch()
    with pytest.raises(OSError):
        Instance(1, 2, TOKEN, "b").publish()
    assert [path.name for path in run_dir.iterdir()] == ["instance.json"]


def test_the_file_for_the_browser_leads_to_the_address_and_is_taken_away(run_dir):
    path = opening.write_page("http://127.0.0.1:1/enter?token=a&b=<")
    text = path.read_text("utf-8")
    assert 'content="0; url=http://127.0.0.1:1/enter?token=a&amp;b=&lt;"' in text
    assert '<meta name="referrer" content="no-referrer">' in text and "<script" not in text
    opening.remove_pages()
    assert list(run_dir.iterdir()) == []
    opening.remove_pages()  # once more: nothing happens


def kalima_token(folder) -> tuple[int, str, str]:
    environment = {**os.environ, DATA_VARIABLE: str(folder)}
    ended = subprocess.run([sys.executable, "-m", "kalima", "token"], env=environment, capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


def test_the_command_prints_the_token_or_what_to_do(run_dir):
    folder = run_dir.parent
    nobody = (2, "", "kalima: No Kalima is running.\n        Start it with: kalima\n")
    assert kalima_token(folder) == nobody
    with listener(b"HTTP/1.0 200 OK\r\n\r\nok") as (port, _):
        Instance(port, 1, TOKEN, "b").publish()
        assert kalima_token(folder) == (0, f"{TOKEN}\n", "")
    with listener(b"HTTP/1.0 403 FORBIDDEN\r\n\r\n") as (port, _):
        Instance(port, 1, TOKEN, "b").publish()
        assert kalima_token(folder) == nobody
    told = json.loads((run_dir / "instance.json").read_text())
    assert told == {"port": port, "pid": 1, "token": TOKEN, "build": "b"}
