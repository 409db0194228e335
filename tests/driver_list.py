"""Bring a round of the public list and its units into any state, as people and sweeps do."""

from __future__ import annotations

from datetime import date
from typing import Any

from dip_app import rounds
from dip_app.compiling import sweeps
from dip_app.compiling.models import ListRound, UnitList
from dip_app.editions.models import Action
from dip_app.models import InformationItem
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Appointment, Unit, User
from ppid_portal.sop import engine

#: Monday; the units have until Friday, 13 March 2026.
START = "2026-03-02 09:00"
DUE = date(2026, 3, 13)
#: Friday a week after.
AFTER = "2026-03-20 09:00"

ROW: dict[str, Any] = {
    "title": "Laporan realisasi anggaran tahun 2025",
    "summary": "Pagu dan realisasi belanja menurut kegiatan.",
    "category": "periodic",
    "responsible": "Kepala Biro",
    "made_when": "Januari 2026",
    "made_year": 2026,
    "made_where": "Jakarta",
    "format": "pdf",
    "formats": "PDF",
    "retention": "5 tahun",
    "topic": "",
    "link": "",
}


def appoint(unit: Unit, role: str, name: str) -> User:
    """Give a unit somebody in a role."""
    user = User.objects.create(email=f"{role}-{unit.code}@uji.example", name=name, password="!")
    Appointment.objects.create(
        user=user, role=role, unit=unit, decree="SK-1/2020", valid_from=date(2020, 1, 1)
    )
    return user


class ListDesk:
    """Three units and the office at the public list; ``travel`` moves the time."""

    #: What tells the new rows of one round from those of another.
    suffix = ""

    def __init__(self, office: Any, travel: Any) -> None:
        self.office = office
        self.travel = travel
        self.unit_a, self.unit_b = office.unit_a, office.unit_b
        self.unit_c = Unit.objects.create(code="uji-c", name="Biro Uji Umum", kind="bureau")
        self.doers = {
            self.unit_a: office.pelaksana_a,
            self.unit_b: office.pelaksana_b,
            self.unit_c: appoint(self.unit_c, "ppid_pelaksana", "Citra Lestari"),
        }
        self.heads = {
            self.unit_a: office.pimpinan_a,
            self.unit_b: appoint(self.unit_b, "pimpinan_unit_kerja", "Joko Susilo"),
            self.unit_c: appoint(self.unit_c, "pimpinan_unit_kerja", "Wati Rahayu"),
        }
        self.units = [self.unit_a, self.unit_b, self.unit_c]

    def do(self, case: Any, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def item(self, unit: Unit, title: str, **fields: Any) -> InformationItem:
        """Return an entry that is in the list."""
        from tests.dip_app.conftest import item_fields

        return InformationItem.objects.create(**item_fields(unit, 1, title, fields))

    # -- the round -----------------------------------------------------------------------------

    def collecting(self, units: list[Unit] | None = None) -> ListRound:
        """Return a round that was ordered."""
        self.travel(START)
        return engine.open_case(
            ListRound,
            self.office.actor(self.office.ketua),
            fields={"title": "Daftar Informasi Publik tahun 2026", "year": 2026,
                    "units_due_on": DUE},
            units=units or self.units,
        )  # fmt: skip

    def part(self, case: ListRound, unit: Unit | None = None) -> UnitList:
        """Return a unit's part as it is."""
        return UnitList.objects.get(origin_id=case.pk, unit=unit or self.unit_a)

    def compiling(self, units: list[Unit] | None = None) -> Any:
        """Return a round whose units are all in."""
        case = self.collecting(units)
        for part in case.parts():
            self.submitted(part)
        rounds.follow(case.pk)
        return ListRound.objects.get(pk=case.pk)

    def reporting(self) -> Any:
        """Return a round that was compiled."""
        return self.do(self.compiling([self.unit_a]), "compile", self.office.petugas)

    def deciding(self) -> Any:
        """Return a round that waits for Atasan PPID."""
        return self.do(self.reporting(), "report", self.office.ketua)

    def establishing(self) -> Any:
        """Return a round that waits for its decree."""
        return self.do(self.deciding(), "approve", self.office.atasan)

    def established(self) -> Any:
        """Return a round that was decreed and not published yet."""
        return self.do(self.establishing(), "establish", self.office.ketua)

    def published(self) -> Any:
        """Return a round that the portal published."""
        case = self.established()
        sweeps.publish_lost()
        return ListRound.objects.get(pk=case.pk)

    # -- a unit's part -------------------------------------------------------------------------

    def coordinating(self) -> UnitList:
        """Return a part that has just come."""
        return self.part(self.collecting())

    def inventorying(self, part: Any = None) -> Any:
        """Return a part whose rows are being collected, with one new row."""
        part = part or self.coordinating()
        doer = self.doers[part.unit]
        part = self.do(part, "coordinate", doer, coordination="Tiga bagian menyampaikan daftar.")
        title = f"{ROW['title']}: {part.unit.name}{self.suffix}"
        return self.do(part, "write_row", doer, values={**ROW, "title": title})

    def classifying(self, part: Any = None) -> Any:
        """Return a part whose rows are being classified."""
        part = self.inventorying(part)
        return self.do(part, "inventory", self.doers[part.unit])

    def asking(self, part: Any = None) -> Any:
        """Return a part that is ready for the head."""
        part = self.classifying(part)
        return self.do(part, "classify", self.doers[part.unit])

    def approving(self, part: Any = None) -> Any:
        """Return a part that waits for the head of the unit."""
        part = self.asking(part)
        return self.do(part, "ask_approval", self.doers[part.unit])

    def approved(self, part: Any = None) -> Any:
        """Return a part that the head approved."""
        part = self.approving(part)
        return self.do(part, "approve_unit", self.heads[part.unit])

    def submitted(self, part: Any = None) -> Any:
        """Return a part that is in."""
        part = self.approved(part)
        return self.do(part, "submit", self.doers[part.unit])

    def left_out(self) -> Any:
        """Return a part that the round went on without."""
        case = self.collecting()
        self.travel(AFTER)
        self.do(case, "go_on_without", self.office.ketua, reason="Pindah gedung.",
                units=[self.unit_a])  # fmt: skip
        return self.part(case)


__all__ = ["Action", "ListDesk"]
