"""The open data of many items against that of a thousand (see ``bench_opendata``)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.bench


def test_downloads_of_many_items(capsys: pytest.CaptureFixture[str]) -> None:
    """``BENCH_ITEMS`` chooses how many, 100,000 without; runs apart, on databases of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_opendata"]
    ran = subprocess.run(
        [*command, os.environ.get("BENCH_ITEMS", "100000")], capture_output=True, text=True
    )
    with capsys.disabled():
        sys.stdout.write(f"\n{ran.stdout}")
    assert ran.returncode == 0, ran.stderr
