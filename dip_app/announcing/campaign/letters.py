"""What the letters of SOP 1 and its announcement say; the letters room numbers and prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from dip_app.announcing.campaign import letter_schemas as schemas
from dip_app.announcing.content import Content
from dip_app.compiling import letters as list_letters
from dip_app.rounds import SUBMITTED
from dip_app.rows import rules as row_rules
from ppid_portal.clock.words import date_long
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.people.body import body
from ppid_portal.people.models import Unit
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.announcing.campaign.models import Campaign
    from dip_app.announcing.models import Announcement


def request_context(case: Campaign, units: Sequence[Unit]) -> schemas.MemberRequest:
    """Return what the letter to all Anggota PPID is filled with."""
    return schemas.MemberRequest(
        to=[f"Anggota PPID {unit.name}" for unit in units],
        campaign_number=case.number or "",
        year=case.year,
        due_on=case.units_due_on,
        instruction=case.instruction,
    )


def request(case: Campaign, act: Act, units: Sequence[Unit]) -> Letter:
    """Issue the letter to all Anggota PPID (SOP 1.1)."""
    return services.issue(
        "member_request",
        case=case,
        signatory=act.actor,
        context=request_context(case, units),
        at=act.at,
    )


def minutes_context(case: Campaign, establisher: str = "", nip: str = "") -> schemas.ListMinutes:
    """Return what the Berita Acara is filled with: who approved, who establishes, and the list."""
    if case.approved_at is None:
        raise ValueError(f"campaign {case.pk} is not approved")
    entries = row_rules.size_after(case)
    short = entries <= list_letters.MOST_IN_ANNEX
    excluded = {part.own_unit().name: part.excluded_count for part in case.parts()}
    return schemas.ListMinutes(
        campaign_number=case.number or "",
        year=case.year,
        body_name=body().name,
        approver=schemas.Signer(
            position=case.approved_by,
            name=case.approved_name,
            nip=case.approved_nip,
            at=case.approved_at,
        ),
        establisher_name=establisher,
        establisher_nip=nip,
        units=[
            schemas.MemberTurn(
                unit=turn.unit,
                counts=turn.counts,
                submitted_on=turn.submitted_on,
                excluded=excluded.get(turn.unit, 0),
                left_out=turn.left_out,
            )
            for turn in list_letters.turns(case)
        ],
        entries=entries,
        rows=list_letters.annex(case) if short else [],
        sums=list_letters.sums(case) if not short else [],
        address=_site("/dip/edisi/"),
    )


def minutes(case: Campaign, act: Act) -> Letter:
    """Issue the Berita Acara persetujuan dan penetapan (SOP 1.4)."""
    return services.issue(
        "list_minutes",
        case=case,
        signatory=act.actor,
        context=minutes_context(case, act.actor.name, act.actor.nip),
        at=act.at,
    )


# -- SOP 1.5 ---------------------------------------------------------------------------------------


def announcement_text(case: Campaign) -> str:
    """Return how the announcement begins, for Sekretaris PPID to change."""
    edition, letter = case.own_edition, case.minutes
    if edition is None or letter is None:
        return ""
    with override("id"):
        text = _(
            "Daftar Informasi Publik {body} tahun {year} telah disetujui Atasan PPID dan "
            "ditetapkan Ketua PPID dengan {title} nomor {number} pada {date}. Daftar itu memuat "
            "{count} informasi."
        ).format(
            body=body().name,
            year=case.year,
            title=letter.title,
            number=letter.number,
            date=date_long(edition.decreed_on),
            count=edition.entry_count,
        )
        out = [part.own_unit().name for part in case.parts() if part.state != SUBMITTED]
        if out:
            text += "\n\n" + _(
                "Informasi yang sudah terbit dari {units} tetap berlaku seperti semula."
            ).format(units=", ".join(out))
        return text


def announcement(case: Campaign, text: str) -> Content:
    """Return what is announced: the words, and where the list is read in full."""
    edition = case.own_edition
    if edition is None:
        raise ValueError(f"campaign {case.pk} has established nothing")
    with override("id"):
        where = _("Baca dan unduh daftarnya di {list}. Edisi yang ditetapkan: {edition}.").format(
            list=_site("/dip/"), edition=_site(edition.get_absolute_url())
        )
        title = _("Daftar Informasi Publik Tahun {year} Telah Ditetapkan").format(year=case.year)
    return Content(
        title=title,
        text=f"{(text.strip() or announcement_text(case))}\n\n{where}",
        subject="regulation",
    )


def address_of(made: Announcement) -> str:
    """Return where an announcement is read."""
    return _site(made.get_absolute_url())


def _site(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path
