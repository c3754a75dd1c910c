"""``kalima cite`` and ``kalima verify``, as their user meets them: processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile


def kalima(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kalima", *arguments],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_a_bundle_is_made_verified_spoilt_and_refused(tmp_path):
    path = tmp_path / "mercy.zip"
    made = kalima("cite", "root:رحم in:1", str(path), "--by", "root")
    assert (made.returncode, made.stdout) == (0, f"{path}\t4 matches, 4 words in 2 verses\n")
    again = kalima("cite", "root:رحم in:1", str(path))
    assert again.returncode == 2 and "already" in again.stderr

    same = kalima("verify", str(path))
    assert (same.returncode, same.stdout) == (0, f"{path}: identical. 4 matches in 2 verses: root:رحم in:1\n")

    with zipfile.ZipFile(path) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files["hits.json"] = files["hits.json"].replace(b'"1:1:3"', b'"1:1:2"')
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    other = kalima("verify", str(path), "--format", "json")
    told = json.loads(other.stdout)
    assert other.returncode == 1 and told["identical"] is False
    assert told["differences"][0].startswith("hits.json was changed") and told["differences"][1:] == [
        "Not found here: 1:1:2",
        "Found here, and not there: 1:1:3",
    ]

    path.write_bytes(b"nothing")
    refused = kalima("verify", str(path))
    assert refused.returncode == 2 and "this is not a citation bundle" in refused.stderr
