"""Keeps web and worker running under one command. Standard library only, to stay small.

Runs by path: ``python supervisor.py --name web -- gunicorn … --name worker -- celery …``.
Ctrl-C, SIGTERM or a closed terminal stops all; a process that dies is started again, and one
that dies again and again takes all down with a sentence.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

#: Seconds that a process gets for stopping by itself.
PATIENCE = 20.0
#: So many ends within so many seconds are one too many.
MOST_ENDS, WITHIN = 3, 60.0

_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> Callable[[], None] | None:
    """Return what makes a child on Linux end with its parent, even when that is killed."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask


@dataclass
class Program:
    """One supervised process: its name in the log, its command, and when it ended lately."""

    name: str
    command: list[str]
    process: subprocess.Popen[str] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_die_with_parent(),
        )
        threading.Thread(target=self._copy_lines, args=(self.process,), daemon=True).start()

    def _copy_lines(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for in start()
        for line in process.stdout:
            say(self.name, line.rstrip("\n"))

    def signal(self, number: int) -> None:
        """Send a signal to the whole family of the process, if it is still there."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def stop(self, deadline: float) -> None:
        """Wait until it has stopped, and kill what has not by ``deadline`` (monotonic)."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(self.name, "tidak berhenti sendiri; dihentikan paksa")
        # Also children that outlived the leader of the family.
        self.signal(signal.SIGKILL)
        self.process.wait()


def say(name: str, line: str) -> None:
    """Print one line of the common log; a terminal that has gone away is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(f"{name:>7} | {line}", flush=True)


def supervise(programs: list[Program]) -> int:
    """Run until asked to stop; returns the exit code: 0 when asked, 1 when it had to give up."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    code = 0
    for program in programs:
        program.start()
    while not asked.is_set() and code == 0:
        asked.wait(0.5)
        for program in programs:
            process = program.process
            if asked.is_set() or process is None or process.poll() is None:
                continue
            code = _after_end(program, process.returncode)
    say("portal", "menghentikan semua proses …")
    for program in programs:
        program.signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for program in programs:
        program.stop(deadline)
    say("portal", "semua proses sudah berhenti.")
    return code


def _after_end(program: Program, returncode: int) -> int:
    moment = time.monotonic()
    program.ends = [end for end in program.ends if moment - end < WITHIN] + [moment]
    if len(program.ends) >= MOST_ENDS:
        say(
            "portal",
            f"{program.name} berhenti {len(program.ends)} kali dalam {WITHIN:.0f} detik "
            f"(kode {returncode}); baca baris di atas, perbaiki, lalu jalankan lagi.",
        )
        return 1
    say("portal", f"{program.name} berhenti dengan kode {returncode}; dijalankan lagi.")
    program.signal(signal.SIGKILL)
    program.start()
    return 0


def parse(words: list[str]) -> list[Program]:
    """Read ``--name NAME -- COMMAND …`` once per program."""
    programs: list[Program] = []
    for word in words:
        if word == "--name":
            programs.append(Program("", []))
        elif not programs:
            raise SystemExit("Usage: supervisor.py --name NAME -- COMMAND … [--name …]")
        elif not programs[-1].name:
            programs[-1].name = word
        elif word != "--" or programs[-1].command:
            programs[-1].command.append(word)
    return programs


if __name__ == "__main__":
    sys.exit(supervise(parse(sys.argv[1:])))
