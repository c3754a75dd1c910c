"""What the server imports, asked of a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys

from kalima.web.lean import UNUSED


def run(code: str) -> object:
    """What a fresh interpreter prints as JSON."""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(told.stdout)


def test_the_server_imports_nothing_of_flask_that_it_never_calls():
    code = "import json, sys, kalima.web.server; print(json.dumps(sorted(sys.modules)))"
    loaded = run(code)
    assert {"flask", "werkzeug.routing", "waitress.server"} <= set(loaded)
    assert not set(UNUSED) & set(loaded)


def test_who_asks_for_one_of_these_modules_gets_the_real_one():
    code = "import json, importlib, kalima.web.server; print(json.dumps([importlib.import_module(n).__file__ for n in {}]))"
    assert [file.endswith(".py") for file in run(code.format(list(UNUSED)))] == [True] * len(UNUSED)


def test_an_app_of_the_lean_flask_can_be_tested():
    code = (
        "import json, kalima.web.server, flask\n"
        "app = flask.Flask('trial', static_folder=None)\n"
        "part = flask.Blueprint('part', 'trial')\n"
        "part.get('/')(lambda: 'here')\n"
        "app.register_blueprint(part)\n"
        "answer = app.test_client().get('/')\n"
        "print(json.dumps([answer.status_code, answer.text]))"
    )
    assert run(code) == [200, "here"]
