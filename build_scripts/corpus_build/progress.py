"""A bar for work that takes a while."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def progress(title: str, items: Iterable[Item], total: int) -> Iterator[Item]:
    """Pass the items on, drawing a bar where there is a terminal and one line where there is none."""
    bar = sys.stderr.isatty()
    if not bar:
        print(f"  {title} ({total:,})", file=sys.stderr)
    for done, item in enumerate(items, start=1):
        yield item
        if bar and (done % max(1, total // 50) == 0 or done == total):
            filled = "#" * (30 * done // total)
            line = f"\r  {title:<14} [{filled:<30}] {done:>7,} / {total:,}"
            print(line, end="", file=sys.stderr, flush=True)
    if bar:
        print(file=sys.stderr)
