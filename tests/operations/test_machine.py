"""What the machine lacks is named with the exact line that installs it."""

from __future__ import annotations

import subprocess
import sys

from ppid_portal.operations import machine


def test_a_complete_machine_lacks_nothing() -> None:
    assert machine.missing(found=lambda _library: True, has_font=lambda: True) == []


def test_each_missing_library_names_its_package() -> None:
    lacking = machine.missing(found=lambda library: library != "pango-1.0", has_font=lambda: True)
    assert lacking == ["libpango-1.0-0"]


def test_a_machine_without_fonts_gets_one() -> None:
    """Without any font the renderer does not fail but crashes."""
    lacking = machine.missing(found=lambda _library: True, has_font=lambda: False)
    assert "fonts-liberation" in lacking


def test_the_line_for_debian_installs_what_is_missing() -> None:
    line = machine.advice(["libpango-1.0-0", "libpangoft2-1.0-0"], platform="linux")
    assert line.startswith("sudo apt-get update && sudo apt-get install -y")
    assert line.endswith("libpango-1.0-0 libpangoft2-1.0-0")


def test_the_line_for_a_mac_is_homebrews() -> None:
    assert machine.advice(["libpango-1.0-0"], platform="darwin") == "brew install pango"


def test_it_runs_by_path_before_anything_is_installed() -> None:
    """``-I -S`` is a Python without any installed library."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", machine.__file__, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
