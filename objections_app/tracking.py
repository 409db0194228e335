"""What an objector sees of the own objection, and what a request's applicant sees of objecting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from objections_app import windows
from objections_app.models import Objection, State
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, LegalDeadline
from requests_app import tracking
from requests_app.models import InformationRequest

#: The public part of the timeline, in words an objector understands.
PUBLIC_ACTS: dict[str, str | Promise] = {
    "file": _l("Keberatan diterima dan diberi nomor"),
    "return_incomplete": _l("Kami meminta Anda melengkapi keberatan"),
    "complete": _l("Keberatan dilengkapi"),
    "cure_ended": _l("Waktu melengkapi berakhir; keberatan diputuskan apa adanya"),
    "register_objection": _l("Keberatan dicatat di register"),
    "give_receipt": _l("Tanda bukti penerimaan diberikan"),
    "submit_material": _l("Diajukan kepada Atasan PPID untuk diputuskan"),
    "deliver_reply": _l("Tanggapan Atasan PPID disampaikan"),
    "record_receipt": _l("Tanggal Anda menerima tanggapan dicatat"),
    "count_from_replacement": _l("Waktu sengketa dihitung sejak surat pengganti disampaikan"),
    "lapse": _l("Batas waktu lewat tanpa tanggapan"),
    "take_over": _l("Dilanjutkan di Komisi Informasi"),
    "withdraw": _l("Keberatan dicabut"),
    "message": _l("Anda menulis pesan"),
}


def show() -> None:
    """Let objectors see their objections, and applicants object; called once at start."""
    tracking.show(
        Objection,
        tracking.Shown(
            acts=PUBLIC_ACTS,
            told=("objection_reply", "objection_cure"),
            held_back=_reply_not_delivered,
        ),
    )
    tracking.know_more(_remedies_of_request)


def _reply_not_delivered(case: Case) -> set[int]:
    """Return the reply that is signed but not yet on its way: its effect starts with delivery."""
    waiting = Objection.objects.filter(
        pk=case.pk, reply__isnull=False, state__in=(State.SIGNED, State.RECORDED)
    )
    return set(waiting.values_list("reply_id", flat=True))


# -- dates -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dates:
    """The date that matters now, and the remedy that follows."""

    main_label: str = ""
    main: LegalDeadline | None = None
    remedies: Sequence[tracking.Remedy] = ()

    @property
    def main_late(self) -> bool:
        """Tell whether the reply is late."""
        return self.main is not None and self.main.status == LegalDeadline.Status.BREACHED


def dates(case: Objection) -> Dates:
    """Return the date that matters now, and when the Commission may be asked.

    UU 14/2008 Pasal 36 ayat (2) and 37 ayat (2).
    """
    rows = LegalDeadline.objects.filter(case=case).exclude(status=LegalDeadline.Status.CANCELLED)
    latest = {row.rule: row for row in rows.order_by("id")}
    window = latest.get("dispute_window")
    remedies = [] if case.state == State.WITHDRAWN else [tracking.dispute_remedy(window)]
    label, main = "", None
    if case.state == State.INCOMPLETE:
        label, main = _("Lengkapi paling lambat"), latest.get("objection_cure")
    elif not case.is_closed and case.state != State.DELIVERED:
        main = latest.get("objection_reply")
        label = (
            _("Tanggapan seharusnya paling lambat")
            if main is not None and main.status == LegalDeadline.Status.BREACHED
            else _("Tanggapan Atasan PPID paling lambat")
        )
    return Dates(label, main, tracking.as_known(case, remedies))


# -- from the request's page -----------------------------------------------------------------------


def _remedies_of_request(case: Case, remedies: list[tracking.Remedy]) -> list[tracking.Remedy]:
    """Return what a request's applicant can do, knowing which objections there are.

    While one is being decided there is nothing to object to; once it is answered or has lapsed,
    the Commission comes next.
    """
    if not isinstance(case, InformationRequest):
        return remedies
    latest = (
        Objection._base_manager.filter(request=case)
        .exclude(state=State.WITHDRAWN)
        .select_related("applicant")
        .order_by("opened_at", "id")
        .last()
    )
    found = []
    for remedy in remedies:
        if remedy.key == "objection" and latest is not None and not _opened_anew(case):
            found.append(tracking.objection_remedy(_already(case, latest)))
        elif remedy.key == "objection" and remedy.open:
            found.append(
                replace(
                    remedy,
                    start_url=reverse("objections_app:from_request", args=[case.public_id]),
                    start=_("Ajukan keberatan"),
                )
            )
        elif remedy.key == "dispute" and latest is not None:
            found.append(tracking.dispute_remedy(latest.dispute_window))
        else:
            found.append(remedy)
    return found


def _already(case: InformationRequest, objection: Objection) -> str:
    """Say that there is an objection; its number is for the person who brought it."""
    mine, theirs = case.applicant, objection.applicant
    if mine is not None and theirs is not None and mine.is_same_person(theirs):
        return _("Sudah Anda ajukan dengan nomor %(number)s.") % {"number": objection.number}
    return _("Keberatan atas permohonan ini sudah diajukan.")


def _opened_anew(case: InformationRequest) -> bool:
    """Tell whether the time to object runs again after an objection, by a new answer.

    The time ends with the objection that came within it.
    """
    return windows.running(case) is not None


# -- acts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Options:
    """What the objector can do now."""

    complete: bool
    withdraw: bool
    too_late: str = ""

    def allows(self, act: str) -> bool:
        """Tell whether an act of the engine is open to the objector."""
        return {"complete": self.complete, "withdraw": self.withdraw}.get(act, False)


def options(case: Objection) -> Options:
    """Return what the objector can do now, as the engine would allow it."""
    moves = {move.name: move for move in engine.moves(case, [Actor.applicant(case.pk)])}
    completing = moves.get("complete")
    return Options(
        complete=completing is not None and completing.allowed,
        withdraw="withdraw" in moves and moves["withdraw"].allowed,
        too_late=completing.why_not if completing is not None and not completing.allowed else "",
    )
