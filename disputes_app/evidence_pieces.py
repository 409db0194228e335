"""What evidence is made of: stages of a chain, and the pieces in each."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from disputes_app.records import Hearing, HearingKind, PaperKind
from ppid_portal.files.models import StoredFile
from ppid_portal.sop.models import Case

if TYPE_CHECKING:
    from disputes_app.models import Dispute

LETTER, MINUTES, AUDIT = OWN = ("Surat", "Risalah", "Audit")
"""Kinds of pieces that say themselves what they are."""


@dataclass(frozen=True)
class Minutes:
    """What was written of one hearing."""

    title: str
    at: datetime
    place: str
    facts: Sequence[tuple[str, str]]
    text: str


@dataclass(frozen=True)
class Extra:
    """What a kind of case adds of its own.

    ``marks`` name documents of any stage that go in, by key, with their mark and title; a
    confidential one stays out all the same. ``facts`` stand on the sheet of the stage.
    """

    marks: dict[int, str] = field(default_factory=dict)
    minutes: Sequence[Minutes] = ()
    facts: Sequence[tuple[str, str]] = ()


@dataclass
class Piece:
    """One piece of evidence: what it is, where it stands in the PDF, and under which path.

    ``page`` is that of its first page in the PDF (the cover is 1), None when it is not bound;
    ``note`` then says why. ``path`` is "" for what is made for the PDF only.
    """

    title: str
    kind: str
    on: date | None
    number: str = ""
    file: StoredFile | None = None
    path: str = ""
    sha256: str = ""
    size: int = 0
    page: int | None = None
    pages: int = 0
    note: str = ""
    absent: bool = False

    @property
    def last(self) -> int | None:
        """Return its last page."""
        return None if self.page is None else self.page + self.pages - 1

    @property
    def kind_shown(self) -> str:
        """Return what it is, where its title does not say so."""
        return "" if self.kind in (self.title, *OWN) else self.kind


@dataclass
class Stage:
    """A stage of the chain with its pieces, in the order in which they are bound."""

    case: Case | None
    letter: str
    label: str
    pieces: list[Piece] = field(default_factory=list)
    page: int = 0
    extra: Extra = field(default_factory=Extra)

    @property
    def title(self) -> str:
        """Return the heading: "A. Permohonan informasi 0042/…"."""
        return f"{self.letter}. {self.label}"


def one_line(text: str) -> str:
    """Return a text as one line without signs that are not seen."""
    seen = (" " if sign.isspace() else sign for sign in text if sign.isspace() or _visible(sign))
    return " ".join("".join(seen).split())[:200]


def _visible(sign: str) -> bool:
    return unicodedata.category(sign)[0] != "C"


def _of_dispute(dispute: Dispute) -> Extra:
    """Return the papers of the Commission, our list of evidence, and the minutes of hearings."""
    marks = {
        paper.document_id: f"{PaperKind(paper.kind).label} {paper.number}".strip()
        for paper in dispute.papers.all()
        if paper.document_id is not None
    }
    for line in dispute.evidence.all():
        if line.document_id is not None:
            marks[line.document_id] = f"{line.mark}: {line.title}"
    facts = [
        ("Komisi Informasi", dispute.commission),
        ("Nomor register", dispute.commission_number),
        ("Majelis", ", ".join(dispute.panel)),
        ("Panitera", dispute.registrar),
        ("Putusan", str(dispute.get_outcome_display()) if dispute.outcome else ""),
    ]
    return Extra(
        marks=marks,
        minutes=[
            _minutes(hearing)
            for hearing in dispute.hearings.order_by("at", "id")
            if hearing.took_place
        ],
        facts=[(label, value) for label, value in facts if value],
    )


def _minutes(hearing: Hearing) -> Minutes:
    came = {True: "hadir", False: "tidak hadir", None: ""}
    facts = [
        ("Badan publik", came[hearing.we_attended]),
        ("Pemohon", came[hearing.petitioner_attended]),
        ("Hasil", hearing.outcome),
    ]
    return Minutes(
        title=f"Risalah sidang {HearingKind(hearing.kind).label.lower()}",
        at=hearing.at,
        place=hearing.place,
        facts=[(label, value) for label, value in facts if value],
        text=hearing.minutes,
    )


#: What kinds of cases add of their own, by register.
EXTRAS: dict[str, Callable[[Any], Extra]] = {"dispute": _of_dispute}
