"""What a letter that may be withdrawn has brought about: it does not undo itself.

Withdrawing takes the letter back and nothing else; the case stays where it is. So whoever
withdraws reads first what goes on: who has the letter, what is on its way, which steps are open,
which times run, and what followed from the case.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ppid_portal.clock.words import date_long
from ppid_portal.desk import panels
from ppid_portal.letters.models import Letter
from ppid_portal.letters.replacing.rules import preparing_roles
from ppid_portal.mail import withdrawals
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.mail.models import Notice
from ppid_portal.people.roles import label
from ppid_portal.sop import registry
from ppid_portal.sop.models import Case, LegalDeadline, WorkItem


@dataclass(frozen=True)
class Consequences:
    """What happens by withdrawing, and what goes on all the same."""

    happens: list[str]
    goes_on: list[str] = field(default_factory=list)


def consequences(case: Case, letter: Letter) -> Consequences:
    """Return both in sentences, in a fixed number of queries."""
    return Consequences(
        happens=[*_happens(letter), *_told(letter)],
        goes_on=[
            *_on_paper(letter),
            *_open_work(case),
            *_running(case),
            *_followed(case),
            *panels.rests_on(case, letter),
        ],
    )


def _happens(letter: Letter) -> list[str]:
    found = [
        _("Nomornya tetap; register, berkas, dan halaman verifikasi menyatakan surat ini ditarik.")
    ]
    found.append(
        _(
            "Berkas menunggu surat penggantinya ({whose}), atau catatan mengapa tidak perlu; "
            "jawaban yang belum disampaikan tertahan sampai itu."
        ).format(whose=" / ".join(label(role) for role in preparing_roles(letter.kind)))
    )
    if letter.status == Letter.Status.UNSIGNED:
        found.append(_("Surat ini masih menunggu tanda tangan dan tidak akan ditandatangani lagi."))
    elif letter.is_coming:
        found.append(_("PDF surat ini belum jadi dan tidak akan dibuat lagi."))
    waiting = Notice.objects.filter(letters=letter, status=Notice.Status.WAITING).count()
    if waiting:
        found.append(
            _(
                "Surel yang belum terkirim ({count}) berangkat tanpa surat ini, dan menyebutkannya."
            ).format(count=waiting)
        )
    return found


def _told(letter: Letter) -> list[str]:
    if letter.audience != Letter.Audience.APPLICANT:
        return []
    if withdrawals.was_received(letter):
        return [_("Pemohon sudah menerima surat ini dan diberi tahu lewat surel, tanpa alasannya.")]
    return [_("Pemohon belum menerima surat ini, jadi tidak diberi tahu.")]


def _on_paper(letter: Letter) -> list[str]:
    found = Delivery.objects.filter(
        letters=letter, status__in=(Delivery.Status.READY, Delivery.Status.SENT)
    )
    return [
        _("Suratnya sudah keluar di atas kertas ({how}, {when}): {status}.").format(
            how=each.get_method_display(),
            when=date_long(each.sent_on),
            status=str(each.get_status_display()).lower(),
        )
        for each in found.order_by("pk")
    ]


def _open_work(case: Case) -> list[str]:
    found = WorkItem.objects.filter(case_id=case.pk, closed_at__isnull=True).order_by("pk")
    return [
        _("Langkah “{step}” ({whose}) tetap terbuka.").format(
            step=item.title, whose=item.role_label
        )
        for item in found
    ]


def _running(case: Case) -> list[str]:
    found = LegalDeadline.objects.filter(case_id=case.pk, status__in=LegalDeadline.OPEN)
    return [
        _("Batas waktu tidak berubah: {label}, {date}.").format(
            label=deadline.legal_rule.label, date=date_long(deadline.due_on, with_day=True)
        )
        for deadline in found.order_by("due_on", "pk")
    ]


def _followed(case: Case) -> list[str]:
    kinds = registry.kinds()
    found = case.followed_by.filter(closed_at__isnull=True).order_by("pk")
    return [
        _("{kind} {number} yang timbul dari berkas ini tetap berjalan.").format(
            kind=kinds[kind].kind_label if kind in kinds else kind, number=number or ""
        )
        for kind, number in found.values_list("kind", "number")
    ]
