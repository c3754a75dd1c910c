"""Kalima's workbench: every verb sets up what it needs, once, and then does its work.

It needs Python 3.11 or newer with pip, on Linux, macOS or Windows, and nothing else. What it makes is in
.venv, build and dist beside this folder, and in the user's cache folder; all of it may be deleted any time.
"""

import sys

# An older Python must get as far as this sentence: keep its syntax out of this file and imports below it.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "Kalima needs Python 3.11 or newer, and this is Python %d.%d (%s): install a newer one and run this "  # noqa: UP031
        "command with it." % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import argparse
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from dev_setup import (
    STAMP,
    Project,
    SetupError,
    Words,
    alone,
    call,
    digest,
    pip,
    require_pip,
    say,
    set_up,
    stamp_holds,
)

PROJECT = Project(Path(__file__).resolve().parent.parent)

EPILOG = """\
On a fresh machine, `python3 build_scripts/dev.py run` is all there is to do. The wheels that the corpus is
built from are kept in the user's cache folder; KALIMA_CACHE names another one."""

OF_THE_PAGE = "tests/browser"
BESIDE = ("tests/build", "tests/frozen", "tests/search")
"""Tests that take about as long as all others but those of the page."""
TESTS_FAILED = 1
"""What pytest answers where it ran."""

Action = Callable[[argparse.Namespace], int]


def set_up_only(options: argparse.Namespace) -> int:
    """Set everything up, and say so."""
    set_up(PROJECT)
    print("Ready: .venv and build/corpus are up to date.")
    return 0


def run(options: argparse.Namespace) -> int:
    """Start Kalima from its sources."""
    set_up(PROJECT)
    flags = ["--no-browser"] if options.no_browser else []
    if options.port is not None:
        flags += ["--port", str(options.port)]
    return call([PROJECT.python, "-m", "kalima", *flags], PROJECT.root)


def test(options: argparse.Namespace) -> int:
    """Run pytest with whatever arguments were given; without any, all tests."""
    set_up(PROJECT)
    if options.pytest:
        return call([PROJECT.python, "-m", "pytest", *options.pytest], PROJECT.root)
    return test_all(PROJECT)


def test_all(project: Project) -> int:
    """Run all tests: two halves side by side, then those of the page: a browser needs both processors.

    What fails is tried once more by itself, and both are told: on a busy machine some things happen so
    late that no test waits for them.
    """
    said = project.build / "tests-of-the-build.txt"
    said.parent.mkdir(exist_ok=True)
    say(f"Of two halves that run side by side, one is told here, the other then from {said.name} in build.")
    with said.open("w", encoding="utf-8") as file, ThreadPoolExecutor() as threads:
        beside = threads.submit(try_twice, project, *BESIDE, stdout=file)
        apart = [f"--ignore={folder}" for folder in (*BESIDE, OF_THE_PAGE)]
        codes = [try_twice(project, "tests", *apart)]
    print(said.read_text("utf-8", "replace"), flush=True)
    codes.append(try_twice(project, OF_THE_PAGE))
    return max(*codes, beside.result())


def try_twice(project: Project, *chosen: str, stdout: IO[str] | None = None) -> int:
    """Run some tests, then those once more that failed."""
    memory = f"cache_dir={project.build / 'pytest' / Path(chosen[0]).name}"  # a half's own
    pytest: list[str | Path] = [project.python, "-m", "pytest", "-o", memory, *chosen]
    code = call(pytest, project.root, stdout=stdout)
    if code != TESTS_FAILED:
        return code
    print("\nWhat failed is tried once more. What fails twice has failed.\n", file=stdout, flush=True)
    return call([*pytest, "--last-failed", "--maxfail=3"], project.root, stdout=stdout)


def check(options: argparse.Namespace) -> int:
    """Run every check, also after one has failed, and name those that did."""
    set_up(PROJECT, corpus=False)
    checks = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy"],
        "import table": ["build_scripts/import_table.py"],
    }
    commands: dict[str, Words] = {name: [PROJECT.python, *command] for name, command in checks.items()}
    actionlint = shutil.which("actionlint")  # of no package that pip could install
    if actionlint:
        commands["actionlint"] = [actionlint]
    failed = []
    for name, command in commands.items():
        print(f"{name}:", flush=True)
        if call(command, PROJECT.root) != 0:
            failed.append(name)
    if failed:
        print("Failed: " + ", ".join(failed) + ".", file=sys.stderr)
    return 1 if failed else 0


def freeze(options: argparse.Namespace) -> int:
    """Make the executable."""
    set_up(PROJECT)
    flags = ["--report"] if options.report else []
    return call([PROJECT.python, "build_scripts/freeze.py", *flags], PROJECT.root)


def release(options: argparse.Namespace) -> int:
    """Check, name and sum what was frozen."""
    set_up(PROJECT)
    return call([PROJECT.python, "build_scripts/release.py"], PROJECT.root)


BENCHES = {
    "executable": "size, start, memory and latency of the one file",
    "engine": "the engine alone, beside other search engines",
    "http": "requests a second and latency under load",
    "mixed": "reading, searching and writing at once over 64 connections",
    "research": "the user's own file with 100,000 annotations",
    "statistics": "the statistics alone, in process",
    "page": "the page in a browser",
    "profile": "what the start and the file are made of",
    "growth": "the corpus multiplied by 1, 4, 16 and 64",
}
"""The parts of the benchmark."""


def bench(options: argparse.Namespace) -> int:
    """Take all figures, or those of some parts; or hold the queries to what they cost before."""
    set_up(PROJECT)
    if options.guard or options.renew:
        flags = ["--renew"] if options.renew else []
        return call([PROJECT.python, "build_scripts/bench_guard.py", *flags], PROJECT.root)
    parts = [name for name in BENCHES if getattr(options, name)]
    if not parts or "engine" in parts:
        make_peers(PROJECT)
    flags = [
        f"--{name.replace('_', '-')}"
        for name in ("quick", "write_readme", "write_manual")
        if getattr(options, name)
    ]
    return call([PROJECT.python, "build_scripts/bench.py", *parts, *flags], PROJECT.root)


def make_peers(project: Project) -> None:
    """Have the engines that Kalima is measured beside in build/peers, which only the benchmark looks into.

    :raises SetupError: if they cannot be fetched
    """
    folder, lock = project.build / "peers", project.locks / "peers.txt"
    stamp = digest(project.root, [lock], str(sys.implementation.cache_tag))
    with alone(project.build / ".lock"):
        if stamp_holds(folder, stamp):
            return
        require_pip(project)
        say("Fetching tantivy, alfanous3 and Text-Fabric to compare with (90 MB) into build/peers")
        if folder.exists():
            shutil.rmtree(folder)
        install: Words = ["install", "--require-hashes", "--only-binary=:all:", "--target", folder]
        pip(project, ["--python", project.python, *install, "--requirement", lock])
        (folder / STAMP).write_text(stamp, encoding="ascii")


def make_parser() -> argparse.ArgumentParser:
    """The verbs and their flags."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Set Kalima up from nothing, then run, test, check, freeze or measure it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(title="verbs", dest="verb", required=True, metavar="VERB")

    def add(name: str, action: Action, about: str) -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=about, description=about, allow_abbrev=False)
        verb.set_defaults(action=action)
        return verb

    add("setup", set_up_only, "make .venv, fetch the sources, build the corpus: what is missing of it")
    verb = add("run", run, "start Kalima and open it in the browser")
    verb.add_argument("--no-browser", action="store_true", help="do not open the browser")
    verb.add_argument("--port", type=int, metavar="N", help="listen on this port")
    verb = add("test", test, "run the tests; what follows goes to pytest, such as `test -k search`")
    verb.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="an argument for pytest")
    add("check", check, "lint, formatting, types and the import table (no corpus needed)")
    verb = add("freeze", freeze, "make the executable, dist/kalima")
    verb.add_argument("--report", action="store_true", help="say what is in it and how large it is")
    add("release", release, "check, name and sum what was frozen, into build/release")
    verb = add("bench", bench, "measure everything, or the parts that are named")
    verb.add_argument("--quick", action="store_true", help="fewer and shorter rounds, within two minutes")
    for name, about in BENCHES.items():
        verb.add_argument(f"--{name}", action="store_true", help=about)
    verb.add_argument("--write-readme", action="store_true", help="put all figures into the README")
    verb.add_argument("--write-manual", action="store_true", help="put what has a page there into the manual")
    either = verb.add_mutually_exclusive_group()
    either.add_argument("--guard", action="store_true", help="fail if a query has become 1.5 times dearer")
    either.add_argument("--renew", action="store_true", help="hold them to what they cost now")
    return parser


def read_command_line(arguments: list[str]) -> argparse.Namespace:
    """What is asked for; behind `test`, everything but a leading --help belongs to pytest, dashes and all."""
    parser = make_parser()
    if arguments[:1] == ["test"] and arguments[1:2] not in (["-h"], ["--help"]):
        options = parser.parse_args(["test"])
        options.pytest = arguments[1:]
        return options
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Do what the command line says and return the exit code; whatever goes wrong is told in one sentence."""
    options = read_command_line(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that temporary folders go
    try:
        action: Action = options.action
        return action(options)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        what = f"{error.strerror or error} ({error.filename})"
        print(f"Stopped: {what}. Put that right and run it again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing is left half-made.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
