from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def executable() -> Path:
    """The frozen file; where none has been made, the tests of it are skipped, except in CI."""
    path = _ROOT / "dist" / ("kalima.exe" if sys.platform == "win32" else "kalima")
    if not path.exists():
        reason = "there is no executable: `python3 build_scripts/dev.py freeze` makes it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture
def home(tmp_path) -> dict[str, str]:
    """An environment with a home of its own, so that no other Kalima's cache is met."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "KALIMA_", "PYTHON"))
    }
    return {**inherited, "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "USERPROFILE": str(tmp_path)}
