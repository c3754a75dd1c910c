"""The benchmark of the page drives the real one: each measure comes to its end; never how long it takes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

import bench_page

from .conftest import TOKEN


@pytest.mark.parametrize("key", bench_page.MEASURES)
def test_what_is_measured_is_shown_by_the_page(
    browser: Browser, url: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_page, "TOKEN", TOKEN)
    assert bench_page.MEASURES[key](browser, url, 1) > 0
