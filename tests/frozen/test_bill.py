"""The bill of materials and what else a release says of the real frozen file."""

import hashlib
import json
import platform
import re
import sys

import pytest

import release
import sbom
from frozen_contents import Contents, glibc_needed, read_contents
from kalima import __version__


@pytest.fixture(scope="module")
def bill(executable):
    return sbom.make_bill(executable, release.CORPUS.resolve(), release.LOCK)


def by_name(bill):
    return {component["name"]: component for component in bill["components"]}


def test_it_is_of_this_file(bill, executable):
    root = bill["metadata"]["component"]
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert (root["name"], root["version"]) == ("kalima", __version__)
    assert root["hashes"] == [
        {"alg": "SHA-256", "content": hashlib.sha256(executable.read_bytes()).hexdigest()}
    ]


def test_it_names_python_every_package_every_library_and_every_source(bill):
    names = {name.lower() for name in by_name(bill)}
    assert {"cpython", "flask", "waitress", "sqlite-utils", "platformdirs", "pyinstaller", "sqlite"} <= names
    data = [component["bom-ref"] for component in bill["components"] if component["type"] == "data"]
    assert data == [f"source:{source}" for source in (
        "amiri", "divisions", "imlaey", "mushaf", "pickthall", "qac", "revelation", "tanzil", "treebank",
    )]  # fmt: skip


def test_every_part_has_a_licence_and_all_but_data_a_version(bill):
    parts = bill["components"]
    assert [each["name"] for each in parts if not each["licenses"]] == []
    unversioned = [each["name"] for each in parts if each["type"] != "data" and not each.get("version")]
    assert unversioned == [] or sys.platform != "linux"


def test_a_package_has_the_version_and_the_hashes_of_the_lock(bill):
    flask = by_name(bill)["Flask"]
    version, hashes = sbom.read_lock(release.LOCK)["flask"]
    assert flask["purl"] == f"pkg:pypi/flask@{version}"
    (reference,) = flask["externalReferences"]
    assert [each["content"] for each in reference["hashes"]] == hashes


def test_every_library_in_the_file_is_somebody_s(bill, executable):
    contents = read_contents(executable)
    nested = {part["name"] for each in bill["components"] for part in each.get("components", ())}
    libraries = {
        value["value"]
        for each in bill["components"]
        for value in each.get("properties", ())
        if value["name"] == "kalima:file"
    }
    assert nested | libraries == set(contents.libraries)
    assert not nested & libraries


def test_every_name_is_used_once_and_every_part_is_one_of_the_program(bill):
    names = [each["bom-ref"] for each in bill["components"]]
    assert len(names) == len(set(names))
    assert bill["dependencies"] == [{"ref": f"kalima@{__version__}", "dependsOn": names}]


def test_what_belongs_to_nobody_is_an_error():
    with pytest.raises(ValueError, match="module smuggled is in the file, but no installed package has it"):
        sbom.packages(Contents(frozenset({"smuggled.inner", "json"}), {}), release.LOCK)
    for file in ("libsmuggled.so.1", "smuggled/libz.so.1", "markupsafe.libs/libz.so.1"):
        with pytest.raises(ValueError, match=re.escape(f"library {file} is in the file")):
            sbom.native_libraries(Contents(frozenset({"markupsafe"}), {file: b""}))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("libsqlite3.so.0", "SQLite"),
        ("sqlite3.dll", "SQLite"),
        ("libffi-8.dll", "libffi"),
        ("liblzma.5.dylib", "XZ Utils (liblzma)"),
        ("VCRUNTIME140_1.dll", "Microsoft Visual C++ runtime"),
        ("api-ms-win-crt-heap-l1-1-0.dll", "Microsoft Universal C runtime"),
        ("libintl.8.dylib", "GNU libintl"),
        ("python311.dll", None),
        ("libpython3.11.dylib", None),
        ("Python.framework/Versions/3.11/Python", None),
        ("_lzma.pyd", None),
        ("python3.11/lib-dynload/_lzma.cpython-311-darwin.so", None),
        ("markupsafe/_speedups.cp311-win_amd64.pyd", None),
    ],
)
def test_a_library_is_known_by_its_name_on_every_system(file, name):
    """Those without a name belong to Python or a package, where they are listed as its parts."""
    found = sbom.native_libraries(Contents(frozenset({"markupsafe._native"}), {file: b""}))
    assert [component["name"] for component in found] == ([name] if name else [])


def test_a_package_that_is_not_the_locked_one_is_an_error(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(f"flask==1.0 \\\n    --hash=sha256:{'0' * 64}\n", "utf-8")
    with pytest.raises(ValueError, match=r"Flask 3\S+ is installed, and the lock has 1\.0"):
        sbom.packages(Contents(frozenset({"flask.app"}), {}), lock)


@pytest.fixture
def own_glibc(monkeypatch):
    """The promise is kept by the container of the workflow; a build at home may need what its own machine has."""
    own = tuple(map(int, platform.libc_ver()[1].split(".")))
    monkeypatch.setattr(release, "OLDEST_GLIBC", own)
    return own


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is of Linux")
def test_it_needs_no_newer_glibc_than_where_it_was_built(executable, own_glibc):
    assert (2, 17) <= glibc_needed(executable, read_contents(executable)) <= own_glibc


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is of Linux")
def test_a_file_that_needs_a_newer_glibc_than_is_promised_is_not_given_out(executable, monkeypatch):
    monkeypatch.setattr(release, "OLDEST_GLIBC", (2, 16))
    with pytest.raises(
        release.ReleaseError, match=r"needs glibc 2\.\d+, and a release must start with 2\.16"
    ):
        release.bill(executable.parent)


def test_what_is_no_frozen_file_is_told_so(tmp_path):
    other = tmp_path / "kalima"
    other.write_bytes(b"\x7fELF" + bytes(1000))
    with pytest.raises(ValueError, match="is no one-file executable"):
        read_contents(other)


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere there are further forms to pack, which takes long"
)
def test_the_release_of_this_system(executable, own_glibc, tmp_path, capfd):
    target = release.this_target()
    release.make(target, executable.parent, tmp_path / "release")
    made = sorted(path.name for path in (tmp_path / "release").iterdir())
    assert made == sorted([*target.files, f"SHA256SUMS-{target.name}"])
    assert (tmp_path / "release" / target.name).read_bytes() == executable.read_bytes()
    assert json.loads((tmp_path / "release" / f"{target.name}.cdx.json").read_text("utf-8"))["version"] == 1
    assert "the self-test passed" in capfd.readouterr().out
