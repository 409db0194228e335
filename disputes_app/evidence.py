"""The evidence file for the Information Commission: one bound PDF, and a ZIP that proves it.

Everything that a chain of cases has to say for itself, in the order of time: letters, documents,
minutes, dates of the law and the extract of the audit chains (Perki 1/2013: alat bukti surat).
Like letters it is Indonesian in every language. Nothing is decided here and nothing is stored;
``disputes_app.bundles`` does that.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from django.apps import apps
from django.utils import translation
from django.utils.module_loading import module_has_submodule
from django.utils.text import slugify

from disputes_app.binder import LINK, Binder, Bookmark, NotBound, clean, page_count, picture
from disputes_app.records import Hearing, HearingKind, HearingStatus, PaperKind
from ppid_portal.audit import services as audit
from ppid_portal.audit.models import AuditEntry, AuditStream
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
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop import chain
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.models import Case, CaseDocument, LegalDeadline

if TYPE_CHECKING:
    from disputes_app.models import Dispute

TITLE = "Berkas Bukti"
#: Internal letters that the Commission is meant to read (SOP 4.7 and 4.8).
FOR_THE_COMMISSION = frozenset({"position_paper", "power_of_attorney", "assignment_letter"})
#: Originals of more bytes do not fit into one archive; fewer stages do.
MOST_BYTES = 300 * 1024 * 1024
#: Longer extracts are read in the audit room.
MOST_ENTRIES = 1500

_ENDINGS = {kind.content_type: kind.endings[0] for kind in KINDS}
_PACKED = frozenset({"pdf", "jpg", "png", "docx", "xlsx", "odt", "ods"})
_ONLY_ZIP = "hanya dalam ZIP"
_LETTER, _MINUTES, _AUDIT = _OWN = ("Surat", "Risalah", "Audit")
_KIND = LetterKind(
    key="evidence_file",
    title=TITLE,
    template="disputes_app/evidence/front.html",
    series="",
    signatory_role="",
    audience="internal",
    steps=(),
)
_COMMON_VERBS = {
    "take_on": "Diambil untuk dikerjakan",
    "release": "Dilepas kembali ke antrean",
    "withdraw_letter": "Surat ditarik",
    "message_to_applicant": "Pesan kepada pemohon",
    "internal_note": "Catatan internal",
    "notice_failed": "Pemberitahuan tidak tersampaikan",
    "resend_notice": "Pemberitahuan dikirim ulang",
    "request_evidence": "Berkas bukti diminta",
}


class TooMuch(Exception):
    """There are more originals than one archive holds."""


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
        return "" if self.kind in (self.title, *_OWN) else self.kind


@dataclass
class Stage:
    """A stage of the chain with its pieces, in the order in which they are bound."""

    case: Case | None
    letter: str
    label: str
    pieces: list[Piece] = field(default_factory=list)
    page: int = 0
    extra: Extra = field(default_factory=lambda: Extra())

    @property
    def title(self) -> str:
        """Return the heading: "A. Permohonan informasi 0042/…"."""
        return f"{self.letter}. {self.label}"


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
        heads = _heads(cases)
        with ExitStack() as opened:
            out = opened.enter_context(tempfile.TemporaryFile())
            store = opened.enter_context(tempfile.TemporaryFile())
            with zipfile.ZipFile(store, "w") as archive:
                for stage, case in zip(stages, cases, strict=True):
                    self._bind(stage, case, archive)
                stages.append(self._bind_chains(stages, cases, heads))
                pages = self._finish(stages, out)
                manifest = _manifest(
                    stages, heads, pdf=_fingerprint(out), pages=pages, at=self.at, actor=self.actor
                )
                _write_lists(archive, manifest, self.at)
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
        found.sort(key=lambda piece: (piece.on or date.min, piece.kind != _LETTER))
        stage.pieces = found
        for number, piece in enumerate(found, start=1):
            if piece.file is not None:
                folder = f"{stage.letter}-{slugify(case.kind_label) or case.kind}"
                name = slugify(piece.title)[:60].strip("-") or "berkas"
                ending = _ENDINGS.get(piece.file.content_type, "bin")
                piece.path = f"{folder}/{number:03d}-{name}.{ending}"
        stage.pieces += [
            Piece(minutes.title, _MINUTES, local(minutes.at).date()) for minutes in extra.minutes
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
                kind=_LETTER,
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
                title=_line(title) or kind,
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
            if piece.kind == _MINUTES:
                self._place(piece, self._own("minutes.html", {"minutes": next(minutes)}))
            elif piece.file is not None:
                self._bind_file(piece, piece.file, archive)

    def _bind_file(self, piece: Piece, file: StoredFile, archive: zipfile.ZipFile) -> None:
        try:
            content = open_bytes(file)
        except Missing:
            piece.note, piece.absent, piece.path = "isi berkas tidak ditemukan", True, ""
            return
        _write(archive, piece.path, content, self.at)
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
        self, stages: Sequence[Stage], cases: Sequence[Case], heads: dict[int, Head]
    ) -> Stage:
        """Bind the extract of every stage's audit chain, after all other pieces."""
        chains = Stage(None, _letter(len(stages)), "Cuplikan rantai audit")
        chains.page = self.binder.pages + 1
        for stage, case in zip(stages, cases, strict=True):
            piece = Piece(f"Rantai audit {stage.label}", _AUDIT, local(self.at).date())
            head = heads[case.pk]
            context = {"stage": stage, "head": head, "rows": _acts(case, head)}
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
                _line(stage.title),
                stage.page,
                tuple(
                    Bookmark(_line(f"{piece.title} {piece.number}"), piece.page)
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


def _line(text: str) -> str:
    """Return a text as one line without signs that are not seen."""
    seen = (" " if sign.isspace() else sign for sign in text if sign.isspace() or _visible(sign))
    return " ".join("".join(seen).split())[:200]


def _visible(sign: str) -> bool:
    return unicodedata.category(sign)[0] != "C"


# -- dates and acts --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """The end of an audit chain when the evidence was built, by which it can be verified later."""

    stream: str
    length: int
    hash: str
    whole: bool


@dataclass(frozen=True)
class Performed:
    """One entry of an audit chain, without anything that names or describes a person."""

    when: str
    role: str
    what: str
    before: str
    after: str
    sequence: int


def _heads(cases: Sequence[Case]) -> dict[int, Head]:
    found = {
        head.name: head
        for head in AuditStream.objects.filter(name__in=[case.stream for case in cases])
    }
    heads = {}
    for case in cases:
        head = found.get(case.stream)
        heads[case.pk] = Head(
            stream=case.stream,
            length=head.length if head else 0,
            hash=head.hash if head else "",
            whole=not audit.verify(case.stream),
        )
    return heads


def _acts(case: Case, head: Head) -> list[Performed]:
    words = _verbs(case)
    entries = AuditEntry.objects.filter(stream=case.stream, sequence__lte=head.length)
    return [
        Performed(
            when=f"{local(entry.at):%d-%m-%Y %H.%M}",
            role=_role(entry),
            what=words.get(entry.verb, entry.verb),
            before=_state(case, entry.from_state),
            after=_state(case, entry.to_state),
            sequence=entry.sequence,
        )
        for entry in entries.order_by("sequence")[:MOST_ENTRIES]
    ]


def _role(entry: AuditEntry) -> str:
    """Return in which role somebody acted; a mandate ("Plh. …") without the order's number."""
    label = role_label(entry.role)
    for short in ("Plh.", "Plt."):
        if entry.mandate.startswith(short):
            return f"{short} {label}"
    return label


def _verbs(case: Case) -> dict[str, str]:
    """Return words for the acts of a case: its transitions, and what its app says of others."""
    said: dict[str, str] = {}
    config = apps.get_containing_app_config(type(case).__module__)
    if config and config.module and module_has_submodule(config.module, "desk_panels"):
        verbs = getattr(import_module(f"{config.name}.desk_panels"), "verbs", None)
        said = verbs() if verbs is not None else {}
    own = {name: str(found.label) for name, found in declarations(type(case)).items()}
    return {**_COMMON_VERBS, **{key: str(value) for key, value in said.items()}, **own}


def _state(case: Case, state: str) -> str:
    """Return a state in words; a state that the case no longer knows comes back as it is."""
    if not state:
        return ""
    try:
        return type(case)(state=state).state_label
    except ValueError:
        return state


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
            for hearing in dispute.hearings.filter(status=HearingStatus.HELD).order_by("at", "id")
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


# -- the archive -----------------------------------------------------------------------------------

_README = """BERKAS BUKTI

Arsip ini memuat berkas asli dari setiap bukti di dalam PDF gabungan, tanpa perubahan.

manifest.csv dan manifest.json   daftar berkas: jalur, judul, jenis, SHA-256, ukuran, halaman
SHA256SUMS                       untuk memeriksa keutuhan: sha256sum -c SHA256SUMS

Nilai "halaman" adalah nomor halaman di dalam PDF gabungan; kosong berarti hanya ada di arsip ini.
Tanda tangan elektronik hanya dapat diperiksa pada berkas asli.
Bagian "audit" di dalam manifest.json memuat sidik akhir setiap rantai audit saat berkas ini dibuat.
Badan publik dapat menunjukkan bahwa catatan setelahnya masih memuat sidik yang sama.
"""


def _fingerprint(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    return digest, file.seek(0, io.SEEK_END)


def _manifest(
    stages: Sequence[Stage],
    heads: dict[int, Head],
    *,
    pdf: tuple[str, int],
    pages: int,
    at: datetime,
    actor: Actor,
) -> dict[str, Any]:
    return {
        "title": TITLE,
        "made_at": local(at).isoformat(timespec="seconds"),
        "made_by": str(actor.title),
        "pdf": {"sha256": pdf[0], "size": pdf[1], "pages": pages},
        "stages": [
            {
                "title": stage.title,
                "kind": stage.case.kind,
                "number": stage.case.number,
                "received_at": local(stage.case.received_at).isoformat(timespec="seconds"),
                "page": stage.page,
            }
            for stage in stages
            if stage.case is not None
        ],
        "files": [
            {
                "path": piece.path,
                "stage": stage.title,
                "title": _line(f"{piece.title} {piece.number}"),
                "kind": piece.kind,
                "date": piece.on.isoformat() if piece.on else "",
                "sha256": piece.sha256,
                "size": piece.size,
                "page": piece.page,
                "note": piece.note,
            }
            for stage in stages
            for piece in stage.pieces
            if piece.path
        ],
        "audit": [
            {
                "stream": head.stream,
                "entries": head.length,
                "head_sha256": head.hash,
                "verified": head.whole,
            }
            for head in heads.values()
        ],
    }


def _write_lists(archive: zipfile.ZipFile, manifest: dict[str, Any], at: datetime) -> None:
    files = manifest["files"]
    sums = "".join(f"{file['sha256']}  {file['path']}\n" for file in files)
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    _write(archive, "manifest.json", text.encode(), at)
    _write(archive, "manifest.csv", _table(files), at)
    _write(archive, "SHA256SUMS", sums.encode(), at)
    _write(archive, "BACA-DAHULU.txt", _README.encode(), at)


def _table(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return the manifest as a table that spreadsheets open with its letters right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = ("path", "stage", "title", "kind", "date", "sha256", "size", "page", "note")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """Keep a spreadsheet from taking somebody's title for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _write(archive: zipfile.ZipFile, path: str, content: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(path, local(at).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    packed = path.rpartition(".")[2] in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
