"""The rules of a request that are more than a state: who may what, when, and why not.

Guards return the reason as a sentence, or ``None`` when nothing stands in the way; checks raise
:class:`Refused` with the field that is wrong.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pypdf import PdfReader

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.files.services import open_bytes
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.people.actors import Actor, actors_of, units_with
from ppid_portal.people.models import Unit, User
from ppid_portal.people.roles import Role
from ppid_portal.sop import deadlines
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.legal_rules import EXTENSION_CAP_DAYS
from ppid_portal.sop.models import LegalDeadline

if TYPE_CHECKING:
    from requests_app.models import AnswerDraft, DraftPart, InformationRequest

log = logging.getLogger(__name__)

ARTICLES = "abcdefghij"
#: Reading a page takes time; nobody blackens more of them in one file.
MOST_PAGES = 1000


# -- guards ----------------------------------------------------------------------------------------


def may_return_incomplete(case: InformationRequest, actor: Actor | None) -> str | None:
    """Only once, and only while the notice of incompleteness is in time (domain case 6)."""
    if case.deadlines.filter(rule="cure").exists():
        return _(
            "Permohonan ini sudah pernah dikembalikan. Daftarkan, lalu minta klarifikasi bila "
            "masih ada yang kurang jelas."
        )
    deadline = deadlines.running(case, "completeness_notice")
    if deadline is None or today() > deadline.due_on:
        return _(
            "Batas 3 hari kerja untuk menyatakan permohonan tidak lengkap sudah lewat, jadi "
            "permohonan dihitung sejak diterima. Nyatakan lengkap, lalu minta klarifikasi."
        )
    return None


def cure_is_open(case: InformationRequest, actor: Actor | None) -> str | None:
    """The applicant has until the end of the last day, in the body's zone (domain case 5)."""
    for rule in ("cure", "clarification"):
        deadline = deadlines.running(case, rule)
        if deadline is not None and today() <= deadline.due_on:
            return None
    return _(
        "Waktu untuk melengkapi sudah berakhir. Permohonan ini ditutup; Anda dapat mengirim "
        "permohonan baru."
    )


def has_open_tasks(case: InformationRequest, actor: Actor | None) -> str | None:
    """There is a unit to remind."""
    if case.unit_tasks.filter(state__in=("asked", "accepted")).exists():
        return None
    return _("Tidak ada unit yang sedang ditunggu jawabannya.")


def has_unaccepted_task(case: InformationRequest, actor: Actor | None) -> str | None:
    """The actor's unit has not yet said that it works on it."""
    asked = case.unit_tasks.filter(state="asked").values_list("unit_id", flat=True)
    if actor is not None and actor.unit_id in set(asked):
        return None
    return _("Tugas ini sudah diterima unit Anda.")


def draft_grants_something(case: InformationRequest, actor: Actor | None) -> str | None:
    """SOP 2.5a: an answer that is not a refusal of everything."""
    outcomes = _outcomes(case)
    if not outcomes:
        return _("Isi jawaban lebih dahulu, paling sedikit satu bagian.")
    if outcomes == {"refused"}:
        return _("Jawaban ini menolak seluruhnya; pakai langkah penolakan (SOP 2.5b).")
    return None


def draft_refuses_everything(case: InformationRequest, actor: Actor | None) -> str | None:
    """SOP 2.5b: every part is refused by exclusion."""
    outcomes = _outcomes(case)
    if not outcomes:
        return _("Isi jawaban lebih dahulu, paling sedikit satu bagian.")
    if outcomes != {"refused"}:
        return _("Ada bagian yang tidak ditolak; pakai langkah jawaban (SOP 2.5a).")
    if case.has_followers and case.order_in_force is not None:
        return _(
            "Ada perintah untuk memberikan informasi ({order}), jadi permohonan ini tidak dapat "
            "ditolak. Ubah konsep jawabannya."
        ).format(order=case.order_in_force.ordered_by)
    return None


def may_deliver_answer(case: InformationRequest, actor: Actor | None) -> str | None:
    """SOP 2.5a: the answer grants something, and none of its letters waits to be replaced."""
    return draft_grants_something(case, actor) or _letters_stand(case)


def may_deliver_refusal(case: InformationRequest, actor: Actor | None) -> str | None:
    """SOP 2.5b: the answer refuses everything, and none of its letters waits to be replaced."""
    return draft_refuses_everything(case, actor) or _letters_stand(case)


def _letters_stand(case: InformationRequest) -> str | None:
    """Return why the newest answer cannot go out as it is; an answer is its letters."""
    draft = (
        case.drafts.select_related("notification__replacement", "decree__replacement")
        .order_by("-version")
        .first()
    )
    if draft is None:
        return None
    return replacing.why_not_deliver((draft.notification, draft.decree))


def _outcomes(case: InformationRequest) -> set[str]:
    """Return what the newest version decides, in one query."""
    rows = list(
        case.drafts.order_by("-version").values_list("version", "parts__outcome").distinct()
    )
    return {outcome for version, outcome in rows if version == rows[0][0] and outcome}


def may_extend(case: InformationRequest, actor: Actor | None) -> str | None:
    """Once, and before the limit has ended (UU 14/2008 Pasal 22 ayat (8), domain cases 7, 8)."""
    if case.open_extension is not None:
        return _("Batas waktu hanya dapat diperpanjang satu kali.")
    deadline = deadlines.running(case, "written_notification")
    if deadline is None or deadline.status != LegalDeadline.Status.RUNNING:
        return _("Tidak ada batas waktu yang sedang berjalan.")
    if today() > deadline.due_on:
        return _(
            "Batas waktu sudah lewat pada {date}; perpanjangan harus diberitahukan sebelumnya."
        ).format(date=date_long(deadline.due_on, with_day=True))
    return None


def extension_is_proposed(case: InformationRequest, actor: Actor | None) -> str | None:
    """There is a proposal to decide."""
    if case.extensions.filter(status="proposed").exists():
        return None
    return _("Tidak ada usul perpanjangan yang menunggu keputusan.")


def extension_is_approved(case: InformationRequest, actor: Actor | None) -> str | None:
    """There is an extension in force."""
    if case.extensions.filter(status="approved").exists():
        return None
    return _("Permohonan ini tidak sedang diperpanjang.")


# -- checks ----------------------------------------------------------------------------------------


def check_extension(
    case: InformationRequest, reason_code: str, detail: str, days: int, on: date
) -> None:
    """Refuse an extension without one of the three reasons, too long, too late or repeated.

    UU 14/2008 Pasal 22 ayat (8); request form, Hak-hak Pemohon III (domain cases 7 to 9).
    """
    from requests_app.models import ExtensionReason

    objection = may_extend(case, None)
    if objection:
        raise Refused(objection)
    if reason_code not in ExtensionReason.values:
        raise Refused(_("Pilih salah satu dari tiga alasan perpanjangan."), "reason_code")
    if not detail.strip():
        raise Refused(_("Jelaskan alasan perpanjangan; alasan tertulis wajib ada."), "detail")
    if not 1 <= days <= EXTENSION_CAP_DAYS:
        raise Refused(
            _("Perpanjangan paling lama {days} hari kerja.").format(days=EXTENSION_CAP_DAYS), "days"
        )


def check_unit_ground(ground: str, article: str, other_law: str) -> None:
    """Refuse a unit's "no" without a ground: a label is none (domain case 17, UU Pasal 11, 17)."""
    from requests_app.models import UnitTask

    if ground not in UnitTask.Ground.values:
        raise Refused(_("Pilih alasannya. Cap “rahasia” saja bukan alasan menurut UU."), "ground")
    if ground == UnitTask.Ground.EXCLUDED:
        check_article(article, other_law)
    elif article:
        raise Refused(_("Huruf Pasal 17 hanya diisi bila informasi dikecualikan."), "article")


def check_article(article: str, other_law: str) -> None:
    """Refuse an exclusion without its letter, and letter j without the other law (case 16)."""
    if article not in ARTICLES or len(article) != 1:
        raise Refused(_("Pilih huruf Pasal 17 (a sampai j) yang menjadi dasar."), "article")
    if article == "j" and not other_law.strip():
        raise Refused(_("Huruf j wajib menyebut undang-undang lain beserta pasalnya."), "other_law")


def check_draft(draft: AnswerDraft, on: date) -> None:
    """Refuse an answer that the law does not allow; ``on`` is the day of the decision.

    UU 14/2008 Pasal 17, 19, 22 ayat (7); domain cases 11 to 17; S21.
    """
    parts = list(draft.parts.prefetch_related("documents__file").select_related("basis"))
    if not parts:
        raise Refused(_("Jawaban harus memuat paling sedikit satu bagian."))
    for part in parts:
        check_part(part, on)


def check_order(case: InformationRequest, draft: AnswerDraft) -> None:
    """Refuse an answer that gives nothing although a decision orders it (UU Pasal 46)."""
    if case.order_in_force is None:
        return
    if not gives_something(draft):
        raise Refused(
            _(
                "Ada perintah untuk memberikan informasi ({order}). Jawaban harus memuat paling "
                "sedikit satu bagian yang diberikan."
            ).format(order=case.order_in_force.ordered_by)
        )


def gives_something(draft: AnswerDraft) -> bool:
    """Tell whether at least one part of an answer gives information."""
    return draft.parts.filter(outcome__in=("granted", "partly")).exists()


def no_order_stands(case: InformationRequest, actor: Actor | None) -> str | None:
    """What a decision orders to be given is not passed on to another body (UU Pasal 46)."""
    if case.order_in_force is None:
        return None
    return _(
        "Ada perintah untuk memberikan informasi ({order}), jadi permohonan ini tidak dapat "
        "diteruskan ke badan publik lain. Siapkan jawabannya."
    ).format(order=case.order_in_force.ordered_by)


def check_part(part: DraftPart, on: date) -> None:
    """Refuse one part whose outcome lacks what the law asks for it."""
    from requests_app.models import Outcome

    where = _("Bagian {number}: ").format(number=part.position)
    if part.outcome == Outcome.REFUSED:
        _check_refused(part, on, where)
        return
    if part.outcome == Outcome.PARTLY:
        _check_partly(part, on, where)
        return
    if part.article or part.basis_id:
        raise Refused(
            where + _("Pasal 17 dan penetapan hanya untuk bagian yang ditolak atau dihitamkan."),
            "article",
        )
    if part.outcome == Outcome.NOT_DOCUMENTED and not part.ready_in_days:
        raise Refused(
            where + _("Isi dalam berapa hari kerja informasi akan disediakan."), "ready_in_days"
        )
    if part.outcome == Outcome.NOT_HELD and not (part.holder.strip() or part.explanation.strip()):
        raise Refused(
            where + _("Sebutkan badan publik yang menguasai, atau jelaskan bahwa tidak diketahui."),
            "holder",
        )


def _check_refused(part: DraftPart, on: date, where: str) -> None:
    _check_basis(part, on, where)
    if not part.consequence.strip():
        raise Refused(where + _("Tuliskan akibat bila informasi dibuka (Pasal 19)."), "consequence")
    if part.documents.all():
        raise Refused(
            where + _("Bagian yang ditolak tidak boleh disertai dokumen untuk pemohon."),
            "documents",
        )


def _check_partly(part: DraftPart, on: date, where: str) -> None:
    _check_basis(part, on, where)
    if not part.redaction.strip():
        raise Refused(
            where + _("Sebutkan apa yang dihitamkan dan alasannya (Pasal 22 ayat (7) huruf e)."),
            "redaction",
        )
    documents = list(part.documents.all())
    if not documents:
        raise Refused(
            where + _("Lampirkan dokumen yang sudah dihitamkan untuk diberikan."), "documents"
        )
    for document in documents:
        if has_text_layer(open_bytes(document.file), document.file.content_type):
            raise Refused(
                where
                + _(
                    "“{name}” masih memuat teks di balik bagian yang dihitamkan. Ratakan menjadi "
                    "gambar (cetak lalu pindai, atau ekspor sebagai gambar) lalu unggah lagi."
                ).format(name=document.file.original_name),
                "documents",
            )


def _check_basis(part: DraftPart, on: date, where: str) -> None:
    try:
        check_article(part.article, part.other_law)
    except Refused as refusal:
        raise Refused(where + refusal.message, refusal.field) from None
    if part.basis is None:
        raise Refused(
            where
            + _(
                "Penolakan memerlukan uji konsekuensi atau penetapan yang berlaku (Pasal 19). "
                "Pilih penetapannya, atau lakukan uji konsekuensi lebih dahulu."
            ),
            "basis",
        )
    if not part.basis.valid_on(on):
        raise Refused(
            where
            + _(
                "Penetapan {number} tidak berlaku lagi pada {date}; informasinya sudah terbuka."
            ).format(number=part.basis.number, date=date_long(on)),
            "basis",
        )
    if part.basis.letter != part.article:
        raise Refused(
            where
            + _("Penetapan {number} memakai huruf {letter}, bukan huruf {article}.").format(
                number=part.basis.number, letter=part.basis.letter, article=part.article
            ),
            "article",
        )


def has_text_layer(content: bytes, content_type: str) -> bool:
    """Tell whether text can be taken out of a document that was said to be blacked out (case 12).

    A PDF must be flattened to images. Other formats than images cannot be trusted to hide
    anything, and count as text; so does a PDF of more than ``MOST_PAGES`` pages.
    """
    if content_type.startswith("image/"):
        return False
    if content_type != "application/pdf":
        return True
    try:
        reader = PdfReader(io.BytesIO(content))
        if len(reader.pages) > MOST_PAGES:
            return True
        return any(page.extract_text().strip() for page in reader.pages)
    except Exception as error:
        # What cannot be read cannot be shown to hide anything either; on bytes made on purpose
        # the reader fails in many more ways than its own errors name.
        log.warning("A document said to be blacked out cannot be read (%s)", type(error).__name__)
        return True


# -- who -------------------------------------------------------------------------------------------


def answering_units(on: date) -> QuerySet[Unit]:
    """Return the units that have a PPID Pelaksana on a day: only they can answer a memorandum."""
    return units_with(Role.PPID_PELAKSANA, on)


def actor_who(case: InformationRequest, acts: Sequence[str], user: User | None) -> Actor:
    """Return the actor who performed one of these acts, with the mandate of that moment."""
    entry = (
        AuditEntry.objects.filter(stream=case.stream, verb__in=list(acts), user_id=_pk(user))
        .order_by("-sequence")
        .first()
    )
    if entry is None or user is None:
        raise Refused(_("Persetujuan Ketua PPID tidak ditemukan."))
    held = actors_of(user, on=local(entry.at).date())
    for actor in sorted(held, key=lambda actor: actor.mandate != entry.mandate):
        if actor.role == Role.KETUA_PPID:
            return actor
    raise Refused(_("Penugasan penanda tangan tidak ditemukan."))


def _pk(user: User | None) -> int | None:
    return user.pk if user is not None else None
