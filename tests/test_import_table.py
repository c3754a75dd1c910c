"""Every room of src/kalima enters only the rooms that the import table opens to it."""

from pathlib import Path

import pytest

import import_table

PACKAGE = Path(import_table.__file__).parents[1] / "src" / "kalima"
JS = "web/static/js"

# fmt: off
BREACHES = [
    # file                      its text                                     what is said about it
    ("arabic/fold.py", "import kalima.store", "1: arabic may not import store"),
    ("errors.py", "import os\nfrom kalima import paths", "2: errors may not import paths"),
    ("search/hits.py", "from kalima.store.db import open_it", "1: search may not import store"),
    ("store/db.py", "def f():\n    from ..search import find", "2: store may not import search"),
    ("web/app.py", "from kalima.study import x\nfrom kalima.store import y", "2: web may not import store"),
    ("cli.py", "from . import web", "1: cli may not import web"),
    ("study/notes.py", "import sqlite3", "1: only store may import sqlite3"),
    ("study/notes.py", "from sqlite_utils import Database", "1: only store may import sqlite_utils"),
    ("store/db.py", "import pickle", "1: only search may import pickle"),
    ("cli.py", "import build_scripts.freeze", "1: the program may not import build_scripts (build_scripts)"),
    ("utils.py", "", "1: utils is no room of the import table"),
    ("search/long.py", "\n" * 451, "451: longer than 450 lines"),
    (f"{JS}/lib/a.js", 'import { b } from "../components/b.js";', "1: lib may not import ../components/b.js"),
    (f"{JS}/components/a.js", 'import {\n  b,\n} from "../pages/b.js";', "3: components may not import ../pages/b.js"),
    (f"{JS}/pages/a.js", '\nconst m = await import("../app.js");', "2: pages may not import ../app.js"),
    (f"{JS}/lib/a.js", 'export { b } from "/static/js/pages/b.js"', "1: lib may not import /static/js/pages/b.js"),
    (f"{JS}/lib/a.js", "import {b}from'../app.js'", "1: lib may not import ../app.js"),
    (f"{JS}/app.js", 'import "lit";', "1: app.js may not import lit"),
    (f"{JS}/extra/a.js", "", "1: extra is no folder of the import table"),
]

ALLOWED = [
    ("__main__.py", "from kalima.start import main"),
    ("cli.py", "from kalima import __version__, desktop, selftest, study\nfrom .errors import KalimaError"),
    ("store/db.py", "import sqlite3\nimport sqlite_utils\nfrom ..corpus import model\nfrom .schema import T"),
    ("search/index.py", "import pickle\nfrom kalima.arabic.folding import fold"),
    ("study/kwic.py", "from kalima.store import verses\nfrom kalima.search import find"),
    (f"{JS}/lib/a.js", 'import { b } from "./b.js"; // import { c } as needed'),
    (f"{JS}/lib/a.js", 'export const HOME = "/";\nexport function name() {\n  return "span";\n}'),
    (f"{JS}/pages/a.js", 'import { b } from "../lib/b.js";\nimport { c } from "../components/deep/c.js";'),
    (f"{JS}/app.js", 'import { a } from "./pages/a.js";\nimport { b } from "./lib/b.js";'),
]
# fmt: on


def write(folder: Path, name: str, text: str) -> Path:
    """A package folder that holds one file."""
    file = folder / "src" / "kalima" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return folder / "src" / "kalima"


def test_the_house_is_in_order():
    assert import_table.broken_rules(PACKAGE) == []


@pytest.mark.parametrize(("name", "text", "said"), BREACHES)
def test_a_breach_is_named_with_file_and_line(tmp_path, name, text, said):
    assert import_table.broken_rules(write(tmp_path, name, text)) == [f"kalima/{name}:{said}"]


@pytest.mark.parametrize(("name", "text"), ALLOWED)
def test_what_the_table_allows_is_no_breach(tmp_path, name, text):
    assert import_table.broken_rules(write(tmp_path, name, text)) == []


def test_the_lower_rooms_never_lead_back_up():
    """The table itself has no circle: a room's doors lead only to rooms whose own doors lead further down."""
    finished: set[str] = set()
    while waiting := import_table.ROOMS.keys() - finished:
        ready = {room for room in waiting if set(import_table.ROOMS[room].split()) <= finished}
        assert ready, f"a circle among {sorted(waiting)}"
        finished |= ready
