"""Pictures of every document that the portal makes, for people to look at.

One picture per kind of letter (from its example, everybody in it invented), per form on paper and
per register (from the database it runs in, the demonstration's): the pages side by side, small
and in few colours, so that a folder of them can be kept beside the code.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.http import QueryDict
from PIL import Image
from pypdf import PdfReader

from ppid_portal.clock import now
from ppid_portal.letters import kinds, paper_forms, samples
from ppid_portal.letters.render import qr_image, render_html, render_pdf
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import Role
from ppid_portal.reports.composing import pdf_of
from ppid_portal.reports.selection import Selection
from ppid_portal.sop.registers import Reader, registers

RESOLUTION = 64
#: Registers are written small, on sheets laid across.
RESOLUTION_ACROSS = 84
MOST_PAGES = 3
_COLOURS = 16
_GAP = 10


class NoPainter(Exception):
    """The tool that turns PDF into pictures is not on this machine."""


@dataclass(frozen=True)
class Golden:
    """One document: the name of its picture, its title, and where it belongs."""

    name: str
    title: str
    group: str
    steps: str
    pdf: bytes


def documents() -> Iterator[Golden]:
    """Yield every letter, form and register as PDF."""
    for key in samples.contexts():
        kind = kinds.get(key)
        content = samples.example(key, qr=qr_image(samples.ADDRESS))
        yield Golden(
            name=key.replace("_", "-"),
            title=kind.title,
            group="Surat",
            steps=", ".join(kind.steps),
            pdf=render_pdf(render_html(kind.template, content)),
        )
    for form in paper_forms.forms().values():
        yield Golden(f"formulir-{form.key}", form.title, "Formulir", "", paper_forms.pdf_of(form))
    reader = _reader()
    if reader is None:
        return
    for register in registers().values():
        selection = Selection.read(register, QueryDict())
        pdf = pdf_of(selection, reader, anonymous=register.is_personal, made=now())
        yield Golden(f"register-{register.slug}", register.official, "Register", "", pdf)


def paint(golden: Golden, folder: Path) -> Path:
    """Write the picture of a document, its pages side by side; returns where it is.

    Raises:
        NoPainter: poppler's ``pdftoppm`` was not found.
    """
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise NoPainter
    reader = PdfReader(BytesIO(golden.pdf))
    last = len(reader.pages)
    across = reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    # Of a register the first sheet and the one with the signatures.
    shown = sorted({1, last}) if across else range(1, min(last, MOST_PAGES) + 1)
    pages = [
        _page(tool, golden.pdf, number, RESOLUTION_ACROSS if across else RESOLUTION)
        for number in shown
    ]
    width = sum(page.width for page in pages) + _GAP * (len(pages) - 1)
    picture = Image.new("RGB", (width, max(page.height for page in pages)), "#9aa5a8")
    left = 0
    for page in pages:
        picture.paste(page, (left, 0))
        left += page.width + _GAP
    target = folder / f"{golden.name}.png"
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def _page(tool: str, pdf: bytes, number: int, resolution: int) -> Image.Image:
    done = subprocess.run(
        [tool, "-png", "-r", str(resolution), "-f", str(number), "-l", str(number), "-"],
        input=pdf,
        check=True,
        capture_output=True,
    )
    with Image.open(BytesIO(done.stdout)) as opened:
        return opened.convert("RGB")


def index(goldens: list[Golden]) -> str:
    """Return a page that shows all pictures, as repositories show it."""
    lines = [
        "# Dokumen yang dibuat portal",
        "",
        "Satu gambar per jenis surat, formulir, dan register. Semua orang di dalamnya rekaan; "
        "register dicetak tanpa identitas pemohon. Dibuat dengan `make goldens`.",
    ]
    for group in dict.fromkeys(golden.group for golden in goldens):
        lines += ["", f"## {group}"]
        for golden in goldens:
            if golden.group == group:
                steps = f" ({golden.steps})" if golden.steps else ""
                lines += ["", f"### {golden.title}{steps}", "",
                          f"![{golden.title}]({golden.name}.png)"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _reader() -> Reader | None:
    """Return who may see every case, as whom the registers are read."""
    held = Appointment.objects.valid_on().filter(role=Role.KETUA_PPID).select_related("user")
    appointment = held.order_by("kind", "pk").first()
    if appointment is None:
        return None
    actors: list[Actor] = actors_of(appointment.user)
    return Reader(appointment.user, actors, links=False)
