"""Bring announcements into any state, as people and sweeps do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dip_app.announcing.content import Content
from dip_app.announcing.intake import write
from dip_app.announcing.models import Announcement, Duty, State
from dip_app.announcing.sweeps import publish_due, take_down_due
from dip_app.announcing.tasks import sweep_announcements
from dip_app.models import InformationItem
from ppid_portal.clock import now
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case
from tests.conftest import JAKARTA

#: Monday; announcements are planned for the next day.
NOW = "2026-03-02 10:00"
TOMORROW = datetime(2026, 3, 3, 9, 0, tzinfo=JAKARTA)
NEXT_WEEK = datetime(2026, 3, 9, 9, 0, tzinfo=JAKARTA)
WARNING = {
    "threat": "Pohon tumbang menutup jalan.",
    "place": "Gerbang timur kompleks GBK",
    "action": "Masuk lewat gerbang barat.",
    "contact": "Posko, (021) 555-0100",
}


class AnnouncementDesk:
    """The people of an office at their announcements; ``travel`` moves the time."""

    def __init__(self, office: Any, travel: Any) -> None:
        self.office = office
        self.travel = travel

    def do(self, case: Case, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person of the office."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def item(self, title: str = "Laporan Keuangan", **facts: Any) -> InformationItem:
        """Return periodic information of the public list."""
        return InformationItem.objects.create(
            **{
                "title": title,
                "summary": "Uraian singkat.",
                "category": "periodic",
                "unit": self.office.unit_a,
                "responsible": "Kepala Biro Uji",
                "made_when": "Januari 2026",
                "made_year": 2026,
                "made_where": "Jakarta",
                "format": "pdf",
                "formats": "PDF",
                "retention": "5 tahun",
                "status": "published",
                "published_at": now(),
                **facts,
            }
        )

    def content(self, duty: str = Duty.GENERAL, **facts: Any) -> Content:
        """Return what an announcement says."""
        warning = WARNING if duty == Duty.IMMEDIATE else {}
        return Content(
            **{
                "title": "Jam layanan berubah",
                "text": "Mulai besok loket buka pukul 08.00.\n\nTerima kasih.",
                "subject": "service",
                **warning,
                **facts,
            }
        )

    def draft(self, duty: str = Duty.GENERAL, who: Any = None, **facts: Any) -> Announcement:
        """Return a draft by the secretariat."""
        frame = {
            "unit": self.office.unit_a,
            **{
                name: facts.pop(name)
                for name in ("unit", "renews", "publish_at", "ends_at")
                if name in facts
            },
        }
        if duty == Duty.PERIODIC:
            frame.setdefault("renews", self.item())
        return write(
            self.content(duty, **facts),
            duty,
            self.office.actor(who or self.office.petugas),
            frame=frame,
        )

    def submitted(self, duty: str = Duty.GENERAL, **facts: Any) -> Any:
        """Return a draft that waits for Ketua PPID."""
        return self.do(self.draft(duty, **facts), "submit", self.office.petugas)

    def approved(self, duty: str = Duty.GENERAL, **facts: Any) -> Any:
        """Return what Ketua PPID approved: up, or scheduled."""
        return self.do(self.submitted(duty, **facts), "approve", self.office.ketua)

    def at_once(self, who: Any = None, **facts: Any) -> Any:
        """Return a warning that was published at once."""
        case = self.draft(Duty.IMMEDIATE, who, **facts)
        who = who or self.office.petugas
        return self.do(case, "publish_at_once", who, reason="Orang dapat tertimpa.")

    # -- by state ------------------------------------------------------------------------------

    def in_state(self, state: str, duty: str = Duty.GENERAL) -> Announcement:
        """Return an announcement in any state, as it comes there."""
        case = self._in_state(State(state), duty)
        found = Announcement.objects.get(pk=case.pk)
        assert found.state == state
        return found

    def _in_state(self, state: State, duty: str) -> Any:
        match state:
            case State.DRAFTING:
                return self.draft(duty)
            case State.APPROVING:
                return self.submitted(duty)
            case State.SCHEDULED:
                return self.approved(duty, publish_at=now() + timedelta(days=1))
            case State.UP:
                return self.approved(duty)
            case State.CORRECTING:
                return self.do(
                    self.approved(duty),
                    "propose_correction",
                    self.office.petugas,
                    content=self.content(duty, title="Jam layanan berubah lagi"),
                    reason="Jamnya keliru.",
                )
            case State.ENDED:
                made = self.approved(duty, ends_at=now() + timedelta(hours=1))
                self.travel((now() + timedelta(hours=2)).astimezone(JAKARTA))
                take_down_due()
                return made
            case State.WITHDRAWN:
                return self.do(
                    self.approved(duty),
                    "withdraw",
                    self.office.ketua,
                    reason="Sudah tidak berlaku.",
                )
            case State.CANCELLED:
                return self.do(
                    self.draft(duty), "cancel", self.office.petugas, reason="Tidak jadi."
                )
            case State.LAPSED:
                made = self.approved(
                    duty,
                    publish_at=now() + timedelta(hours=1),
                    ends_at=now() + timedelta(hours=2),
                )
                self.travel((now() + timedelta(days=2)).astimezone(JAKARTA))
                publish_due()
                return made
            case _:
                raise AssertionError(state)

    def sweep(self, at: datetime | None = None) -> None:
        """Let the sweep run, at a moment."""
        if at is not None:
            self.travel(at)
        sweep_announcements()
