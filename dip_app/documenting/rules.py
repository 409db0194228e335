"""The rules of documenting that are more than a state.

Guards return the reason as a sentence, or ``None``; checks raise :class:`Refused`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dip_app.documenting import archive
from dip_app.documenting.archive import Form
from ppid_portal.clock import Limit, local, today
from ppid_portal.clock.services import legal_due
from ppid_portal.people.actors import Actor
from ppid_portal.sop.errors import Refused

if TYPE_CHECKING:
    from dip_app.documenting.models import DocumentingRound, UnitDocuments

#: SOP 7.1: the time of a unit.
UNIT_DAYS = Limit(3, "days")
#: Nothing that is documented here was made before the republic.
FIRST_YEAR = 1945


def units_due_on(asked_at: datetime) -> date:
    """Return the last day of a unit that is asked at a moment (SOP 7.1: three working days)."""
    return local(legal_due(asked_at, UNIT_DAYS).moment).date()


def everything_is_stated(case: UnitDocuments, actor: Actor | None) -> str | None:
    """SOP 7.1: of every item of the unit it is stated what exists."""
    if case.recorded >= case.expected or not archive.unrecorded(case).exists():
        return None
    return _("Masih ada {count} butir yang belum diisi.").format(count=case.missing)


def faults(facts: dict[str, Any]) -> dict[str, str]:
    """Return, by field, what cannot be true of a record.

    UU 43/2009 Pasal 40 and 48: paper has a place, and the retention is that of the schedule.
    """
    found: dict[str, str] = {}
    form = facts["form"]
    if form in (Form.PAPER, Form.BOTH) and not facts.get("place", "").strip():
        found["place"] = _("Tuliskan tempat dokumen cetaknya.")
    if form == Form.MISSING and not facts.get("remarks", "").strip():
        found["remarks"] = _("Tuliskan dalam keterangan mengapa tidak ditemukan.")
    if not facts["active_years"] + facts["inactive_years"]:
        found["active_years"] = _("Isi masa simpan menurut jadwal retensi arsip.")
    begin = facts.get("retention_from")
    if begin is not None and not FIRST_YEAR <= begin.year <= today().year + 1:
        found["retention_from"] = _("Tanggal ini tidak mungkin. Periksa tahunnya.")
    return found


def check_facts(facts: dict[str, Any]) -> None:
    """Refuse what cannot be true of a record."""
    for field, sentence in faults(facts).items():
        raise Refused(sentence, field)


def something_is_in(case: DocumentingRound, actor: Actor | None) -> str | None:
    """A round that nobody took part in has nothing to compile."""
    if case.parts().filter(state="submitted").exists():
        return None
    return _("Tidak ada unit yang menyampaikan daftarnya. Batalkan pendokumentasian ini.")


def somebody_submitted(case: DocumentingRound, actor: Actor | None) -> str | None:
    """Only what was handed over is given back."""
    if case.parts().filter(state="submitted").exists():
        return None
    return _("Belum ada unit yang menyampaikan daftarnya.")


def why_not_late(documents: UnitDocuments) -> str | None:
    """A unit is left out only when its own three working days have passed."""
    if documents.state != "collecting":
        return _("Unit ini tidak sedang ditunggu.")
    if not documents.is_late:
        return _("Batas waktu {unit} belum lewat.").format(
            unit=documents.unit.name if documents.unit is not None else ""
        )
    return None
