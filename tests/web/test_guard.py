"""Who may talk to the server, asked over raw sockets: what a browser or an attacker really sends."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading

import pytest

from kalima.bundle import open_library
from kalima.errors import KalimaError
from kalima.web.app import create_api
from kalima.web.guard import HEADERS, MOST_TICKETS, OWN_USER, TOKEN_VARIABLE, Access, new_token
from kalima.web.server import Server


def send(port: int, request: str) -> tuple[int, dict[str, str], bytes]:
    """What the server answers to these very bytes (Latin-1, with the line ends of HTTP)."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode("latin-1"))
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in lines), body


OWN = "Host: 127.0.0.1:{port}"
KNOWN = "Authorization: Bearer {token}"


def ask(server, start: str, *lines: str, body: str = "") -> tuple[int, dict[str, str], bytes]:
    """``start`` is method and target; in it and in the headers {port} and {token} are the server's."""
    version = "" if " HTTP/" in start else " HTTP/1.1"
    length = [f"Content-Length: {len(body)}"] if body else []
    # Replaced and not formatted: some of what is sent has braces of its own.
    head = "\n".join([start + version, *lines, *length, "Connection: close", "", ""])
    return send(server.port, head.replace("{port}", str(server.port)).replace("{token}", server.token) + body)


def status(server, start: str, *lines: str, body: str = "") -> int:
    return ask(server, start, *lines, body=body)[0]


SURAHS = "GET /api/v1/surahs"
QUIT = "POST /api/v1/quit"
JSON = "Content-Type: application/json"

# ---- the table: what is sent, and what comes of it


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # who may
        ([OWN, KNOWN], 200),
        (["Host: localhost:{port}", KNOWN], 200),
        (["host: 127.0.0.1:{port}", "authorization: bearer {token}"], 200),
        ([OWN, "Cookie: kalima-{port}={token}"], 200),
        ([OWN, "Cookie: theme=dark; kalima-{port}={token}; kalima-1=x"], 200),
        ([OWN, KNOWN, "Origin: http://127.0.0.1:{port}"], 200),
        ([OWN, KNOWN, "Origin: http://localhost:{port}"], 200),
        ([OWN, KNOWN, "Sec-Fetch-Site: same-origin"], 200),
        ([OWN, KNOWN, "Sec-Fetch-Site: none"], 200),
        # the host
        ([KNOWN], 421),
        (["Host:", KNOWN], 421),
        (["Host: evil.example", KNOWN], 421),
        (["Host: evil.example:{port}", KNOWN], 421),
        (["Host: 127.0.0.1", KNOWN], 421),
        (["Host: 127.0.0.1:1", KNOWN], 421),
        (["Host: 127.0.0.1:{port}0", KNOWN], 421),
        (["Host: 127.0.0.1:{port}.evil.example", KNOWN], 421),
        (["Host: localhost.evil.example:{port}", KNOWN], 421),
        (["Host: user@127.0.0.1:{port}", KNOWN], 421),
        (["Host: [::1]:{port}", KNOWN], 421),
        (["Host: 127.1:{port}", KNOWN], 421),
        (["Host: 0.0.0.0:{port}", KNOWN], 421),
        (["Host: LOCALHOST:{port}", KNOWN], 421),
        ([OWN, OWN, KNOWN], 421),
        ([OWN, "Host: evil.example", KNOWN], 421),
        (["Host: evil.example", "X-Forwarded-Host: 127.0.0.1:{port}", KNOWN], 421),
        # the origin
        ([OWN, KNOWN, "Origin: null"], 403),
        ([OWN, KNOWN, "Origin:"], 403),
        ([OWN, KNOWN, "Origin: http://evil.example"], 403),
        ([OWN, KNOWN, "Origin: http://127.0.0.1"], 403),
        ([OWN, KNOWN, "Origin: http://127.0.0.1:1"], 403),
        ([OWN, KNOWN, "Origin: https://127.0.0.1:{port}"], 403),
        ([OWN, KNOWN, "Origin: http://127.0.0.1:{port}/"], 403),
        ([OWN, KNOWN, "Origin: file://"], 403),
        ([OWN, KNOWN, "Origin: http://127.0.0.1:{port}", "Origin: http://evil.example"], 403),
        # the site
        ([OWN, KNOWN, "Sec-Fetch-Site: same-site"], 403),
        ([OWN, KNOWN, "Sec-Fetch-Site: cross-site"], 403),
        ([OWN, KNOWN, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"], 403),
        ([OWN, KNOWN, "Sec-Fetch-Site: anything"], 403),
        ([OWN, KNOWN, "Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"], 403),
        # the token
        ([OWN], 403),
        ([OWN, "Authorization:"], 403),
        ([OWN, "Authorization: Bearer"], 403),
        ([OWN, "Authorization: {token}"], 403),
        ([OWN, "Authorization: Basic {token}"], 403),
        ([OWN, "Authorization: Bearer wrong"], 403),
        ([OWN, "Authorization: Bearer {token}x"], 403),
        ([OWN, "Authorization: Bearer x{token}"], 403),
        ([OWN, "Authorization: Bearer {token} {token}"], 403),
        ([OWN, "Authorization: Bearer {token}\xe9"], 403),
        ([OWN, "Authorization: Bearer \xe9\xff"], 403),
        ([OWN, KNOWN, KNOWN], 403),
        ([OWN, KNOWN, "Authorization: Bearer wrong"], 403),
        ([OWN, "Authorization: Bearer wrong", "Cookie: kalima-{port}={token}"], 403),
        ([OWN, "X-Authorization: Bearer {token}", "Authorization_: Bearer {token}"], 403),
        ([OWN, "Cookie: kalima-{port}="], 403),
        ([OWN, "Cookie: kalima-{port}=wrong"], 403),
        ([OWN, "Cookie: kalima-{port}={token}x"], 403),
        ([OWN, "Cookie: kalima-{port}=\xe9\xff"], 403),
        ([OWN, "Cookie: kalima-{port}0={token}"], 403),
        ([OWN, "Cookie: kalima-1={token}"], 403),
        ([OWN, "Cookie: kalima={token}"], 403),
        ([OWN, "Cookie: {token}"], 403),
    ],
)  # fmt: skip
def test_a_request_for_the_list_of_surahs(server, lines, expected):
    for _ in range(3):  # the third answer may come from memory, as may have those to the rows before
        found, headers, body = ask(server, SURAHS, *lines)
        assert found == expected
        assert b'"surahs"' in body if expected == 200 else set(json.loads(body)) == {"error", "hint"}
        assert not [name for name in headers if name.startswith("Access-Control")]


def test_the_beginnings_of_the_token_are_not_the_token(server):
    for length in (1, len(server.token) // 2, len(server.token) - 1):
        shown = server.token[:length]
        assert status(server, SURAHS, OWN, f"Authorization: Bearer {shown}") == 403
        assert status(server, SURAHS, OWN, f"Cookie: kalima-{{port}}={shown}") == 403


def test_a_cookie_that_another_server_put_beside_ours_locks_nobody_out(server):
    ours, other = "kalima-{port}={token}", "kalima-{port}=wrong"
    assert status(server, SURAHS, OWN, f"Cookie: {other}; {ours}") == 200
    assert status(server, SURAHS, OWN, f"Cookie: {ours}; {other}") == 200


@pytest.mark.parametrize(
    ("start", "lines", "expected"),
    [
        # versions and targets
        ("GET /api/v1/surahs HTTP/1.0", [OWN, KNOWN], 200),
        ("GET /api/v1/surahs HTTP/1.0", [KNOWN], 421),
        ("GET /health HTTP/1.0", [], 421),
        ("GET http://127.0.0.1:{port}/api/v1/surahs", [OWN, KNOWN], 200),
        ("GET http://127.0.0.1:{port}/api/v1/surahs", [OWN], 403),
        ("GET http://127.0.0.1:{port}/api/v1/surahs", ["Host: evil.example", KNOWN], 421),
        ("GET http://evil.example/api/v1/surahs", [OWN, KNOWN], 421),
        ("GET http://127.0.0.1:{port}.evil.example/api/v1/surahs", [OWN, KNOWN], 421),
        ("GET http://evil.example/health", [OWN], 421),
        ("GET https://127.0.0.1:{port}/api/v1/surahs", [OWN, KNOWN], 421),
        ("OPTIONS *", [OWN, KNOWN], 421),
        # the token is in no address
        ("GET /api/v1/surahs?token={token}", [OWN], 403),
        ("GET /api/v1/surahs?access_token={token}", [OWN], 403),
        ("GET /api/v1/surahs#{token}", [OWN], 403),
        # tricks with the path
        ("GET /%61pi/v1/surahs", [OWN], 403),
        ("GET /api/v1/%73urahs", [OWN], 403),
        ("GET /api/v1/surahs/", [OWN], 403),
        ("GET /api/../api/v1/surahs", [OWN], 403),
        ("GET /api/v1/surahs/../surahs", [OWN], 403),
        ("GET //api/v1/surahs", [OWN], 403),
        ("GET /static/../api/v1/surahs", [OWN], 404),
        ("GET /static/%2e%2e/api/v1/surahs", [OWN], 404),
        ("GET /static/..%2fapi/v1/surahs", [OWN], 404),
        ("GET /health/../api/v1/surahs", [OWN], 404),
        ("GET /enter/../api/v1/surahs", [OWN], 404),
        ("GET /./api/v1/surahs", [OWN], 404),
        ("GET /API/v1/surahs", [OWN], 404),
        ("GET /api;/v1/surahs", [OWN], 404),
        ("GET /%2fapi/v1/surahs", [OWN], 403),
        ("GET //api/v1/surahs", [OWN, KNOWN], 200),
        ("GET /api/v1/nowhere", [OWN], 403),
        ("GET /api/v1/nowhere", [OWN, KNOWN], 404),
        # methods
        ("HEAD /api/v1/surahs", [OWN], 403),
        ("OPTIONS /api/v1/surahs", [OWN], 403),
        ("OPTIONS /api/v1/quit", [OWN, "Origin: http://evil.example", "Access-Control-Request-Method: POST"], 403),
        ("GET /api/v1/quit", [OWN, KNOWN], 405),
        ("HEAD /api/v1/quit", [OWN, KNOWN], 405),
        ("GET /api/v1/quit?_method=POST", [OWN, KNOWN, "X-HTTP-Method-Override: POST"], 405),
        ("GET /api/v1/quit", [OWN], 403),
        ("TRACE /api/v1/surahs", [OWN, KNOWN], 405),
        # what is open
        ("GET /health", [OWN], 200),
        ("GET /health", [OWN, KNOWN], 200),
        ("GET /health", [OWN, "Authorization: Bearer wrong"], 403),
        ("GET /", [OWN], 200),
        ("GET /", [OWN, "Cookie: kalima-{port}=stale"], 200),
        ("GET /surah/2", [OWN], 200),
        ("GET /static/js/app.js", [OWN], 200),
        ("GET /fonts/AmiriQuran.woff2", [OWN], 200),
        ("GET /nowhere", [OWN], 404),
    ],
)  # fmt: skip
def test_another_request(server, start, lines, expected):
    found, headers, body = ask(server, start, *lines)
    assert found == expected
    assert b'"surahs"' not in body or expected == 200
    assert not [name for name in headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("start", "lines", "body", "expected"),
    [
        (QUIT, [], "", 415),
        (QUIT, ["Content-Type: text/plain"], "{}", 415),
        (QUIT, ["Content-Type: application/x-www-form-urlencoded"], "a=1", 415),
        (QUIT, ["Content-Type: multipart/form-data; boundary=x"], "--x--", 415),
        (QUIT, ["Content-Type: text/plain; application/json"], "{}", 415),
        (QUIT, ["Content-Type: text/plain", JSON], "{}", 415),
        (QUIT, [JSON, "Origin: null"], "{}", 403),
        (QUIT, [JSON, "Sec-Fetch-Site: same-site"], "{}", 403),
        ("POST /api/v1/translations", [JSON], "{}", 400),
        ("POST /api/v1/translations", ["Content-Type: application/json; charset=utf-8"], "{}", 400),
        ("DELETE /api/v1/translations/no.ne", [], "", 404),
        ("DELETE /api/v1/translations/no.ne", ["Content-Length: 0"], "", 404),
        ("DELETE /api/v1/translations/no.ne", [JSON], "{}", 404),
        ("DELETE /api/v1/translations/no.ne", [], "{}", 415),
        ("DELETE /api/v1/translations/no.ne", ["Content-Type: text/plain"], "{}", 415),
        ("DELETE /api/v1/translations/no.ne", ["Origin: http://evil.example"], "", 403),
        ("PUT /api/v1/translations/no.ne", [JSON], "{}", 405),
    ],
)
def test_what_changes_something(server, start, lines, body, expected):
    assert status(server, start, OWN, KNOWN, *lines, body=body) == expected
    assert status(server, start, OWN, *lines, body=body) == 403


# ---- every route


def examples():
    """Method and target of an example of every declared route, whether it is open or not."""
    api = create_api(open_library()[0], lambda: None)
    return [(route.name, f"{route.method} {route.target(route.examples[0])}") for route in api.routes]


def test_every_route_asks_for_the_token_before_anything_else(server):
    refused = {name: {403} for name, _ in examples() if name != "get_health"}
    assert len(refused) > 10
    assert {
        name: {
            status(server, start, OWN),
            status(server, start, OWN, JSON, "Authorization: Bearer wrong", body="{}"),
            status(server, start, OWN, JSON, "Cookie: kalima-1={token}", body="{}"),
            status(server, start.partition("?")[0] + "?token={token}", OWN),
        }
        for name, start in examples()
        if name != "get_health"
    } == refused  # fmt: skip


def test_every_route_heeds_host_origin_and_site_even_with_the_token(server):
    for _, start in examples():
        assert status(server, start, "Host: evil.example", KNOWN) == 421
        assert status(server, start, OWN, KNOWN, "Origin: null") == 403
        assert status(server, start, OWN, KNOWN, "Sec-Fetch-Site: same-site") == 403


def test_every_route_that_changes_something_takes_json_and_never_a_get(server):
    api = create_api(open_library()[0], lambda: None)
    others = [route for route in api.routes if route.method != "GET"]
    assert others
    assert not [route.name for route in api.routes if route.changes and route.method == "GET"]
    for route in others:
        start = f"{route.method} {route.target(route.examples[0])}"
        form = "Content-Type: application/x-www-form-urlencoded"
        assert status(server, start, OWN, KNOWN, form, body="a=1") == 415


@pytest.mark.parametrize("path", ["/health", "/", "/enter?token=x", "/api/v1/surahs", "/static/index.html", "/nowhere", "/fonts/AmiriQuran.woff2"])  # fmt: skip
def test_another_host_is_refused_everywhere(server, path):
    found, _, body = ask(server, f"GET {path}", "Host: evil.example", KNOWN)
    assert (found, json.loads(body)["error"]) == (421, "This address is not Kalima's.")


@pytest.mark.parametrize("path", ["/", "/api/v1/surahs/1", "/api/v1/nowhere", "/fonts/AmiriQuran.woff2", "/health", "/enter", "/api", "/static/js/app.js", "/nowhere"])  # fmt: skip
@pytest.mark.parametrize("lines", [[OWN, KNOWN], [OWN], ["Host: evil.example"]])
def test_every_answer_has_the_protecting_headers_and_none_that_opens_it(server, path, lines):
    _, headers, _ = ask(server, f"GET {path}", *lines, "Origin: http://127.0.0.1:{port}")
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert not [name for name in headers if name.startswith("Access-Control")]
    assert "Server" not in headers


def test_the_headers_are_these():
    policy = HEADERS["Content-Security-Policy"].split("; ")
    assert {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    } <= set(policy)
    assert not [part for part in policy if "unsafe" in part or "*" in part]
    assert HEADERS["Referrer-Policy"] == "no-referrer"


def test_who_is_refused_is_told_the_way_in(server):
    _, headers, body = ask(server, SURAHS, OWN)
    told = json.loads(body)
    assert told["error"] == "Kalima does not know this window or program."
    assert "Open Kalima anew" in told["hint"] and "kalima token" in told["hint"]
    assert (headers["Content-Type"], headers["Cache-Control"]) == ("application/json", "no-store")


# ---- the entrance


LED = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"]


def enter(server, address: str, *lines: str) -> tuple[int, dict[str, str], bytes]:
    return ask(server, f"GET {address.removeprefix(server.url.rstrip('/'))}", OWN, *lines)


def test_a_ticket_gives_the_cookie_once_and_leads_to_the_page(server):
    address, arrived = server.let_in("/surah/2")
    assert server.token not in address and not arrived.is_set()
    found, headers, body = enter(server, address, *LED)
    assert (found, arrived.is_set(), headers["Cache-Control"]) == (200, True, "no-store")
    assert headers["Set-Cookie"] == f"kalima-{server.port}={server.token}; HttpOnly; Path=/; SameSite=Strict"
    assert b'content="0; url=/surah/2"' in body and server.token.encode() not in body
    found, headers, body = enter(server, address, *LED)
    assert (found, headers.get("Set-Cookie")) == (403, None)
    assert b"This way in was used already" in body


def test_the_entrance_speaks_english_and_arabic(server):
    address, _ = server.let_in("/surah/2")
    opening, used = (enter(server, address, *LED)[2].decode() for _ in range(2))
    said = r'<p lang="ar" dir="rtl" class="arabic-plain">(.+) <a href="(.+)">(.+)</a></p>'
    assert re.findall(said, opening) == [("يُفتح «كلمة» الآن.", "/surah/2", "تابع")]
    assert 'Kalima is opening. <a href="/surah/2">Go on</a>' in opening
    [(refused, to, link)] = re.findall(said, used)
    assert refused.startswith("استُعمل هذا المدخل من قبل") and (to, link) == ("/", "جرّب الصفحة")
    assert 'Open Kalima anew, or <a href="/">try the page</a>' in used


def test_the_token_itself_is_led_out_of_the_address_first(server):
    found, headers, _ = ask(server, "GET /enter?token={token}&to=/search%3Fq=root:qwl", OWN)
    assert (found, headers.get("Set-Cookie")) == (303, None)
    assert server.token not in headers["Location"]
    found, headers, body = enter(server, headers["Location"])
    assert (found, b"url=/search?q=root:qwl" in body) == (200, True)


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/", "/"),
        ("/surah/2#2:255", "/surah/2#2:255"),
        ("/search?q=قول", "/search?q=قول"),
        ("", "/"),
        ("surah/2", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\\b", "/"),
        ("/\t/evil.example", "/"),
        ("\n//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a b", "/"),
    ],
)
def test_it_leads_to_the_page_and_nowhere_else(path, leads):
    assert Access(1, OWN_USER).issue(path).path == leads


def test_what_it_leads_to_is_text(server):
    _, _, body = enter(server, server.let_in('/search?q="><script>')[0])
    assert b"<script>" not in body


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (LED, 200),
        (["Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"], 200),
        (["Sec-Fetch-Site: same-origin"], 200),
        ([], 200),
        (["Sec-Fetch-Site: cross-site"], 403),
        (["Sec-Fetch-Site: same-site", *LED[1:]], 403),
        ([LED[0], "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"], 403),
        ([LED[0], "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"], 403),
        ([LED[0], "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"], 403),
        ([*LED, "Origin: null"], 403),
        (["Authorization: Bearer wrong"], 403),
    ],
)
def test_who_may_come_to_the_entrance(server, lines, expected):
    address, arrived = server.let_in()
    found, headers, _ = enter(server, address, *lines)
    assert (found, arrived.is_set(), "Set-Cookie" in headers) == (
        expected,
        expected == 200,
        expected == 200,
    )


@pytest.mark.parametrize(
    "start",
    [
        "GET /enter", "GET /enter?token=", "GET /enter?token=wrong", "GET /enter?token=%C3%A9", "GET /enter?token={token}x",
        "GET /enter?token=%00", "GET /enter?ticket={token}", "GET /enter?to=/&token=%7Btoken%7D",
    ],
)  # fmt: skip
def test_nothing_lets_in_but_the_token_or_a_ticket(server, start):
    found, headers, body = ask(server, start, OWN, *LED)
    assert (found, headers.get("Set-Cookie"), headers["Content-Type"]) == (
        403,
        None,
        "text/html; charset=utf-8",
    )
    assert b'<a href="/">' in body


def test_looking_does_not_use_a_ticket_up(server):
    address, arrived = server.let_in()
    target = address.removeprefix(server.url.rstrip("/"))
    for _ in range(2):
        found, headers, body = ask(server, f"HEAD {target}", OWN)
        assert (found, headers.get("Set-Cookie"), body) == (200, None, b"")
    assert status(server, f"POST {target}", OWN, JSON, body="{}") == 405
    assert not arrived.is_set()
    assert status(server, f"GET {target}", OWN) == 200
    assert status(server, f"HEAD {target}", OWN) == 403


def test_of_many_at_once_a_ticket_lets_in_one(server):
    address, _ = server.let_in()
    found = []
    threads = [threading.Thread(target=lambda: found.append(enter(server, address)[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200] + [403] * 7


def test_no_number_of_tickets_fills_the_memory():
    access = Access(1, OWN_USER)
    tickets = [access.issue() for _ in range(MOST_TICKETS + 5)]
    assert [access.find(ticket.code) is not None for ticket in tickets] == [False] * 5 + [True] * MOST_TICKETS


def test_a_ticket_is_no_token(server):
    code = server.let_in()[0].rpartition("=")[2]
    assert status(server, SURAHS, OWN, f"Authorization: Bearer {code}") == 403
    assert status(server, SURAHS, OWN, f"Cookie: kalima-{{port}}={code}") == 403


# ---- the token


def test_every_launch_has_a_token_of_its_own(monkeypatch):
    monkeypatch.delenv(TOKEN_VARIABLE)
    tokens = {new_token() for _ in range(5)}
    assert len(tokens) == 5
    assert all(re.fullmatch(r"[\w-]{43}", token, re.ASCII) for token in tokens)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("a" * 32, True),
        ("Aa0-_" * 10, True),
        ("a" * 31, False),
        ("a" * 32 + "\n", False),
        ("a" * 32 + " ", False),
        ("a" * 32 + ";", False),
        ("é" * 32, False),
    ],
)
def test_a_token_may_be_given_if_it_is_one(monkeypatch, given, taken):
    monkeypatch.setenv(TOKEN_VARIABLE, given)
    if taken:
        assert new_token() == given
        return
    with pytest.raises(KalimaError) as refused:
        Server(*open_library(), port=0)
    assert refused.value.message == "KALIMA_TOKEN is no token."
    assert given not in str(refused.value)


def test_without_a_given_token_the_server_asks_for_the_one_it_made(monkeypatch):
    monkeypatch.delenv(TOKEN_VARIABLE)
    one, other = (Server(*open_library(), port=0) for _ in range(2))
    threads = [threading.Thread(target=server.serve) for server in (one, other)]
    for thread in threads:
        thread.start()
    try:
        assert status(one, SURAHS, OWN, KNOWN) == status(other, SURAHS, OWN, KNOWN) == 200
        assert status(one, SURAHS, OWN, f"Authorization: Bearer {other.token}") == 403
        assert status(one, SURAHS, OWN, f"Cookie: kalima-{other.port}={other.token}") == 403
    finally:
        one.stop(), other.stop()
        for thread in threads:
            thread.join(10)


# ---- the server below


def test_only_loopback_listens(server):
    assert server._socket.getsockname()[0] == "127.0.0.1"


def test_a_body_that_is_too_large_is_refused(server):
    assert status(server, QUIT, OWN, KNOWN, JSON, f"Content-Length: {1 << 30}") == 413
    assert status(server, QUIT, OWN, KNOWN, JSON, body="[" + " " * (1 << 20) + "]") == 413


def test_a_proxys_headers_change_nothing(server):
    forwarded = [
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: https",
        "Forwarded: host=evil.example",
    ]
    found, _, body = ask(server, "GET /api/v1/surahs/114", OWN, KNOWN, *forwarded, "X-Forwarded-For: 1.2.3.4")
    assert found == 200 and b"evil.example" not in body


def test_those_who_send_half_a_request_hold_up_nobody(server):
    with contextlib.ExitStack() as held:
        for _ in range(150):
            half = held.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            half.sendall(b"POST /api/v1/quit HTTP/1.1\r\nContent-Length: 9\r\nHost: 127")
        assert status(server, "GET /health", OWN) == 200
        assert status(server, SURAHS, OWN, KNOWN) == 200


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_no_path_leaves_the_static_folder(server, path):
    assert status(server, f"GET {path}", OWN) == 404
