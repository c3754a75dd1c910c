"""The bill of materials of a frozen file, as CycloneDX 1.6: everything in it, with version, licence and hash.

It is made from the file itself: what is in it and belongs to nobody known is an error, not a gap.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import platform
import re
import sqlite3
import sys
import uuid
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from frozen_contents import Contents, glibc_needed, read_contents
from kalima import __version__

Component = dict[str, Any]

LICENSE = "GPL-3.0-or-later"
LOCKED = re.compile(r"^([\w.-]+)==(\S+)((?:.*\\\n +--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)
HASH = re.compile(r"sha256:([0-9a-f]{64})")

# The libraries of others that Python brings along, by how their files are called: name, licence.
NATIVE = {
    "sqlite3": ("SQLite", "blessing"),
    "z": ("zlib", "Zlib"),
    "zlib": ("zlib", "Zlib"),
    "lzma": ("XZ Utils (liblzma)", "0BSD; before 5.6 public domain"),
    "ffi": ("libffi", "MIT"),
    "uuid": ("libuuid of util-linux", "BSD-3-Clause"),
    "expat": ("Expat", "MIT"),
    "intl": ("GNU libintl", "LGPL-2.1-or-later"),
    "vcruntime": ("Microsoft Visual C++ runtime", "Microsoft Software License Terms"),
    "ucrtbase": ("Microsoft Universal C runtime", "Microsoft Software License Terms"),
    "api-ms-win": ("Microsoft Universal C runtime", "Microsoft Software License Terms"),
}
NATIVE_FILE = re.compile(rf"(?:lib)?({'|'.join(NATIVE)})(?![a-z])", re.IGNORECASE)


def make_bill(executable: Path, corpus: Path, lock: Path) -> dict[str, Any]:
    """The bill of materials of a one-file executable.

    :param corpus: the folder of the corpus that was frozen, whose sources it names.
    :param lock: the lock file that the packages were installed from.
    :raises ValueError: if something in the file belongs to nobody known, or a package is not the locked one.
    """
    contents = read_contents(executable)
    components = [
        *packages(contents, lock),
        *native_libraries(contents),
        *corpus_sources(corpus / "corpus.db"),
    ]
    manifest = json.loads((corpus / "manifest.json").read_text("utf-8"))
    sha256 = hashlib.sha256(executable.read_bytes()).hexdigest()
    root = {
        "type": "application",
        "bom-ref": f"kalima@{__version__}",
        "name": "kalima",
        "version": __version__,
        "licenses": [{"license": {"id": LICENSE}}],
        "hashes": [_sha256(sha256)],
        "properties": _properties(
            platform=f"{sys.platform} {platform.machine()}",
            glibc=".".join(map(str, glibc_needed(executable, contents) or ())),
            corpus_version=manifest["corpus_version"],
            corpus_blake2b=manifest["blake2b"]["corpus.db"],
        ),
    }
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, sha256)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "tools": {"components": [{"type": "application", "name": "sbom.py", "version": __version__}]},
            "component": root,
        },
        "components": components,
        "dependencies": [{"ref": root["bom-ref"], "dependsOn": [each["bom-ref"] for each in components]}],
    }


def packages(contents: Contents, lock: Path) -> list[Component]:
    """Python, the packages that the modules in the file come from, and PyInstaller, whose loader starts it.

    :raises ValueError: if a module belongs to no package, or a package is not the locked one.
    """
    owners = metadata.packages_distributions()
    names: dict[str, list[str]] = {"pyinstaller": []}
    for module in contents.folders:
        if module in sys.stdlib_module_names or module.startswith(("_sysconfigdata", "kalima", "_kalima")):
            continue
        if module not in owners:
            raise ValueError(f"The module {module} is in the file, but no installed package has it.")
        for name in owners[module]:
            names.setdefault(name, []).append(module)
    locked = read_lock(lock)
    found = [_package(name, locked, _below(names[name], contents)) for name in sorted(names, key=str.lower)]
    return [_python(contents), *found]


def read_lock(lock: Path) -> dict[str, tuple[str, list[str]]]:
    """The version and the hashes of every locked package, by its name in lower case with hyphens."""
    entries = LOCKED.findall(lock.read_text("utf-8"))
    return {_normal(name): (version, HASH.findall(hashes)) for name, version, hashes in entries}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _below(folders: Sequence[str], contents: Contents) -> dict[str, bytes]:
    """The libraries in some folders."""
    return {file: data for file, data in contents.libraries.items() if file.partition("/")[0] in folders}


def _package(name: str, locked: dict[str, tuple[str, list[str]]], libraries: dict[str, bytes]) -> Component:
    about = metadata.metadata(name)
    version, hashes = locked.get(_normal(name), ("", []))
    if version != about["Version"]:
        raise ValueError(
            f"{name} {about['Version']} is installed, and the lock has {version or 'none of it'}."
        )
    purl = f"pkg:pypi/{_normal(name)}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": about["Name"],
        "version": version,
        "purl": purl,
        "licenses": _licenses(about),
        "externalReferences": [
            {
                "type": "distribution",
                "url": purl,
                "comment": "The files that the lock admits; that for this system was installed.",
                "hashes": [*map(_sha256, hashes)],
            }
        ],
        **_files(libraries),
    }


def _licenses(about: metadata.PackageMetadata) -> list[Component]:
    """What a package says of its licence: as an SPDX expression if it has one, else in its own words."""
    if expression := about["License-Expression"]:
        return [{"expression": expression}]
    if stated := (about["License"] or "").partition("\n")[0].strip():
        return [{"license": {"name": stated}}]
    classifiers = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    return [{"license": {"name": each.rpartition(" :: ")[2]}} for each in classifiers]


def _python(contents: Contents) -> Component:
    version = platform.python_version()
    return {
        "type": "platform",
        "bom-ref": f"pkg:generic/python@{version}",
        "name": "CPython",
        "version": version,
        "purl": f"pkg:generic/python@{version}",
        "licenses": [{"license": {"id": "PSF-2.0"}}],
        **_files({file: data for file, data in contents.libraries.items() if _is_of_python(file)}),
    }


def _is_of_python(file: str) -> bool:
    """Whether a library is Python's own: the interpreter or a module of the standard library."""
    name = file.rpartition("/")[2]
    return "lib-dynload/" in file or re.match(r"(lib)?python3|Python$|\w+\.pyd$", name) is not None


def native_libraries(contents: Contents) -> list[Component]:
    """The libraries that belong to neither Python nor a package.

    :raises ValueError: if one is not known.
    """
    found = []
    for file, data in sorted(contents.libraries.items()):
        if _is_of_python(file) or file.partition("/")[0] in contents.folders:
            continue
        known = NATIVE_FILE.match(file)
        if known is None:
            raise ValueError(f"The library {file} is in the file, and sbom.py knows no name for it.")
        name, license_name = NATIVE[known[1].lower()]
        version = _version_of_library(known[1].lower(), file)
        found.append(
            {
                "type": "library",
                "bom-ref": f"library:{file}",
                "name": name,
                **({"version": version} if version else {}),
                "licenses": [{"license": {"name": license_name}}],
                "hashes": [_sha256(hashlib.sha256(data).hexdigest())],
                "properties": _properties(file=file),
            }
        )
    return found


def _version_of_library(name: str, file: str) -> str:
    """As the library itself tells it or, on Linux, as the file is called that is loaded into this process."""
    if name == "sqlite3":
        return sqlite3.sqlite_version
    if name in ("z", "zlib"):
        return zlib.ZLIB_RUNTIME_VERSION
    maps, soname = Path("/proc/self/maps"), re.search(r"\.so\.(\d+)$", file)
    if soname is None or not maps.exists():
        return ""
    for module in ("_ctypes", "_lzma", "_uuid"):  # which bring the libraries here
        importlib.import_module(module)
    loaded = re.search(rf"/{re.escape(file)}\.([\d.]+)$", maps.read_text("utf-8"), re.MULTILINE)
    return f"{soname[1]}.{loaded[1]}" if loaded else ""


def corpus_sources(database: Path) -> list[Component]:
    """Who made what the corpus is built from, as its own table of sources says; the font is one of them."""
    with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM sources ORDER BY id")]
    return [
        {
            "type": "data",
            "bom-ref": f"source:{row['id']}",
            "name": row["name"],
            "publisher": row["author"],
            "licenses": [{"license": {"name": row["license"]}}],
            "copyright": row["notice"],
            "externalReferences": [{"type": "website", "url": row["url"]}],
            "pedigree": {"ancestors": [_source_package(row["package"], row["sha256"])]},
        }
        for row in rows
    ]


def _source_package(pin: str, sha256: str) -> Component:
    """The package that a source was taken from; nothing of its code is in the file."""
    name, _, version = pin.partition("==")
    return {
        "type": "file",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": [_sha256(sha256)],
    }


def _files(libraries: dict[str, bytes]) -> dict[str, list[Component]]:
    """Libraries as parts of the component that they belong to, if there are any."""
    files = [
        {"type": "file", "name": file, "hashes": [_sha256(hashlib.sha256(data).hexdigest())]}
        for file, data in sorted(libraries.items())
    ]
    return {"components": files} if files else {}


def _sha256(content: str) -> Component:
    return {"alg": "SHA-256", "content": content}


def _properties(**values: str) -> list[Component]:
    return [
        {"name": f"kalima:{name.replace('_', '-')}", "value": value}
        for name, value in values.items()
        if value
    ]
