"""The machine that is measured on: what it is called, and the memory of its processes."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple


def say(what: str) -> None:
    """Tell the user what is measured now, beside the report."""
    print(f"  {what}", file=sys.stderr, flush=True)


def describe_machine() -> str:
    """The system, the processor, Python, and how busy they were: what a reader needs, and no host's name."""
    parts = [
        _system(),
        f"{_processor()} ({os.cpu_count()} processors)",
        f"Python {platform.python_version()}",
    ]
    if hasattr(os, "getloadavg"):
        parts.append(f"load average {os.getloadavg()[0]:.1f} before the run")
    return ", ".join(parts)


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = f"{'macOS' if sys.platform == 'darwin' else platform.system()} {platform.release()}"
    return f"{name} {platform.machine()}"


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    if sys.platform == "darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    return platform.processor() or "unknown processor"


# Memory.


class Memory(NamedTuple):
    """Resident memory in MB; ``None`` is what this system does not tell."""

    server: float | None = None
    both: float | None = None
    peak: float | None = None


def read_memory(started: int) -> Memory:
    """The memory of the server, and of it and the process that was started.

    The file that is started unpacks the libraries and starts the server as a second process, on every system.
    """
    processes = list_processes()
    if started not in processes:
        return Memory()
    children = [process for process in processes.values() if process.parent == started]
    server = max(children, key=lambda process: process.resident, default=processes[started])
    both = processes[started].resident + sum(child.resident for child in children)
    peak = None if server.highest is None else server.highest * 1024 / 1e6
    return Memory(server.resident * 1024 / 1e6, both * 1024 / 1e6, peak)


def highest_memory() -> float | None:
    """The most memory that this process has had so far, in MB, where the system tells it."""
    process = list_processes().get(os.getpid())
    return None if process is None or process.highest is None else process.highest * 1024 / 1e6


class Process(NamedTuple):
    """What the system tells about a process; memory in KiB."""

    parent: int
    resident: int
    highest: int | None


def list_processes() -> Mapping[int, Process]:
    """The processes of this system by their number; none where it cannot be asked without more software."""
    if sys.platform == "linux":
        return dict(_linux_processes())
    if sys.platform == "darwin":
        listed = subprocess.run(["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
        rows = (map(int, line.split()) for line in listed.stdout.splitlines())
        return {number: Process(parent, resident, None) for number, parent, resident in rows}
    return {}


def _linux_processes() -> Iterator[tuple[int, Process]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            lines = (folder / "status").read_text("utf-8", errors="replace").splitlines()
        except OSError:
            continue  # it has ended meanwhile
        status = dict(line.split(":", 1) for line in lines if ":" in line)
        if "VmRSS" in status:  # which a process of the kernel has not
            resident, highest = (int(status[name].split()[0]) for name in ("VmRSS", "VmHWM"))
            yield int(folder.name), Process(int(status["PPid"]), resident, highest)
