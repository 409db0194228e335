"""Decrees that Atasan PPID approves and the signatory that the body has set signs.

The law lets PPID establish with the approval of the head of the public body (Perki 1/2017 Pasal 4
ayat (3); PP 61/2010), the SOPs give the decree to Atasan PPID (SOP 5.9, 6.5, 8.4): who signs is a
setting per kind of letter, and both acts are recorded (domain 3.13, 3.14). Where Atasan PPID
signs, deciding is signing; otherwise the case waits for its signature, and the number is taken
only then.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.frame import printed_position
from ppid_portal.letters.kind_settings import rules
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.letters.previews import signatory_of
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role, label
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import Case

#: Who may sign such a decree, if the body has set them.
SIGNATORIES = (Role.KETUA_PPID, Role.ATASAN_PPID)


class ApprovedDecree(models.Model):
    """Part of a case whose decree is approved before it is signed."""

    #: The kind of letter that the decree is.
    decree_kind: ClassVar[str]

    approved_by = models.CharField(max_length=200, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True

    def note_approval(self, act: Act) -> None:
        """Record who approved, and when."""
        self.approved_by = printed_position(act.actor)
        self.approved_at = act.at
        self.approver = act.actor.user

    def drop_approval(self) -> None:
        """Let an approval fall with what it was given for."""
        self.approved_by, self.approved_at, self.approver = "", None, None

    def signed_decree(self) -> Letter | None:
        """Return the decree, once it is signed."""
        found: Letter | None = self.decree  # type: ignore[attr-defined]
        return found

    @property
    def approved_on(self) -> date | None:
        """Return the day of an approval that was no signature: another office signs, or signed."""
        signed = self.signed_decree()
        was_signature = signed is not None and signed.signatory_role == Role.ATASAN_PPID
        if self.approved_at is None or was_signature:
            return None
        return local(self.approved_at).date()

    @property
    def approval_words(self) -> str:
        """Return who approved, where another office signs: "Maya Kartika, Atasan PPID"."""
        if self.approved_on is None:
            return ""
        name = self.approver.name if self.approver is not None else ""
        return ", ".join(filter(None, (name, self.approved_by)))

    def officials(self) -> str:
        """Return who signed, and beneath who approved where that was another office."""
        letter = self.signed_decree()
        lines = [_("ditandatangani {name}").format(name=letter.signatory_words)] if letter else []
        on = self.approved_on
        if on is not None:
            lines.append(
                _("disetujui {date}, {name}").format(date=date_long(on), name=self.approval_words)
            )
        return "\n".join(lines)

    def approval_fact(self) -> list[tuple[str, str]]:
        """Return the approval as a fact of the case for the desk, if there is one."""
        on = self.approved_on
        return [(_("Disetujui"), f"{date_long(on)}, {self.approval_words}")] if on else []


def began(case: Case, step: str) -> datetime | None:
    """Return since when a step is counted that Atasan PPID decides and another office signs.

    Both have the time of the step together: the clock goes on when the decision is made.
    """
    decision = case.work.filter(step=step, phase="decide").order_by("-pk").first()
    return decision.counted_since if decision is not None else None


def waits_for_signature(kind: str) -> bool:
    """Tell whether a decree that Atasan PPID approves still waits for somebody else's signature."""
    return signing_role(kind) != Role.ATASAN_PPID


def approval_sentence(case: ApprovedDecree) -> str:
    """Return who approved and when; "" where nobody has, or the approval is the signature."""
    on = case.approved_on
    if on is None:
        return ""
    return _("Disetujui {who} pada {day}.").format(
        who=case.approval_words, day=date_long(on, with_day=True)
    )


def approval_dates(case: ApprovedDecree) -> list[tuple[str, date]]:
    """Return the day of an approval that was apart from the signature, for the chain's page."""
    on = case.approved_on
    return [(_("Disetujui"), on)] if on is not None else []


def what_follows(kind: str) -> str:
    """Return in a sentence what an approval by Atasan PPID leads to, for who gives it."""
    role = signing_role(kind)
    if role == Role.ATASAN_PPID:
        return _("Dengan menyetujui, Anda menandatangani Surat Keputusannya.")
    return _(
        "Sesudah Anda setujui, Surat Keputusannya menunggu tanda tangan {role}; nomornya diambil "
        "saat ditandatangani."
    ).format(role=label(role))


def may_sign(case: Any, actor: Actor | None) -> str | None:
    """The signatory that the body has set signs, and not who approved in another office."""
    return rules.may_sign(
        case.decree_kind, actor, decides=Role.ATASAN_PPID, decided_by=case.approver_id
    )


def waits_for(case: Any, actor: Actor | None, *, deciding: str) -> str | None:
    """Atasan PPID has what waits for the decision, the signatory what waits for the signature."""
    if case.state != deciding:
        return rules.is_the_signatory(case.decree_kind, actor)
    if actor is None or actor.role == Role.ATASAN_PPID:
        return None
    return _("Berkas ini menunggu {role}.").format(role=str(Role.ATASAN_PPID.label))


def printed_approval(case: Any) -> tuple[str, date | None]:
    """Return by whom and when the decree was approved, as it is printed; ("", None) if it is not.

    A decree of Atasan PPID needs no approval of Atasan PPID. Before the approval, for a preview,
    it is that of today.
    """
    if not waits_for_signature(case.decree_kind):
        return "", None
    if case.approved_at is not None:
        return case.approved_by, local(case.approved_at).date()
    holder = signatory_of([], Role.ATASAN_PPID) or Actor(kind="staff", role=Role.ATASAN_PPID)
    return printed_position(holder), today()
