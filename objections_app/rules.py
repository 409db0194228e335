"""The rules of an objection that are more than a state: who may decide it, and how.

Guards return the reason as a sentence, or ``None`` when nothing stands in the way; checks raise
:class:`Refused` with the field that is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from objections_app.windows import Timing
from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.kind_settings import rules as signing
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role
from ppid_portal.sop import deadlines
from ppid_portal.sop.errors import Refused
from requests_app.models import DRAFTING, InformationRequest

if TYPE_CHECKING:
    from objections_app.models import Objection

#: Whoever did one of these on the request took part in what the objection is against.
REFUSING = (
    *DRAFTING,
    "approve_answer",
    "approve_refusal",
    "approve_second",
    "bypass_second",
    "refer",
)
GROUNDS = "abcdefg"
MOST_ORDER_DAYS = 30


def who_answered_may_not_decide(case: Objection, actor: Actor | None) -> str | None:
    """Whoever wrote or decided the answer may not decide the objection to it (domain 7.2, S20)."""
    if actor is None or actor.user_id is None or case.request is None:
        return None
    took_part = AuditEntry.objects.filter(
        stream=case.request.stream, verb__in=REFUSING, user_id=actor.user_id
    )
    if not took_part.exists():
        return None
    return _(
        "Anda ikut menyusun atau memutuskan jawaban permohonan ini, jadi orang lain yang harus "
        "memutuskan keberatannya: Atasan PPID yang lain, atau Plh./Plt. dengan surat perintah."
    )


def may_sign(case: Objection, actor: Actor | None) -> str | None:
    """The reply is signed in the office that the body has set, by law that of Atasan PPID.

    Where Ketua PPID signs, it is the letter alone: Atasan PPID has decided, and Ketua PPID has
    signed nearly every answer that is objected to. Whoever decided does not sign as Ketua PPID.
    """
    wrong = signing.may_sign(
        "objection_reply", actor, decides=Role.ATASAN_PPID, decided_by=case.decided_by_id
    )
    if wrong is not None or actor is None or actor.role == Role.KETUA_PPID:
        return wrong
    return who_answered_may_not_decide(case, actor)


def may_return_incomplete(case: Objection, actor: Actor | None) -> str | None:
    """Only once, and in time: what is missing later is for Atasan PPID to judge (case 22)."""
    if case.deadlines.filter(rule="objection_cure").exists():
        return _(
            "Keberatan ini sudah pernah dikembalikan. Catat di register; Atasan PPID menilai "
            "kelengkapannya."
        )
    deadline = deadlines.latest(case, "objection_reply")
    if deadline is not None and today() > deadline.due_on:
        return _(
            "Batas waktu tanggapan sudah lewat pada {date}, jadi hitungannya tidak dapat dimulai "
            "lagi. Catat di register; Atasan PPID menilai kelengkapannya."
        ).format(date=date_long(deadline.due_on, with_day=True))
    return None


def cure_is_open(case: Objection, actor: Actor | None) -> str | None:
    """The objector has until the end of the last day, in the body's zone."""
    deadline = deadlines.running(case, "objection_cure")
    if deadline is not None and today() <= deadline.due_on:
        return None
    return _("Waktu untuk melengkapi sudah berakhir. Atasan PPID menilai keberatan apa adanya.")


def material_is_ready(case: Objection, actor: Actor | None) -> str | None:
    """There is something for Atasan PPID to decide on."""
    if case.explanation.strip() and case.recommended_outcome:
        return None
    return _("Susun bahan tanggapan lebih dahulu: penjelasan PPID dan usul putusan.")


def may_deliver(case: Objection, actor: Actor | None) -> str | None:
    """A reply that was withdrawn is not delivered; the one in its place is."""
    return replacing.why_not_deliver([case.reply])


def check_grounds(grounds: list[str], request: InformationRequest | None) -> None:
    """Refuse an objection without one of the seven grounds of UU 14/2008 Pasal 35 ayat (1)."""
    if not grounds or any(ground not in GROUNDS or len(ground) != 1 for ground in grounds):
        raise Refused(_("Pilih paling sedikit satu alasan keberatan."), "grounds")
    if request is None and set(grounds) != {"b"}:
        raise Refused(
            _(
                "Tanpa nomor permohonan, alasannya hanya dapat huruf b (informasi berkala tidak "
                "disediakan). Isi nomor permohonan untuk alasan lain."
            ),
            "grounds",
        )


def check_outcome(case: Objection, outcome: str) -> None:
    """Refuse an outcome that the law does not leave open.

    Outside its time an objection is decided as not admissible, never dropped (domain case 20);
    what rests on an exclusion is not settled amicably (UU 14/2008 Pasal 35 ayat (2)).
    """
    from objections_app.models import Outcome

    if outcome not in Outcome.values:
        raise Refused(_("Pilih putusan atas keberatan."), "outcome")
    outside = case.timing in (Timing.LATE, Timing.EARLY)
    if outside and outcome != Outcome.NOT_ADMISSIBLE:
        raise Refused(
            _(
                "Keberatan ini diajukan di luar jangka waktu Pasal 36 ayat (1) ({timing}); "
                "putusannya “tidak dapat diterima”."
            ).format(timing=Timing(case.timing).label),
            "outcome",
        )
    if outcome == Outcome.SETTLED and "a" in case.grounds:
        raise Refused(
            _(
                "Keberatan atas penolakan karena dikecualikan (huruf a) tidak diselesaikan secara "
                "musyawarah (Pasal 35 ayat (2))."
            ),
            "outcome",
        )


def check_decision(
    case: Objection, outcome: str, considerations: str, order: str, order_days: int | None
) -> None:
    """Refuse a decision that lacks its reasons, or its order with a time.

    UU 14/2008 Pasal 36 ayat (3): reasons when PPID's decision is upheld; the reply orders PPID
    what to give and within which time (domain 3.8).
    """
    from objections_app.models import ORDERING, Outcome

    check_outcome(case, outcome)
    if not considerations.strip():
        raise Refused(
            _("Tuliskan alasan putusan; alasan tertulis wajib ada (Pasal 36 ayat (3))."),
            "considerations",
        )
    if outcome in ORDERING:
        if not order.strip():
            raise Refused(_("Tuliskan apa yang harus diberikan PPID."), "order")
        if order_days is None or not 1 <= order_days <= MOST_ORDER_DAYS:
            raise Refused(
                _("Isi dalam berapa hari kerja perintah dilaksanakan, 1 sampai {most}.").format(
                    most=MOST_ORDER_DAYS
                ),
                "order_days",
            )
    elif order.strip() and outcome != Outcome.SETTLED:
        raise Refused(_("Perintah kepada PPID hanya diisi bila keberatan dikabulkan."), "order")


def check_duplicate(request: InformationRequest, own: int | None = None) -> None:
    """Refuse a second objection while one on the same answer is still being decided."""
    from objections_app.models import Objection

    standing = Objection.objects.filter(request=request, closed_at__isnull=True)
    open_one = standing.exclude(pk=own).order_by("-pk").first()
    if open_one is None or open_one.state in ("delivered", "archived"):
        return
    if request.answered_on is not None and request.answered_on > local(open_one.received_at).date():
        return
    raise Refused(
        _(
            "Keberatan atas permohonan ini sudah ada dan masih diperiksa: nomor {number}, diterima "
            "{date}. Tambahkan keterangan lewat pesan pada keberatan itu."
        ).format(
            number=open_one.number,
            date=date_long(local(open_one.received_at).date(), with_day=True),
        )
    )
