"""One command keeps web and worker running, and leaves nothing behind when it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ppid_portal.operations import supervisor

SCRIPT = supervisor.__file__
# Says that it runs, notes its own number and that of a child, and waits.
STAYS = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
part = pathlib.Path(sys.argv[1] + ".part")
part.write_text(f"{os.getpid()} {child.pid}")
part.rename(sys.argv[1])
print("berjalan", flush=True)
time.sleep(600)
"""
DIES = "import sys; print('rusak', flush=True); sys.exit(3)"


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def start(*programs: tuple[str, list[str]]) -> subprocess.Popen[str]:
    command = [sys.executable, SCRIPT]
    for name, words in programs:
        command += ["--name", name, "--", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def staying(note: Path) -> list[str]:
    return [sys.executable, "-c", STAYS, str(note)]


def pids(note: Path) -> list[int]:
    wait_for(note.exists)
    return [int(word) for word in note.read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_all_and_leaves_no_orphan(tmp_path: Path, number: int) -> None:
    running = start(("web", staying(tmp_path / "a")), ("worker", staying(tmp_path / "b")))
    family = pids(tmp_path / "a") + pids(tmp_path / "b")
    running.send_signal(number)
    output, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "semua proses sudah berhenti" in output
    assert [pid for pid in family if is_alive(pid)] == []


def test_lines_carry_the_name_of_who_said_them(tmp_path: Path) -> None:
    running = start(("web", staying(tmp_path / "a")))
    pids(tmp_path / "a")
    assert running.stdout is not None
    assert running.stdout.readline() == "    web | berjalan\n"
    running.terminate()
    running.communicate(timeout=30)


def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    running = start(("worker", staying(tmp_path / "a")))
    first = pids(tmp_path / "a")
    (tmp_path / "a").unlink()
    os.kill(first[0], signal.SIGKILL)
    second = pids(tmp_path / "a")
    assert second[0] != first[0]
    wait_for(lambda: not is_alive(first[1]))  # its child did not outlive it
    running.terminate()
    output, _ = running.communicate(timeout=30)
    assert "worker berhenti dengan kode -9; dijalankan lagi" in output


def test_a_process_that_keeps_dying_takes_all_down_with_a_sentence(tmp_path: Path) -> None:
    running = start(("web", staying(tmp_path / "a")), ("worker", [sys.executable, "-c", DIES]))
    output, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert f"worker berhenti {supervisor.MOST_ENDS} kali" in output
    assert [pid for pid in pids(tmp_path / "a") if is_alive(pid)] == []


if sys.platform == "linux":  # the kernel's help that this rests on is Linux's

    def test_even_a_killed_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
        running = start(("web", staying(tmp_path / "a")))
        leader = pids(tmp_path / "a")[0]
        running.kill()
        running.communicate(timeout=30)
        wait_for(lambda: not is_alive(leader))


def test_a_command_without_a_name_is_refused() -> None:
    with pytest.raises(SystemExit, match="Usage"):
        supervisor.parse(["gunicorn"])


def test_a_command_keeps_its_own_dashes() -> None:
    [program] = supervisor.parse(["--name", "web", "--", "run", "--", "--fast"])
    assert program.command == ["run", "--", "--fast"]
