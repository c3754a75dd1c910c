"""dev.py as its user meets it: what is done once, what an interruption leaves, what is said on failure.

pip is the real one, without a network: it finds hand-made wheels in a folder. Only where a program would take
minutes (an environment, a corpus) is it replaced by one that notes its name.
"""

import ast
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import dev_setup
from dev_setup import Project, SetupError, Source

BUILD_SCRIPTS = Path(dev_setup.__file__).parent
LOCK = BUILD_SCRIPTS / "lock"
VERBS = ("setup", "run", "test", "check", "freeze", "release", "bench")
OUTER_PYTHON = getattr(sys, "_base_executable", sys.executable)

PINNED_SOURCES = {
    "quran-transcript==0.6.4": "8db46fa8217514d44b81abfe548b92f7eb6d23988195ad2c193c7d69c13c50a9",
    "quranic-nlp==1.1.8": "b98931448d77530951467a8577fc2a05869f030a1ad5c8c76ffc3eae8e325c43",
    "quran-cli==0.2.1": "3536e8063a1dca2c2653698b02d59fd90f74ecbbe37359aa1f44ccfa02c48ba3",
    "quran-text==0.1.0": "8b9a0c23ccabe6ff2a25732c7004af267ce2f10de3953fb6e27c37607891fe77",
    "text-fabric==13.1.1": "ecde05c2d066757883de78207dcca58fd7b7b627870fe933957c241d8344caaa",
}


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Path:
    """The only folder where pip looks."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


@pytest.fixture
def project(tmp_path) -> Project:
    """A copy of the repository that holds just what the set-up reads, with a cache of its own."""
    root = tmp_path / "kalima"
    shutil.copytree(BUILD_SCRIPTS, root / "build_scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "pyproject.toml").write_text("[project]\n", "utf-8")
    return Project(root, tmp_path / "cache")


def make_wheel(shelf: Path, project: Project, name: str = "sample-source") -> Source:
    """Put a little wheel on the shelf and make it the project's one source."""
    wheel = shelf / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
    info = f"{name.replace('-', '_')}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("data.txt", "بسم الله " * 100)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    source = Source(name, "1.0", hashlib.sha256(wheel.read_bytes()).hexdigest(), "0.1 MB: a sample")
    line = f"{source.pin} --hash=sha256:{source.sha256}  # {source.note}\n"
    (project.locks / "sources.txt").write_text(line, "utf-8")
    return source


def held(folder: Path) -> list[str]:
    """The names in a folder, without the lock."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def dev(root: Path, *arguments: str, python: str = OUTER_PYTHON) -> subprocess.CompletedProcess[str]:
    """Run dev.py of a copy of the repository."""
    command = [python, str(root / "build_scripts" / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


# What is done, and that it is done once.


@pytest.fixture
def programs(monkeypatch) -> list[str]:
    """The programs that the set-up starts, none of which runs: each leaves behind what it is started for."""
    started = []

    def start(command, folder, *, stderr=None):
        words = [str(word) for word in command]
        if "venv" in words:
            started.append("venv")
            venv = Path(words[-1])
            python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
            python.parent.mkdir(parents=True)
            python.touch()
            (venv / "pyvenv.cfg").write_text(f"home = {Path(OUTER_PYTHON).parent}\n", "utf-8")
        elif "--out" in words:
            started.append("corpus")
            Path(words[-1], "corpus.db").write_text("built", "utf-8")
        else:
            started.append("pip " + words[-1] if "--editable" in words else "pip")
        return 0

    monkeypatch.setattr(dev_setup, "call", start)
    monkeypatch.setattr(dev_setup, "require_pip", lambda project: None)
    monkeypatch.setattr(dev_setup, "fetch", lambda project, source: started.append(f"fetch {source.name}"))
    return started


ENVIRONMENT = ["venv", "pip", "pip"]
CORPUS = [*["fetch"] * 5, "corpus"]


def kinds(started: list[str]) -> list[str]:
    """What was started, pip's arguments left out; the list is emptied for the next look."""
    seen = [program.split(" ")[0] for program in started]
    started.clear()
    return seen


def test_a_second_run_does_nothing(project, programs):
    dev_setup.set_up(project)
    assert kinds(programs) == ENVIRONMENT + CORPUS
    dev_setup.set_up(project)
    assert programs == []


@pytest.mark.parametrize(
    ("changed", "redone"),
    [
        ("build_scripts/lock/requirements.txt", ENVIRONMENT),
        ("pyproject.toml", ENVIRONMENT),
        (".venv/.stamp", ENVIRONMENT),
        (".venv/pyvenv.cfg", ENVIRONMENT),
        ("build_scripts/build_corpus.py", CORPUS),
        ("build_scripts/corpus_build/new.py", CORPUS),
        ("src/kalima/arabic/folding.py", CORPUS),
        ("src/kalima/search/index.py", CORPUS),
        ("src/kalima/store/schema.py", CORPUS),
        ("build/corpus/.stamp", CORPUS),
        ("src/kalima/web/app.py", []),
        ("README.md", []),
    ],
)
def test_a_change_redoes_what_depends_on_it(project, programs, changed, redone):
    dev_setup.set_up(project)
    kinds(programs)
    file = project.root / changed
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("changed", "utf-8")
    dev_setup.set_up(project)
    assert kinds(programs) == redone


def test_a_moved_project_makes_its_environment_anew(project, programs, tmp_path):
    dev_setup.set_up(project)
    kinds(programs)
    moved = Project(project.root.rename(tmp_path / "elsewhere"), tmp_path / "cache")
    dev_setup.set_up(moved)
    assert kinds(programs) == ENVIRONMENT


def test_a_purged_cache_does_not_matter_once_the_corpus_is_built(project, programs):
    dev_setup.set_up(project)
    kinds(programs)
    shutil.rmtree(project.sources)
    dev_setup.set_up(project)
    assert programs == []


def test_checks_need_no_corpus(project, programs):
    dev_setup.set_up(project, corpus=False)
    assert kinds(programs) == ENVIRONMENT


# What an interruption leaves.


def test_an_interrupted_environment_is_made_again(project, programs, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(dev_setup, "pip", interrupt)
        with pytest.raises(KeyboardInterrupt):
            dev_setup.set_up(project, corpus=False)
    dev_setup.set_up(project, corpus=False)
    assert kinds(programs) == ["venv", *ENVIRONMENT]


def test_an_interrupted_build_leaves_the_old_corpus(project, programs, monkeypatch):
    dev_setup.set_up(project)
    (project.corpus / "corpus.db").write_text("old", "utf-8")
    (project.root / "build_scripts" / "build_corpus.py").write_text("# another", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(dev_setup, "call", interrupt)
        with pytest.raises(KeyboardInterrupt):
            dev_setup.set_up(project)
    assert held(project.build) == ["corpus"]
    assert (project.corpus / "corpus.db").read_text("utf-8") == "old"
    (project.build / "corpus-killed").mkdir()
    dev_setup.set_up(project)
    assert held(project.build) == ["corpus"]
    assert (project.corpus / "corpus.db").read_text("utf-8") == "built"


def interrupt(*arguments, **options):
    """Stand in for any program, and be stopped by Ctrl-C."""
    raise KeyboardInterrupt


def test_an_interrupted_download_leaves_nothing_and_is_fetched_again(project, shelf, monkeypatch):
    make_wheel(shelf, project)

    def half_a_download(project, arguments, *, what):
        folder = Path(arguments[arguments.index("--dest") + 1])
        (folder / "sample_source-1.0-py3-none-any.whl").write_text("half", "utf-8")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dev_setup, "pip", half_a_download)
        with pytest.raises(KeyboardInterrupt):
            dev_setup.fetch_sources(project)
    assert held(project.sources) == []
    (project.sources / "fetch-killed").mkdir()
    dev_setup.fetch_sources(project)
    assert held(project.sources) == ["sample_source-1.0-py3-none-any.whl"]


def test_a_damaged_wheel_in_the_cache_is_fetched_again(project, shelf):
    source = make_wheel(shelf, project)
    project.sources.mkdir(parents=True)
    (project.sources / "sample_source-1.0-py3-none-any.whl").write_text("damaged", "utf-8")
    dev_setup.fetch_sources(project)
    assert dev_setup.is_cached(project.sources, source)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to one other process")
def test_ctrl_c_ends_with_a_sentence(project):
    with dev_setup.alone(project.build / ".lock"):  # so that dev.py waits, and waits
        command = [OUTER_PYTHON, str(project.root / "build_scripts" / "dev.py"), "setup"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout
        waits = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)
    assert (waits, said, process.returncode) == (
        "Another dev.py is setting up; waiting for it to finish.\n",
        "\nStopped. Nothing is left half-made.\n",
        130,
    )


def test_a_stopped_dev_takes_its_program_with_it(tmp_path):
    """SIGTERM, as a script sends it, reaches what dev.py has started."""
    if os.name == "nt":
        pytest.skip("Windows ends a process without telling it")
    file = tmp_path / "alive"
    child = f"import time\nfor _ in range(100): open({str(file)!r}, 'w').close(); time.sleep(0.05)"
    parent = (
        "import signal, sys, dev_setup, pathlib\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\n"
        f"dev_setup.call([sys.executable, '-c', {child!r}], pathlib.Path('.'))"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], cwd=BUILD_SCRIPTS)
    while not file.exists():
        time.sleep(0.02)
    process.terminate()
    assert process.wait(10) == 143
    file.unlink()
    time.sleep(0.2)
    assert not file.exists()


# What is said when it cannot go on.


def test_no_packages_is_one_sentence_that_names_one(project, shelf):
    result = dev(project.root, "setup")
    assert result.returncode == 1
    assert re.fullmatch(
        r"Could not fetch [\w-]+==[\w.]+: where pip looks .* run it again \(pip's own account: .*\.log\)\.\n",
        result.stderr,
    )


def test_a_source_that_is_nowhere_is_one_sentence(project, shelf):
    source = make_wheel(shelf, project)
    next(shelf.iterdir()).unlink()
    with pytest.raises(SetupError, match=r"^Could not fetch sample-source==1\.0: where pip looks .*\)\.$"):
        dev_setup.fetch_sources(project)
    assert not dev_setup.is_cached(project.sources, source)
    assert held(project.sources) == []


def test_a_source_with_another_hash_is_one_sentence(project, shelf):
    make_wheel(shelf, project)
    with next(shelf.iterdir()).open("ab") as wheel:
        wheel.write(b"more")
    with pytest.raises(SetupError, match=r"^Could not fetch sample-source==1\.0: what came is not the file "):
        dev_setup.fetch_sources(project)
    assert held(project.sources) == []


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)'\n"
            "ERROR: No matching distribution found for flask==3.1.3\n",
            "Could not fetch flask==3.1.3: there is no network, or a proxy that pip does not know; "
            "connect and run it again",
        ),
        (
            "Collecting mypy==2.4.1\nOSError: [Errno 28] No space left on device\n",
            "Could not fetch mypy==2.4.1: the disk is full; make room and run the same command again",
        ),
        (
            "",
            "Could not fetch or install the locked packages: pip failed; "
            "put right what it says and run it again",
        ),
    ],
)
def test_the_reason_is_read_in_the_log_of_pip(log, sentence):
    assert dev_setup.explain(log) == sentence


def test_a_python_without_pip_is_told_so(project, monkeypatch):
    monkeypatch.setattr(dev_setup, "outer_python", lambda project: str(project.root / "python"))
    answer = subprocess.CompletedProcess([], 1, stdout="", stderr="No module named pip")
    monkeypatch.setattr(dev_setup.subprocess, "run", lambda *command, **options: answer)
    with pytest.raises(SetupError, match="has no pip: install it"):
        dev_setup.set_up(project)


def test_an_old_python_is_told_so(project):
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1])"
    command = [sys.executable, "-c", pretend, str(project.root / "build_scripts" / "dev.py")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    sentence = "Kalima needs Python 3.11 or newer, and this is Python 3.9 ("
    assert (result.returncode, result.stderr[: len(sentence)]) == (1, sentence)


def test_an_old_python_can_read_dev_py_as_far_as_the_sentence():
    ast.parse((BUILD_SCRIPTS / "dev.py").read_text("utf-8"), feature_version=(3, 7))


# The command line.


def test_help_names_every_verb(project):
    said = dev(project.root, "--help").stdout
    assert re.findall(r"^    (\w+) ", said, re.MULTILINE) == list(VERBS)


@pytest.mark.parametrize("arguments", [["dance"], [], ["run", "--port", "x"], ["freeze", "--fast"]])
def test_a_wrong_command_is_refused_before_anything_is_made(project, arguments):
    result = dev(project.root, *arguments)
    assert (result.returncode, (project.root / ".venv").exists()) == (2, False)


def test_what_follows_test_goes_to_pytest():
    import dev as commands

    options = commands.read_command_line(["test", "-k", "search", "tests/web", "--maxfail=1"])
    assert options.pytest == ["-k", "search", "tests/web", "--maxfail=1"]


@pytest.mark.parametrize("failing", ["", "build", "browser"])
def test_all_tests_run_and_any_may_fail(tmp_path, capfd, failing):
    import dev as commands

    root = tmp_path / "kalima"
    for folder in ("build", "frozen", "search", "browser", "web"):
        (root / "tests" / folder).mkdir(parents=True)
        test = f"def test_of_{folder}():\n    assert {folder != failing}\n"
        (root / "tests" / folder / f"test_{folder}.py").write_text(test, "utf-8")
    (root / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", "utf-8")
    project = Project(root)
    project.python = Path(sys.executable)
    assert commands.test_all(project) == bool(failing)
    told = capfd.readouterr().out
    assert re.findall(r"FAILED \S+::test_of_(\w+)", told) == [failing] * 2 * bool(failing)
    assert sorted(re.findall(r"tests/\w+/test_(\w+)\.py \S", told)) == sorted(
        ["browser", "build", "frozen", "search", "web", *[failing] * bool(failing)]
    )


@pytest.mark.parametrize("folder", ["web", "search", "browser"])
def test_what_fails_once_is_told_and_is_no_failure(tmp_path, capfd, folder):
    import dev as commands

    root = tmp_path / "kalima"
    for each in ("build", "frozen", "search", "browser", "web"):
        (root / "tests" / each).mkdir(parents=True)
        (root / "tests" / each / f"test_{each}.py").write_text("def test_one():\n    assert True\n", "utf-8")
    once = (
        "from pathlib import Path\n\n\ndef test_slow():\n    seen = Path(__file__).with_suffix('.seen')\n"
        "    first = not seen.exists()\n    seen.touch()\n    assert not first\n"
    )
    (root / "tests" / folder / "test_once.py").write_text(once, "utf-8")
    (root / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", "utf-8")
    project = Project(root)
    project.python = Path(sys.executable)
    assert commands.test_all(project) == 0
    told = capfd.readouterr().out
    assert re.findall(r"1 failed, \d passed|once more", told) == [
        f"1 failed, {3 if folder == 'search' else 1} passed",
        "once more",
    ]
    assert "1 passed" in told.partition("once more")[2]


# The locks.


def test_every_locked_package_has_a_version_and_a_hash():
    text = (LOCK / "requirements.txt").read_text("utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(lines) > 20
    assert [line for line in lines if not re.match(r"[\w-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


def test_the_lock_names_everything_that_the_project_asks_for():
    import tomllib

    project = tomllib.loads((BUILD_SCRIPTS.parent / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = re.findall(r"^([\w-]+)==", (LOCK / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert {name.replace("_", "-") for name in wanted} - set(locked) == set()


def test_the_sources_are_the_five_pinned():
    sources = dev_setup.read_sources(LOCK / "sources.txt")
    assert {source.pin: source.sha256 for source in sources} == PINNED_SOURCES


@pytest.mark.parametrize(
    "line", ["quran-text", "quran-text==0.1.0", "quran-text>=0.1 --hash=sha256:" + "a" * 64 + "  # x"]
)
def test_a_source_without_version_or_hash_is_refused(tmp_path, line):
    (tmp_path / "sources.txt").write_text(line, "utf-8")
    with pytest.raises(ValueError, match="not `name==version"):
        dev_setup.read_sources(tmp_path / "sources.txt")
