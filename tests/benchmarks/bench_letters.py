"""How long a letter takes, against Chromium started for each one (no timed asserts).

One interleaved run, so that a busy machine slows all of them alike; medians of a few rounds.
The letter is the extension notice, one page with letterhead, table and QR code.
"""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from ppid_portal.letters import kinds, render, samples
from tests.conftest import CHROMIUM

ROUNDS = 5

pytestmark = pytest.mark.bench


def html_of(key: str) -> str:
    """The HTML of a sample letter."""
    qr = render.qr_image("https://uji.example/")
    return render.render_html(kinds.get(key).template, samples.example(key, qr=qr))


def interleaved(contestants: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Milliseconds per call, each the median of its rounds, run in turn."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, call in contestants.items():
            start = perf_counter()
            call()
            taken[name].append((perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def test_a_letter_against_cold_chromium(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints milliseconds per letter and the ratio."""
    html = html_of("extension")
    start = perf_counter()
    render.render_pdf(html)
    first = (perf_counter() - start) * 1000
    page = tmp_path / "surat.html"
    css = render.loader.render_to_string(render.STYLESHEET)
    page.write_text(html.replace("</head>", f"<style>{css}</style></head>"), encoding="utf-8")
    contestants: dict[str, Callable[[], object]] = {
        "portal": lambda: render.render_pdf(html_of("extension")),
    }
    if CHROMIUM:
        command = [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={tmp_path / 'surat.pdf'}",
            page.as_uri(),
        ]
        contestants["chromium, a process per letter"] = lambda: subprocess.run(
            command, check=True, capture_output=True, timeout=60
        )
    medians = interleaved(contestants)
    with capsys.disabled():
        print(f"\nfirst letter of a process, import included: {first:.0f} ms")
        for name, milliseconds in medians.items():
            print(f"{name}: {milliseconds:.0f} ms per letter, {1000 / milliseconds:.1f} per second")
        for name, milliseconds in medians.items():
            if name != "portal":
                print(f"ratio {name} / portal: {milliseconds / medians['portal']:.1f}")
    assert medians["portal"] > 0


def test_each_kind_of_letter(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints milliseconds and kilobytes for every kind."""
    sizes = {key: len(render.render_pdf(html_of(key))) for key in samples.contexts()}
    medians = interleaved(
        {key: (lambda key=key: render.render_pdf(html_of(key))) for key in sizes}  # type: ignore[misc]
    )
    with capsys.disabled():
        print()
        for key, milliseconds in medians.items():
            print(f"{key}: {milliseconds:.0f} ms, {sizes[key] / 1000:.0f} kB")
    assert set(medians) == set(samples.contexts())


def test_what_signing_costs(
    tmp_path: Path, settings: Any, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prints milliseconds for drawing and for signing a letter, for checking it, and the ratio."""
    from ppid_portal.letters.signing import certificates, inspection, pades

    settings.SIGNING_CERTIFICATE = tmp_path / "badan.p12"
    own = certificates.load()
    pdf = render.render_pdf(html_of("extension"))
    signed = pades.sign(pdf, own, name="Uji", location="Jakarta")
    medians = interleaved(
        {
            "drawing": lambda: render.render_pdf(html_of("extension")),
            "signing": lambda: pades.sign(pdf, own, name="Uji", location="Jakarta"),
            "checking": lambda: inspection.signatures(signed, roots=[own.certificate]),
        }
    )
    with capsys.disabled():
        print()
        for name, milliseconds in medians.items():
            print(f"{name}: {milliseconds:.0f} ms per letter")
        both = medians["drawing"] + medians["signing"]
        print(f"ratio drawn and signed / drawn: {both / medians['drawing']:.2f}")
        print(f"ratio size signed / unsigned: {len(signed) / len(pdf):.2f}")
    assert len(signed) > len(pdf)
