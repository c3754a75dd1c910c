"""The house of src/kalima: its rooms, who may enter which, and a check that names every line that breaks it.

`dev.py check` and the tests run it. Who gives a room another door changes the table here, and says why.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

# fmt: off
#  room            may import, besides itself and the bare package
ROOMS = {
    "errors":      "",
    "paths":       "errors",
    "structs":     "",  # values with named fields
    "files":       "paths",  # those that came with this program
    "arabic":      "errors",
    "corpus":      "errors structs arabic",
    "store":       "errors arabic corpus paths",  # speaks SQL; never search
    "search":      "errors structs arabic corpus paths",  # never store
    "study":       "errors structs arabic corpus paths files store search",  # brings those two together
    "bundle":      "errors arabic corpus paths study",  # the corpus that came with this program
    "versions":    "paths bundle study",  # which build of the program and of the corpus this is
    "locks":       "",
    "logs":        "paths",
    "launcher":    "errors paths files",  # the program in a Linux desktop's menu
    "instance":    "errors paths locks",  # the running program, as others find it
    "opening":     "paths instance",  # the browser
    "trouble":     "errors paths logs instance opening",  # what is said where there is no terminal
    "web":         "errors arabic corpus paths files study",
    "desktop":     "errors arabic corpus paths study bundle instance opening trouble versions web",
    "serving":     "errors paths desktop trouble versions web",  # for others than its user
    "selftest":    "errors arabic corpus paths bundle web",  # starts the real server
    "cli":         "errors arabic corpus paths study bundle instance launcher versions desktop serving selftest",  # noqa: E501
    "start":       "logs opening trouble cli",
    "manual":      "",  # pages, no code
    "__main__":    "start",
    "__init__":    "",
}

#  outside module   the one room that may import it
ONLY_IN = {
    "sqlite3":      "store",
    "sqlite_utils": "store",
    "pickle":       "search",
}

#  folder of static/js   may import
SCRIPTS = {
    "lib":         "lib",
    "components":  "lib components",
    "pages":       "lib components pages",
    "app.js":      "lib components pages app.js",
}
# fmt: on

LONGEST = 450  # lines of one module

PACKAGE = "kalima"
SCRIPT_IMPORT = re.compile(  # a statement at the start of a line, or a call anywhere
    r"""(?:^\s*(?:import|export)\s*(?:[\w\s{},*$]+?\bfrom\s*)?|\bimport\s*\(\s*)["'`]([^"'`]+)["'`]""",
    re.MULTILINE,
)


def broken_rules(package: Path) -> list[str]:
    """Every breach in the package's folder, as `file:line: what is wrong`; empty if the house is in order."""
    modules = sorted(package.rglob("*.py"))
    scripts = sorted((package / "web" / "static" / "js").rglob("*.js"))
    breaches = []
    for file in [*modules, *scripts]:
        name = file.relative_to(package.parent).as_posix()
        text = file.read_text("utf-8")
        check = script_breaches if file.suffix == ".js" else module_breaches
        breaches += [f"{name}:{line}: {what}" for line, what in check(package, file, text)]
        if (length := len(text.splitlines())) > LONGEST:
            breaches.append(f"{name}:{length}: longer than {LONGEST} lines")
    return breaches


def module_breaches(package: Path, file: Path, text: str) -> Iterator[tuple[int, str]]:
    """The lines of a Python module that import what its room may not."""
    room = room_of(package, file)
    if room not in ROOMS:
        yield 1, f"{room} is no room of the import table"
        return
    for line, imported in imports(package, file, text):
        top, _, rest = imported.partition(".")
        other = rest.partition(".")[0] if top == PACKAGE else ""
        if other and other != room and other not in ROOMS[room].split():
            yield line, f"{room} may not import {other}"
        if ONLY_IN.get(top, room) != room:
            yield line, f"only {ONLY_IN[top]} may import {top}"
        if top == "build_scripts" or (package.parent.parent / "build_scripts" / f"{top}.py").exists():
            yield line, f"the program may not import build_scripts ({top})"


def room_of(package: Path, file: Path) -> str:
    """The room a module is in: the first part of its path below the package."""
    return file.relative_to(package).parts[0].removesuffix(".py")


def imports(package: Path, file: Path, text: str) -> Iterator[tuple[int, str]]:
    """Every import in a module: its line, and the dotted name with relative dots resolved.

    `from kalima import web` counts as kalima.web, `from kalima import __version__` as the bare package.
    """
    here = [PACKAGE, *file.relative_to(package).parts[:-1]]
    for node in ast.walk(ast.parse(text, str(file))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = [*here[: len(here) - node.level + 1]] if node.level else []
            origin += node.module.split(".") if node.module else []
            for alias in node.names:
                is_room = origin == [PACKAGE] and not alias.name.startswith("__")
                yield node.lineno, ".".join([*origin, alias.name] if is_room else origin)


def script_breaches(package: Path, file: Path, text: str) -> Iterator[tuple[int, str]]:
    """The lines of a browser module that import what its folder may not."""
    top = package / "web" / "static" / "js"
    folder = file.relative_to(top).parts[0]
    if folder not in SCRIPTS:
        yield 1, f"{folder} is no folder of the import table"
        return
    for found in SCRIPT_IMPORT.finditer(text):
        line = text.count("\n", 0, found.start(1)) + 1
        other = script_folder(file.relative_to(top), found[1])
        if other not in SCRIPTS[folder].split():
            yield line, f"{folder} may not import {found[1]}"


def script_folder(importer: Path, target: str) -> str:
    """The folder of static/js that an import leads to; "" if it leads out of there or is no path."""
    if target.startswith("/static/js/"):
        parts = list(PurePosixPath(target).parts[3:])
    elif target.startswith("."):
        parts = list(importer.parts[:-1])
        for part in target.split("/"):
            if part == ".." and not parts:
                return ""
            if part == "..":
                parts.pop()
            elif part != ".":
                parts.append(part)
    else:
        return ""
    return parts[0] if parts else ""


def main() -> int:
    """Print every breach; 1 if there is one."""
    breaches = broken_rules(Path(__file__).resolve().parent.parent / "src" / PACKAGE)
    print("\n".join(breaches) or "Every import is in the table.")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
