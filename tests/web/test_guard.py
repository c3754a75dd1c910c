"""Who may talk to the server, asked over raw sockets: what a browser or an attacker really sends."""

from __future__ import annotations

import json
import socket

import pytest

from kalima.web.guard import HEADERS


def ask(server, request: str) -> tuple[int, dict[str, str], bytes]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in lines), body


def get(
    server, path="/api/v1/surahs/1", host=None, method="GET", **headers
) -> tuple[int, dict[str, str], bytes]:
    host = f"127.0.0.1:{server.port}" if host is None else host
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return ask(server, f"{method} {path} HTTP/1.1\nHost: {host}\nConnection: close\n{lines}\n")


def test_the_page_and_the_users_own_programs_may(server):
    own = f"http://127.0.0.1:{server.port}"
    for headers in ({}, {"Origin": own}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}):
        assert get(server, **headers)[0] == 200
    assert get(server, host=f"localhost:{server.port}")[0] == 200


@pytest.mark.parametrize("path", ["/health", "/", "/api/v1/surahs", "/static/index.html", "/nowhere"])
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "[::1]:{port}",
        "LOCALHOST",
    ],
)
def test_another_host_is_refused_everywhere(server, path, host):
    status, _, body = get(server, path, host.format(port=server.port))
    assert (status, json.loads(body)["error"]) == (421, "This address is not Kalima's.")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}", ""]
)
def test_another_origin_is_refused(server, origin):
    assert get(server, Origin=origin.format(port=server.port))[0] == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_a_request_from_another_site_is_refused(server, site):
    assert get(server, Sec_Fetch_Site=site)[0] == 403


def test_changing_anything_takes_json(server):
    assert get(server, "/api/v1/quit", method="POST", Content_Length="0")[0] == 415
    assert get(server, "/api/v1/quit", method="GET")[0] == 405
    form = {"Content_Type": "application/x-www-form-urlencoded", "Content_Length": "0"}
    assert get(server, "/api/v1/quit", method="POST", **form)[0] == 415


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/surahs/1", "/api/v1/nowhere", "/fonts/AmiriQuran.woff2", "/health"]
)
def test_every_answer_has_the_protecting_headers_and_none_that_opens_it(server, path):
    _, headers, _ = get(server, path)
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert not [name for name in headers if name.startswith("Access-Control")]
    assert "Server" not in headers


def test_only_loopback_listens(server):
    assert server._socket.getsockname()[0] == "127.0.0.1"


def test_a_body_that_is_too_large_is_refused(server):
    status, _, _ = get(server, "/api/v1/quit", method="POST", Content_Length=str(1 << 30))
    assert status == 413


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_no_path_leaves_the_static_folder(server, path):
    assert get(server, path)[0] in (404, 308)
