"""Contests between the portal and what else could draw a page: in turn, by their medians.

Every contestant takes part in each round before the next round begins, so that a busy machine
slows all of them alike. Ratios are compared with their goals and said aloud; nothing is asserted
on time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from ppid_portal.letters import render
from tests.conftest import CHROMIUM

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
#: Who takes longer than this for one round takes part in the first three only.
_LONG = 15.0
_FEW = 3
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def contest(contestants: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the seconds of each contestant, the median of its rounds; all were called before."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(ROUNDS):
        for name, call in contestants.items():
            if number >= _FEW and statistics.median(taken[name]) > _LONG:
                continue
            started = perf_counter()
            call()
            taken[name].append(perf_counter() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def verdict(what: str, reached: float, least: float) -> str:
    """Return one line: a ratio beside its goal, and whether it was reached."""
    word = "reached" if reached >= least else "NOT reached"
    return f"  {what}: {reached:.2f}x (goal >= {least:g}x: {word})"


def say(capsys: Any, *lines: str) -> None:
    """Print past pytest."""
    with capsys.disabled():
        sys.stdout.write("\n".join(("", *lines, "")))


def for_a_browser(html: str) -> str:
    """The same page with the style sheet of letters; the typeface is that of the machine."""
    css = render.loader.render_to_string(render.STYLESHEET)
    return html.replace("<head>", f"<head><style>{css}</style>")


def cold(html: str, folder: Path) -> Callable[[], object]:
    """Return what starts Chromium for one document and waits for its PDF."""
    assert CHROMIUM is not None
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    command = [
        CHROMIUM,
        *_FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={folder / 'page.pdf'}",
        page.as_uri(),
    ]
    return lambda: subprocess.run(command, check=True, capture_output=True, timeout=300)


@contextmanager
def warm(html: str) -> Iterator[Callable[[], bytes]]:
    """Give what loads a document into a Chromium that runs, and prints it (printToPDF)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()

        def printed() -> bytes:
            page.set_content(html)
            pdf: bytes = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
            return pdf

        try:
            yield printed
        finally:
            browser.close()
