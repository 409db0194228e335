"""The evidence file for the Information Commission: one bound PDF, and a ZIP that proves it.

Everything that a chain of cases has to say for itself, in the order of time: letters, documents,
minutes, dates of the law and the extract of the audit chains (Perki 1/2013: alat bukti surat).
Like letters it is Indonesian in every language. Nothing is decided here and nothing is stored;
``disputes_app.bundles`` does that.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.utils import translation
from django.utils.text import slugify

from disputes_app import evidence_archive, evidence_audit
from disputes_app.binder import LINK, Binder, Bookmark, NotBound, clean, page_count, picture
from disputes_app.evidence_pieces import (
    AUDIT,
    EXTRAS,
    LETTER,
    MINUTES,
    Extra,
    Piece,
    Stage,
    one_line,
)
from ppid_portal.clock import local
from ppid_portal.files.kinds import KINDS
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import Missing, open_bytes
from ppid_portal.letters import frame as letter_frame
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import image_address, render_html, render_pdf
from ppid_portal.people.actors import Actor
from ppid_portal.sop import chain
from ppid_portal.sop.models import Case, CaseDocument, LegalDeadline

TITLE = "Berkas Bukti"
#: Internal letters that the Commission is meant to read (SOP 4.7 and 4.8).
FOR_THE_COMMISSION = frozenset({"position_paper", "power_of_attorney", "assignment_letter"})
#: Originals of more bytes do not fit into one archive; fewer stages do.
MOST_BYTES = 300 * 1024 * 1024
_ENDINGS = {kind.content_type: kind.endings[0] for kind in KINDS}
_ONLY_ZIP = "hanya dalam ZIP"
_KIND = LetterKind(
    key="evidence_file",
    title=TITLE,
    template="disputes_app/evidence/front.html",
    series="",
    signatory_role="",
    audience="internal",
    steps=(),
)


class TooMuch(Exception):
    """There are more originals than one archive holds."""


@dataclass
class Bundle:
    """What was built: two open files without a name, and what is in them.

    The files vanish when they are closed; nothing of them stays readable on a disk.
    """

    pdf: IO[bytes]
    archive: IO[bytes]
    stages: list[Stage]
    pages: int
    withheld: int

    @property
    def pieces(self) -> list[Piece]:
        """Return every piece of every stage."""
        return [piece for stage in self.stages for piece in stage.pieces]

    @property
    def only_in_archive(self) -> int:
        """Return how many originals are in the ZIP and not in the PDF."""
        return sum(bool(piece.path) and piece.page is None for piece in self.pieces)

    @property
    def absent(self) -> int:
        """Return how many pieces should be there and are in neither."""
        return sum(piece.absent for piece in self.pieces)

    def close(self) -> None:
        """Let go of both files."""
        self.pdf.close()
        self.archive.close()


def build(
    case: Case,
    *,
    actor: Actor,
    at: datetime,
    stages: Collection[int] | None = None,
    identity: bool = False,
    internal: bool = False,
) -> Bundle:
    """Bind what the chain of a case has to show.

    ``stages`` are the keys of the cases to take in, all of the chain by default; whoever asks
    must have checked that the person may see them. ``identity`` takes in what proves who somebody
    is, ``internal`` the office's own letters (dispositions, memoranda, recommendations).

    Raises:
        TooMuch: the originals do not fit into one archive.
        RenderFailed: a page of our own cannot be made.
    """
    with translation.override("id"):
        return _Builder(actor, at, identity=identity, internal=internal).build(
            [each for each in chain.stages(case) if stages is None or each.pk in stages]
        )


class _Builder:
    def __init__(self, actor: Actor, at: datetime, *, identity: bool, internal: bool) -> None:
        self.actor, self.at = actor, at
        self.identity, self.internal = identity, internal
        self.binder = Binder()
        self.withheld = 0
        self.marks: dict[int, str] = {}
        self.number = ""
        self.frame = letter_frame.for_template(
            {"frame": letter_frame.build(_KIND, None, number="", code="", at=at), "letter": {}}
        )["frame"]

    def build(self, cases: Sequence[Case]) -> Bundle:
        if not cases:
            raise ValueError("evidence of no case")
        self.number = cases[-1].number or ""
        extras = [EXTRAS[case.kind](case) if case.kind in EXTRAS else Extra() for case in cases]
        for extra in extras:
            self.marks.update(extra.marks)
        stages = [
            self._stage(case, place, extra)
            for place, (case, extra) in enumerate(zip(cases, extras, strict=True))
        ]
        total = sum(piece.size for stage in stages for piece in stage.pieces if piece.file)
        if total > MOST_BYTES:
            raise TooMuch(f"{total} bytes")
        heads = evidence_audit.heads(cases)
        with ExitStack() as opened:
            out = opened.enter_context(tempfile.TemporaryFile())
            store = opened.enter_context(tempfile.TemporaryFile())
            with zipfile.ZipFile(store, "w") as archive:
                for stage, case in zip(stages, cases, strict=True):
                    self._bind(stage, case, archive)
                stages.append(self._bind_chains(stages, cases, heads))
                pages = self._finish(stages, out)
                listed = evidence_archive.manifest(
                    stages,
                    heads,
                    pdf=_fingerprint(out),
                    pages=pages,
                    at=self.at,
                    by=str(self.actor.title),
                    title=TITLE,
                )
                evidence_archive.write_lists(archive, listed, self.at)
            out.seek(0)
            store.seek(0)
            opened.pop_all()
        return Bundle(out, store, stages, pages, self.withheld)

    # -- what there is ------------------------------------------------------------------------

    def _stage(self, case: Case, place: int, extra: Extra) -> Stage:
        label = f"{case.kind_label} {case.number or ''}".strip()
        stage = Stage(case, _letter(place), label, extra=extra)
        found = [*self._letters(case), *self._documents(case)]
        # A letter of the same day goes before what came with it.
        found.sort(key=lambda piece: (piece.on or date.min, piece.kind != LETTER))
        stage.pieces = found
        for number, piece in enumerate(found, start=1):
            if piece.file is not None:
                folder = f"{stage.letter}-{slugify(str(case.kind_label)) or case.kind}"
                name = slugify(piece.title.replace("/", "-"))[:60].strip("-") or "berkas"
                ending = _ENDINGS.get(piece.file.content_type, "bin")
                piece.path = f"{folder}/{number:03d}-{name}.{ending}"
        stage.pieces += [
            Piece(minutes.title, MINUTES, local(minutes.at).date()) for minutes in extra.minutes
        ]
        return stage

    def _letters(self, case: Case) -> Iterator[Piece]:
        letters = Letter.objects.filter(case_id=case.pk).defer("sealed_context")
        for letter in letters.select_related("pdf").order_by("issued_at", "id"):
            ours = letter.audience == Letter.Audience.INTERNAL
            if ours and letter.kind not in FOR_THE_COMMISSION and not self.internal:
                self.withheld += 1
                continue
            drawn = letter.status == Letter.Status.WITHDRAWN
            piece = Piece(
                title=f"{letter.title} (ditarik)" if drawn else letter.title,
                kind=LETTER,
                number=letter.number,
                on=local(letter.issued_at).date(),
                file=letter.pdf,
                sha256=letter.sha256,
                size=letter.pdf.size if letter.pdf is not None else 0,
            )
            if letter.pdf is None:
                piece.note, piece.absent = "PDF belum dibuat", True
            yield piece

    def _documents(self, case: Case) -> Iterator[Piece]:
        documents = CaseDocument.objects.filter(case_id=case.pk).select_related("file")
        for document in documents.order_by("added_at", "id"):
            if not self._goes(document):
                self.withheld += 1
                continue
            kind = str(CaseDocument.Kind(document.kind).label)
            # The label of an identity paper is the name of the file, and that names a person.
            proves = document.audience == CaseDocument.Audience.IDENTITY
            title = self.marks.get(document.pk) or (kind if proves else document.label) or kind
            yield Piece(
                title=one_line(title) or kind,
                kind=kind,
                on=local(document.released_at or document.added_at).date(),
                file=document.file,
                sha256=document.file.sha256,
                size=document.file.size,
            )

    def _goes(self, document: CaseDocument) -> bool:
        """Tell whether the Commission, and with it the other side, may read a document.

        What the office collected stays with it until it was given to the applicant: it may be
        the very information that is kept from them.
        """
        audience = CaseDocument.Audience(document.audience)
        if audience == CaseDocument.Audience.CONFIDENTIAL:
            return False
        if audience == CaseDocument.Audience.IDENTITY:
            return self.identity
        if document.kind == CaseDocument.Kind.ANSWER and document.released_at is None:
            return False
        if audience == CaseDocument.Audience.APPLICANT or document.released_at is not None:
            return True
        return document.pk in self.marks or document.kind == CaseDocument.Kind.INCOMING_LETTER

    # -- binding it ---------------------------------------------------------------------------

    def _bind(self, stage: Stage, case: Case, archive: zipfile.ZipFile) -> None:
        stage.page = self.binder.pages + 1
        self.binder.add(self._own("stage.html", {"stage": stage, "dates": _dates(case)}))
        minutes = iter(stage.extra.minutes)
        for piece in stage.pieces:
            if piece.kind == MINUTES:
                self._place(piece, self._own("minutes.html", {"minutes": next(minutes)}))
            elif piece.file is not None:
                self._bind_file(piece, piece.file, archive)

    def _bind_file(self, piece: Piece, file: StoredFile, archive: zipfile.ZipFile) -> None:
        try:
            content = open_bytes(file)
        except Missing:
            piece.note, piece.absent, piece.path = "isi berkas tidak ditemukan", True, ""
            return
        evidence_archive.write(archive, piece.path, content, self.at)
        try:
            if file.content_type == "application/pdf":
                self._place(piece, clean(content), limited=True)
            elif file.content_type in ("image/jpeg", "image/png"):
                source = image_address(picture(content), "image/jpeg")
                page = self._own("picture.html", {"piece": piece, "source": source})
                self._place(piece, page, limited=True)
            else:
                piece.note = f"{_ONLY_ZIP}: berkas {_ending(piece)}"
        except NotBound as reason:
            piece.note = f"{_ONLY_ZIP}: {reason}"

    def _bind_chains(
        self, stages: Sequence[Stage], cases: Sequence[Case], heads: dict[int, evidence_audit.Head]
    ) -> Stage:
        """Bind the extract of every stage's audit chain, after all other pieces."""
        chains = Stage(None, _letter(len(stages)), "Cuplikan rantai audit")
        chains.page = self.binder.pages + 1
        for stage, case in zip(stages, cases, strict=True):
            piece = Piece(f"Rantai audit {stage.label}", AUDIT, local(self.at).date())
            head = heads[case.pk]
            context = {"stage": stage, "head": head, "rows": evidence_audit.acts(case, head)}
            self._place(piece, self._own("audit.html", context))
            chains.pieces.append(piece)
        return chains

    def _place(self, piece: Piece, pdf: bytes, *, limited: bool = False) -> None:
        first = self.binder.pages + 1
        piece.pages = self.binder.add(pdf, limited=limited)
        piece.page = first

    def _own(self, template: str, context: dict[str, Any]) -> bytes:
        html = render_html(
            f"disputes_app/evidence/{template}",
            {"frame": self.frame, "title": TITLE, "at": self.at, **context},
        )
        return render_pdf(html)

    def _finish(self, stages: Sequence[Stage], out: IO[bytes]) -> int:
        """Make cover and index; they push back what they number, so until the numbers hold."""
        length = 0
        for _attempt in range(6):
            front = self._own("front.html", self._front(stages, length))
            if page_count(front) == length:
                break
            length = page_count(front)
        else:
            raise RenderFailed("the index of the evidence does not settle")
        for stage in stages:
            stage.page += length
            for piece in stage.pieces:
                if piece.page is not None:
                    piece.page += length
        self.binder.finish(
            front,
            out,
            title=f"{TITLE} {self.number}".strip(),
            author=self.frame["body"]["name"],
            outline=_outline(stages),
        )
        return self.binder.pages

    def _front(self, stages: Sequence[Stage], length: int) -> dict[str, Any]:
        pieces = [piece for stage in stages for piece in stage.pieces]
        return {
            "stages": stages,
            "cases": [stage.case for stage in stages if stage.case is not None],
            # Before which Commission, and under which number.
            "commission": next((s.extra.facts[:2] for s in stages if s.extra.facts), ()),
            "offset": length,
            "pages": self.binder.pages + length,
            "pieces": len(pieces),
            "only_zip": sum(piece.page is None and bool(piece.path) for piece in pieces),
            "by": str(self.actor.title),
            "link": LINK,
        }


def _outline(stages: Iterable[Stage]) -> list[Bookmark]:
    return [
        Bookmark("Sampul dan daftar isi", 1),
        *(
            Bookmark(
                one_line(stage.title),
                stage.page,
                tuple(
                    Bookmark(one_line(f"{piece.title} {piece.number}"), piece.page)
                    for piece in stage.pieces
                    if piece.page is not None
                ),
            )
            for stage in stages
        ),
    ]


def _letter(place: int) -> str:
    """Return A to Z, then AA."""
    return ("" if place < 26 else _letter(place // 26 - 1)) + chr(ord("A") + place % 26)


def _ending(piece: Piece) -> str:
    return piece.path.rpartition(".")[2].upper()


def _dates(case: Case) -> list[dict[str, Any]]:
    deadlines = LegalDeadline.objects.filter(case_id=case.pk)
    return [
        {
            "label": deadline.legal_rule.label,
            "basis": deadline.legal_rule.basis,
            "from": deadline.counted_from,
            "due": deadline.due_on,
            "state": str(deadline.get_status_display()),
        }
        for deadline in deadlines.exclude(status=LegalDeadline.Status.CANCELLED).order_by("id")
    ]


def _fingerprint(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(1024 * 1024):
        digest.update(block)
    return digest.hexdigest(), file.seek(0, io.SEEK_END)
