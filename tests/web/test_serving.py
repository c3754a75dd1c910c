"""`kalima serve`: who may read, who may change something, and by which names it is reached."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from kalima import serving, trouble
from kalima.bundle import open_library
from kalima.errors import KalimaError
from kalima.paths import DATA_VARIABLE
from kalima.serving import Terms, rules_of
from kalima.web import guard
from kalima.web.app import create_api
from kalima.web.guard import TOKEN_VARIABLE, Rules
from kalima.web.server import Server

from ..running import running
from .test_guard import JSON, OWN, QUIT, SURAHS, ask, status

READ, WRITE = "r" * 43, "w" * 43
WRITER = f"Authorization: Bearer {WRITE}"
READER = f"Authorization: Bearer {READ}"


def served(rules: Rules):
    return running(Server(*open_library(), port=0, rules=rules))


@pytest.fixture(scope="module")
def for_readers():
    """Read with one token, changed with another."""
    with served(Rules(token=READ, served=True, write_token=WRITE)) as server:
        yield server


@pytest.fixture(scope="module")
def for_everybody():
    """Read by everybody, changed by nobody."""
    with served(Rules(token=READ, served=True, open=True)) as server:
        yield server


def all_routes():
    return create_api(open_library()[0], lambda: None).routes


REFUSED = "Nothing can be changed in this Kalima."


def changing(server, *lines: str) -> dict[str, tuple[int, str]]:
    """What every route that changes something answers."""
    answers = {}
    for route in all_routes():
        if route.changes:
            found, _, body = ask(server, f"{route.method} {route.target(route.examples[0])}", OWN, JSON, *lines, body="{}")  # fmt: skip
            answers[route.name] = found, json.loads(body)["error"]
    assert len(answers) > 2
    return answers


def test_who_reads_changes_nothing(for_readers, for_everybody):
    assert set(changing(for_readers, READER).values()) == {(403, REFUSED)}
    assert set(changing(for_everybody).values()) == {(403, REFUSED)}
    assert set(changing(for_everybody, READER).values()) == {(403, REFUSED)}
    found, _, body = ask(for_readers, QUIT, OWN, JSON, f"Cookie: kalima-{{port}}={READ}", body="{}")
    assert (found, json.loads(body)["hint"]) == (403, "It is for reading. Who runs it can change things, with its token for writing.")  # fmt: skip


def test_where_there_is_no_token_for_writing_no_empty_one_is_it(for_everybody):
    for line in ("Authorization: Bearer ", "Authorization: Bearer", "Cookie: kalima-{port}=", WRITER):
        assert status(for_everybody, QUIT, OWN, JSON, line, body="{}") == 403


def test_who_has_the_token_for_writing_may_change_things(for_readers):
    delete = "DELETE /api/v1/translations/no.ne"
    assert status(for_readers, delete, OWN, WRITER) == 404
    assert status(for_readers, delete, OWN, f"Cookie: kalima-{{port}}={WRITE}") == 404
    assert status(for_readers, SURAHS, OWN, WRITER) == 200
    # and only so: nothing else of the guard is looser
    assert status(for_readers, delete, OWN, WRITER, "Origin: null") == 403
    assert status(for_readers, delete, "Host: evil.example", WRITER) == 421
    assert status(for_readers, QUIT, OWN, WRITER, "Content-Type: text/plain", body="{}") == 415


@pytest.mark.parametrize(
    ("lines", "with_token", "open_"),
    [
        ([OWN], 403, 200),
        ([OWN, READER], 200, 200),
        ([OWN, "Authorization: Bearer wrong"], 403, 403),
        ([OWN, "Cookie: kalima-{port}=wrong"], 403, 200),
        ([OWN, "Cookie: kalima-{port}=" + READ], 200, 200),
        (["Host: evil.example"], 421, 421),
        (["Host: evil.example", READER], 421, 421),
        ([OWN, READER, "Origin: http://evil.example"], 403, 403),
        ([OWN, READER, "Sec-Fetch-Site: cross-site"], 403, 403),
        ([OWN, READER, "Sec-Fetch-Site: same-site"], 403, 403),
    ],
)
def test_who_may_read(for_readers, for_everybody, lines, with_token, open_):
    assert (status(for_readers, SURAHS, *lines), status(for_everybody, SURAHS, *lines)) == (with_token, open_)


def test_everybody_may_read_every_route_that_only_reads(for_everybody):
    reading = [route for route in all_routes() if not route.changes]
    body = {
        route.name: json.dumps(route.examples[0].get("body", {})) if route.body else "" for route in reading
    }
    answers = {
        route.name: status(for_everybody, f"{route.method} {route.target(route.examples[0])}", OWN, JSON, body=body[route.name])
        for route in reading
    }  # fmt: skip
    own = {route.name for route in reading if route.cache == "research"}  # where nobody has kept anything yet
    assert len(answers) > 10 and 404 not in {
        answers[route.name] for route in reading if route.name not in own
    }
    assert {name: found for name, found in answers.items() if found not in (200, 404)} == {}


def test_a_window_knows_whether_it_may_change_something(for_readers):
    def told(*lines: str) -> dict:
        body = json.dumps({"window": "a", "open": True})
        return json.loads(ask(for_readers, "POST /api/v1/windows", OWN, JSON, *lines, body=body)[2])

    assert told(READER) == {"wait": None, "may_change": False, "trouble": None}
    assert told(WRITER) == {"wait": None, "may_change": True, "trouble": None}


@pytest.mark.parametrize("token", [READ, WRITE])
def test_the_entrance_gives_each_the_cookie_of_their_token(for_readers, token):
    found, headers, _ = ask(for_readers, f"GET /enter?token={token}&to=/surah/2", OWN)
    assert (found, token in headers["Location"]) == (303, False)
    found, headers, _ = ask(for_readers, f"GET {headers['Location']}", OWN)
    assert headers["Set-Cookie"] == f"kalima-{for_readers.port}={token}; HttpOnly; Path=/; SameSite=Strict"


def test_a_stranger_is_told_whom_to_ask(for_readers):
    _, _, body = ask(for_readers, SURAHS, OWN)
    assert json.loads(body)["hint"].startswith("Open the whole address that you were given")


# ---- names


@pytest.mark.parametrize(
    ("name", "port", "origin"),
    [
        ("127.0.0.1", 8642, "http://127.0.0.1:8642"),
        ("[::1]", 8642, "http://[::1]:8642"),
        ("kalima.example", 8642, "http://kalima.example:8642"),
        ("kalima.example", 80, "http://kalima.example"),
        ("kalima.example:8080", 8642, "http://kalima.example:8080"),
        ("http://kalima.example", 8642, "http://kalima.example"),
        ("http://kalima.example:80", 8642, "http://kalima.example"),
        ("https://kalima.example", 8642, "https://kalima.example"),
        ("https://kalima.example:443", 8642, "https://kalima.example"),
        ("https://kalima.example:8443", 8642, "https://kalima.example:8443"),
    ],
)
def test_a_name_is_what_browsers_send(name, port, origin):
    assert guard.origin(name, port) == origin


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Host: library.example:{port}"], 200),
        (["Host: library.example:{port}", "Origin: http://library.example:{port}"], 200),
        (["Host: kalima.example"], 200),
        (["Host: kalima.example", "Origin: https://kalima.example"], 200),
        ([OWN], 421),
        (["Host: library.example"], 421),
        (["Host: kalima.example:{port}"], 421),
        (["Host: x.kalima.example"], 421),
        (["Host: kalima.example.evil.example"], 421),
        (["Host: kalima.example", "Origin: http://kalima.example"], 403),
        (["Host: kalima.example", "Origin: https://kalima.example:8443"], 403),
        (["Host: evil.example", "X-Forwarded-Host: kalima.example"], 421),
    ],
)
def test_only_the_names_that_were_given_are_its(lines, expected):
    with served(Rules(("library.example", "https://kalima.example"), READ, served=True)) as server:
        assert status(server, SURAHS, READER, *lines) == expected


def test_behind_tls_the_cookie_is_for_tls_only():
    with served(Rules(("library.example", "https://kalima.example"), READ, served=True)) as server:
        for host, secure in (("library.example:{port}", False), ("kalima.example", True)):
            target = server.let_in()[0].partition("enter")[2]
            _, headers, _ = ask(server, f"GET /enter{target}", f"Host: {host}")
            assert ("; Secure" in headers["Set-Cookie"]) is secure


# ---- the terms


@pytest.fixture
def token_file(tmp_path):
    def write(text: str, mode: int = 0o600):
        file = tmp_path / f"token{len(text)}-{mode}"
        file.write_text(text)
        file.chmod(mode)
        return file

    return write


@pytest.fixture
def by_itself(monkeypatch):
    """As a system starts it: no terminal, no token in the environment."""
    monkeypatch.delenv(TOKEN_VARIABLE)
    monkeypatch.setattr(trouble, "on_terminal", lambda: False)


@pytest.mark.parametrize(
    ("terms", "names"),
    [
        (Terms(), ("127.0.0.1", "localhost")),
        (Terms(bind="127.0.0.2"), ("127.0.0.2", "127.0.0.1", "localhost")),
        (Terms(bind="::1"), ("[::1]", "127.0.0.1", "localhost")),
        (Terms(bind="192.168.1.20"), ("192.168.1.20",)),
        (Terms(bind="192.168.1.20", hosts=("library.example",)), ("library.example", "192.168.1.20")),
        (Terms(bind="0.0.0.0", hosts=("library.example",)), ("library.example", "127.0.0.1", "localhost")),  # noqa: S104
        (Terms(hosts=("https://kalima.example",)), ("https://kalima.example", "127.0.0.1", "localhost")),
    ],
)
def test_the_names_by_which_it_is_reached(terms, names):
    assert rules_of(terms._replace(open=True)).names == names


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        (Terms(), "Nobody could get in: the token would be a new one, which nobody is told."),
        (Terms(open=True, bind="0.0.0.0"), "At 0.0.0.0 Kalima listens on every address of this computer, but knows none of its names."),  # noqa: S104
        (Terms(open=True, bind="::"), "At :: Kalima listens on every address of this computer, but knows none of its names."),
        (Terms(open=True, bind="library.example"), "library.example is no address."),
        (Terms(open=True, hosts=("a b",)), "a b is no name of a host."),
        (Terms(open=True, hosts=("https://kalima.example/",)), "https://kalima.example/ is no name of a host."),
        (Terms(open=True, hosts=("*",)), "* is no name of a host."),
        (Terms(open=True, hosts=("Library.example",)), "Library.example is no name of a host."),
        (Terms(open=True, hosts=("ftp://x",)), "ftp://x is no name of a host."),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_kept(by_itself, terms, says):
    with pytest.raises(KalimaError) as refused:
        rules_of(terms)
    assert refused.value.message == says and refused.value.hint


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        ("short", 0o600, "holds no token."),
        ("", 0o600, "holds no token."),
        (READ, 0o644, "Everybody can read the token"),
        (READ, 0o604, "Everybody can read the token"),
    ],
)
def test_files_that_hold_no_token_or_that_others_read(by_itself, token_file, text, mode, says):
    for field in ("token", "write_token"):
        with pytest.raises(KalimaError) as refused:
            rules_of(Terms(open=True, **{field: token_file(text, mode)}))
        assert says in refused.value.message and refused.value.hint
        assert READ not in str(refused.value)


def test_a_missing_file_and_two_tokens_that_are_one(by_itself, token_file, tmp_path):
    with pytest.raises(KalimaError, match="cannot be read: No such file or directory"):
        rules_of(Terms(token=tmp_path / "none"))
    with pytest.raises(KalimaError, match="Both tokens are the same"):
        rules_of(Terms(token=token_file(READ), write_token=token_file(READ)))
    rules = rules_of(Terms(token=token_file(READ + "\n", 0o640), write_token=token_file(WRITE)))
    assert (rules.token, rules.write_token, rules.open, rules.served) == (READ, WRITE, False, True)


# ---- the command


def start(tmp_path, *arguments: str):
    """The served Kalima as a process, what it says until it waits, and its port."""
    environment = {**os.environ, DATA_VARIABLE: str(tmp_path / "data")}
    environment.pop(TOKEN_VARIABLE, None)
    process = subprocess.Popen(
        [sys.executable, "-m", "kalima", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    said = []
    while not said or "change" not in said[-1]:
        said.append(process.stdout.readline().rstrip("\n"))
        assert said[-1], process.stderr.read()
    return process, said, int(re.search(r"port (\d+)\)", said[0])[1])


class Port:
    """Stands for a server in :func:`ask`."""

    def __init__(self, port: int) -> None:
        self.port, self.token = port, ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_says_its_terms_and_ends_by_a_signal(tmp_path, number):
    process, said, port = start(tmp_path, "--open")
    assert said[1:] == [
        "Everybody who reaches this address can read: the token for reading is switched off.",
        "Nobody can change anything.",
    ]
    assert status(Port(port), SURAHS, OWN) == 200
    assert status(Port(port), QUIT, OWN, JSON, body="{}") == 403
    process.send_signal(number)
    assert (process.communicate(timeout=20)[1], process.returncode) == ("", 0)
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["log"]  # and no word of itself


def test_the_users_own_work_is_served_only_if_that_is_said(tmp_path):
    file = tmp_path / "own.txt"
    file.write_text("1|1|In the name of God\n")
    add = [sys.executable, "-m", "kalima", "--data-dir", str(tmp_path / "data"), "add-translation", str(file), "--id", "en.own", "--language", "en"]  # fmt: skip
    subprocess.run(add, check=True, capture_output=True, timeout=60)

    def listed(*arguments: str) -> set[str]:
        process, _, port = start(tmp_path, "--open", *arguments)
        body = ask(Port(port), "GET /api/v1/translations", OWN)[2]
        process.terminate()
        process.communicate(timeout=20)
        return {each["id"] for each in json.loads(body)["translations"]}

    assert listed() == {"en.pickthall"}
    assert listed("--with-research") == {"en.pickthall", "en.own"}


def test_what_the_class_keeps_is_beside_the_users_own_work(tmp_path, token_file):
    process, _, port = start(tmp_path, "--open", "--write-token", str(token_file(WRITE)))
    body = json.dumps({"text": "1|1|In the name", "id": "en.class", "language": "en", "name": "Ours"})
    assert status(Port(port), "POST /api/v1/translations", OWN, JSON, WRITER, body=body) == 201
    process.terminate()
    process.communicate(timeout=20)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("research.db")] == [
        "data/served/research.db"
    ]


def test_a_port_in_use_is_not_replaced(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "kalima", "serve", "--open", "--port", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert (
        ended.stderr
        == f"kalima: Port {port} is in use by another program.\n        Choose another one: --port N.\n"
    )


def test_an_answer_in_progress_is_finished_however_long_it_takes(monkeypatch):
    """Longer than the server of a desktop would give it."""
    asked, go_on = threading.Event(), threading.Event()

    def surah(record):
        asked.set()
        go_on.wait(30)
        return {"number": record[0]}

    monkeypatch.setattr("kalima.study.shapes.surah", surah)
    server = Server(*open_library(), port=0, rules=Rules(open=True, served=True), grace=serving.GRACE)
    thread = threading.Thread(target=server.serve)
    thread.start()
    answers = []
    asker = threading.Thread(target=lambda: answers.append(status(server, "GET /api/v1/surahs/112", OWN)))
    asker.start()
    assert asked.wait(10)
    server.stop()
    time.sleep(2.5)  # longer than that other server waits
    go_on.set()
    asker.join(20)
    thread.join(20)
    assert (answers, thread.is_alive()) == ([200], False)
