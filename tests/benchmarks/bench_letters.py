"""How long a letter takes, against Chromium: started for each one, and running already.

The letter is the extension notice, one page with letterhead, table and QR code. Chromium draws
the same page, tagged; the portal's file is also PDF/A with its facts attached.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from ppid_portal.letters import kinds, render, samples
from tests.benchmarks.contest import cold, contest, for_a_browser, say, verdict, warm
from tests.benchmarks.letter_process import begin, draw
from tests.conftest import CHROMIUM

#: Letters per process and round, when one process stands against two.
LETTERS = 20

pytestmark = pytest.mark.bench


def html_of(key: str) -> str:
    """The HTML of a sample letter."""
    qr = render.qr_image("https://uji.example/")
    return render.render_html(kinds.get(key).template, samples.example(key, qr=qr))


def test_a_letter_against_chromium(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints milliseconds per letter and the ratios."""
    html = html_of("extension")
    started = perf_counter()
    render.render_pdf(html)
    first = (perf_counter() - started) * 1000
    contestants: dict[str, Callable[[], object]] = {
        "portal": lambda: render.render_pdf(html_of("extension")),
    }
    with ExitStack() as stack:
        if CHROMIUM:
            contestants["cold Chromium"] = cold(for_a_browser(html), tmp_path)
            contestants["warm Chromium"] = stack.enter_context(warm(for_a_browser(html)))
        for call in contestants.values():
            call()
        medians = contest(contestants)
    goals = {"cold Chromium": 9.0, "warm Chromium": 1.0}
    say(
        capsys,
        "one-page letter:",
        *(f"  {name:<14}{1000 * took:7.0f} ms" for name, took in medians.items()),
        *(
            verdict(f"portal against {name}", medians[name] / medians["portal"], goal)
            for name, goal in goals.items()
            if name in medians
        ),
        f"  the first letter of a process, imports included: {first:.0f} ms",
    )
    assert medians["portal"] > 0


def test_two_processes_against_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints letters per second of one warm process and of two."""
    html = html_of("extension")
    apart = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, apart, initializer=begin) as one,
        ProcessPoolExecutor(2, apart, initializer=begin) as two,
    ):
        contestants: dict[str, Callable[[], object]] = {
            "one": lambda: list(one.map(draw, [html] * LETTERS)),
            "two": lambda: list(two.map(draw, [html] * (2 * LETTERS))),
        }
        for call in contestants.values():
            call()
        medians = contest(contestants)
    rates = {"one": LETTERS / medians["one"], "two": 2 * LETTERS / medians["two"]}
    say(
        capsys,
        *(f"  {name} process(es): {rate:.1f} letters per second" for name, rate in rates.items()),
        verdict("two processes against one", rates["two"] / rates["one"], 1.9),
        f"  {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
    )
    assert rates["two"] > 0


def test_each_kind_of_letter(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints milliseconds and kilobytes for every kind."""
    sizes = {key: len(render.render_pdf(html_of(key))) for key in samples.contexts()}
    medians = contest(
        {key: (lambda key=key: render.render_pdf(html_of(key))) for key in sizes}  # type: ignore[misc]
    )
    say(
        capsys,
        *(
            f"  {key:<26}{1000 * took:6.0f} ms{sizes[key] / 1000:6.0f} kB"
            for key, took in medians.items()
        ),
    )
    assert set(medians) == set(samples.contexts())


def test_what_signing_costs(
    tmp_path: Path, settings: Any, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prints milliseconds for drawing and for signing a letter, for checking it, and the ratio."""
    from ppid_portal.letters.signing import certificates, inspection, pades

    settings.SIGNING_CERTIFICATE = tmp_path / "badan.p12"
    own = certificates.load()
    pdf = render.render_pdf(html_of("extension"))
    signed = pades.sign(pdf, own, name="Uji", location="Jakarta").pdf
    medians = contest(
        {
            "drawing": lambda: render.render_pdf(html_of("extension")),
            "signing": lambda: pades.sign(pdf, own, name="Uji", location="Jakarta"),
            "checking": lambda: inspection.signatures(signed, roots=[own.certificate]),
        }
    )
    both = medians["drawing"] + medians["signing"]
    say(
        capsys,
        *(f"  {name:<9}{1000 * took:6.0f} ms per letter" for name, took in medians.items()),
        f"  drawn and signed against drawn: {both / medians['drawing']:.2f}x the time, "
        f"{len(signed) / len(pdf):.2f}x the size",
    )
    assert len(signed) > len(pdf)
