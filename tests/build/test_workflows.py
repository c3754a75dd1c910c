"""The workflows hold no logic, trust nothing that can change under them, and may do no more than they must.

Every step is of one line or takes one action, so that lines are all there is to read.
"""

import re
from pathlib import Path

import pytest

import release
from release import SYSTEMS

FOLDER = Path(release.__file__).parents[1] / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.y*ml"))
NAMES = [path.name for path in WORKFLOWS]

# What a step may run: our own scripts, the check of the workflows themselves, and the draft of a release.
ALLOWED = re.compile(
    r"python3? build_scripts/(dev|release)\.py [\w./ =-]+"
    r'|python3 build_scripts/release\.py --notes "\$GITHUB_REF_NAME" > build/notes\.md'
    r"|go run github\.com/rhysd/actionlint/cmd/actionlint@v\d+\.\d+\.\d+"
    r'|gh release create "\$GITHUB_REF_NAME" --draft --verify-tag --notes-file build/notes\.md build/release/\*'
)
PINNED_ACTION = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
PINNED_IMAGE = re.compile(r"[\w/]+:[\w.-]+@sha256:[0-9a-f]{64}")


def values(text: str, key: str) -> list[str]:
    """What stands behind a key, on every line that has it."""
    return re.findall(rf"^[ -]*{key}:(?: +(.*))?$", text, re.MULTILINE)


def jobs(text: str) -> dict[str, str]:
    """The text of each job by its name."""
    parts = re.split(r"^  (\w+):\n", text.partition("\njobs:\n")[2], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(params=WORKFLOWS, ids=NAMES)
def text(request) -> str:
    return request.param.read_text("utf-8")


def test_there_are_workflows():
    assert NAMES == ["builds.yml"]


def test_a_step_runs_our_scripts_and_nothing_else(text):
    commands = values(text, "run")
    assert len(commands) > 3
    assert [command for command in commands if not ALLOWED.fullmatch(command)] == []


def test_what_a_step_runs_exists(text):
    root = FOLDER.parents[1]
    scripts = re.findall(r"build_scripts/\w+\.py", "\n".join(values(text, "run")))
    assert [script for script in scripts if not (root / script).exists()] == []


def test_every_action_and_image_is_pinned(text):
    actions = values(text, "uses")
    assert len(actions) > 3
    assert [action for action in actions if not PINNED_ACTION.fullmatch(action)] == []
    images = [image for image in values(text, "container") if image != "${{ matrix.container }}"]
    assert [image for image in images if not PINNED_IMAGE.fullmatch(image)] == []


def test_one_action_is_pinned_in_one_way(text):
    pins = dict.fromkeys(values(text, "uses"))
    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


def test_nothing_is_permitted_but_what_a_job_names(text):
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
    permitted = {
        name: dict(re.findall(r"^      ([\w-]+): (read|write)\b", job, re.MULTILINE))
        for name, job in jobs(text).items()
    }
    assert permitted == {
        "check": {"contents": "read"},
        "build": {"contents": "read"},
        "attest": {"contents": "read", "id-token": "write", "attestations": "write"},
        "draft": {"contents": "write"},
    }


def test_a_job_that_may_write_installs_and_builds_nothing(text):
    for name, job in jobs(text).items():
        if ": write" in job:
            assert [run for run in values(job, "run") if "dev.py" in run or "go run" in run] == [], name


def test_every_job_ends_in_time_and_no_checkout_keeps_the_credentials(text):
    for name, job in jobs(text).items():
        assert 0 < int(values(job, "timeout-minutes")[0]) <= 90, name
        assert job.count("actions/checkout@") == job.count("persist-credentials: false"), name


def test_the_pictures_of_the_page_are_kept_where_it_is_tested_in_a_browser(text):
    """Also when a test has failed, which is when they are wanted most."""
    (tested,) = [job for job in jobs(text).values() if "dev.py test tests/browser" in job]
    assert values(tested, "path") == ["build/screenshots"]
    assert values(tested, "if") == ["${{ !cancelled() }}"]
    views = FOLDER.parents[1] / "tests" / "browser" / "test_views.py"
    assert '"build" / "screenshots"' in views.read_text("utf-8")


def test_every_target_of_a_release_is_built(text):
    targets = [f"{SYSTEMS[target.platform]}-{target.machine}" for target in release.TARGETS]
    assert values(text, "target") == targets


def test_who_builds_is_not_asked_by_who_proposes(text):
    """A workflow with the rights of the project never runs at the word of a stranger's pull request."""
    assert "pull_request_target" not in text
    assert "secrets." not in text
