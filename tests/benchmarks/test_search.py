"""The public list at many items against a thousand (see ``bench_search``); prints a table."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.bench


def test_the_list_at_many_items(capsys: pytest.CaptureFixture[str]) -> None:
    """``BENCH_ITEMS`` chooses how many, 100,000 without; runs apart, on databases of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_search"]
    ran = subprocess.run(
        [*command, os.environ.get("BENCH_ITEMS", "100000")], capture_output=True, text=True
    )
    with capsys.disabled():
        sys.stdout.write(f"\n{ran.stdout}")
    assert ran.returncode == 0, ran.stderr
