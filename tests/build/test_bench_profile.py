"""The account of the start and of the file: how it is read, and that each of the largest has its reason."""

from __future__ import annotations

import pytest

import bench_profile
from bench_profile import IMPORTS, LARGEST, PAGE, UNKNOWN, largest, make_page, merge, read_imports, render

ACCOUNT = """\
import time: self [us] | cumulative | imported package
import time:      1000 |       1000 |   werkzeug.http
import time:       500 |       1500 | werkzeug
a line of something else
import time:       250 |        250 |     _socket
import time:       250 |        500 |   socket
"""


def test_a_package_takes_the_time_of_its_own_modules():
    assert read_imports(ACCOUNT) == {"werkzeug": 1.5, "socket": 0.5}


def test_an_account_without_imports_is_refused():
    with pytest.raises(ValueError, match="no account of imports: nothing"):
        read_imports("nothing")


def test_the_least_of_several_starts_counts():
    assert merge([{"a": 2.0, "b": 1.0}, {"a": 1.0, "c": 5.0}]) == {"a": 1.0, "b": 1.0, "c": 5.0}


def test_the_largest_come_with_their_share_and_their_reason():
    amounts = {"lib/unicodedata.so": 30.0, "mystery": 50.0, "Python: kalima": 20.0} | dict.fromkeys(
        "abc", 0.0
    )
    items = largest(amounts, 200.0, {"unicodedata": "letters", "Python: kalima": "itself", "data": "short"})
    assert len(items) == LARGEST
    assert items[:3] == [
        ("mystery", 50.0, 0.25, UNKNOWN),
        ("lib/unicodedata.so", 30.0, 0.15, "letters"),
        ("Python: kalima", 20.0, 0.1, "itself"),
    ]


def test_both_tables_are_told():
    told = render("how", {"kalima": 75.0, "werkzeug": 25.0}, {"libpython3.11.so.1.0": 1_800_000}, 12_000_000)
    assert "take 100 ms, the largest:" in told
    assert f"| kalima | 75.0 | 75% | {IMPORTS['kalima']} |" in told
    assert "The file has 12.0 MB, the largest parts:" in told
    assert "| libpython3.11.so.1.0 | 1,800 | 15% | Python |" in told


def test_the_page_says_why_each_of_the_largest_stays():
    page = PAGE.read_text("utf-8")
    assert page.partition("\n\nOn ")[0] == make_page("").strip().partition("\n\nOn ")[0]
    assert page.count("\n| ") == 2 * (LARGEST + 1)
    assert UNKNOWN not in page


def test_the_first_search_of_a_real_start_is_accounted_for(tmp_path):
    found = read_imports(bench_profile.first_search(tmp_path))
    assert {"kalima", "flask", "waitress", "sqlite3"} <= found.keys()
    assert any(tmp_path.rglob("*.pyc"))
