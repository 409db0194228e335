"""Bring a campaign of SOP 1 and the lists of its members into any state, as people do."""

from __future__ import annotations

from typing import Any

from dip_app import rounds
from dip_app.announcing.campaign.intake import open_campaign
from dip_app.announcing.campaign.models import Campaign, CampaignState, MemberList, MemberState
from dip_app.models import InformationItem
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.sop import engine
from tests.driver_list import ROW, appoint

#: Monday; thirty-one working days end on Wednesday, 22 April 2026.
START = "2026-03-02 09:00"
#: The day after the members' last.
LATE = "2026-04-23 09:00"
LATER = "2026-04-27 09:00"


class CampaignDesk:
    """Three members of the PPID and the office at the campaign; ``travel`` moves the time."""

    #: There is one campaign a year.
    year = 2026

    def __init__(self, office: Any, travel: Any) -> None:
        self.office = office
        self.travel = travel
        self.unit_a, self.unit_b = office.unit_a, office.unit_b
        self.unit_c = Unit.objects.create(code="uji-s", name="Sekretariat Uji", kind="bureau")
        self.units = [self.unit_a, self.unit_b, self.unit_c]
        self.members = {
            unit: appoint(unit, "anggota_ppid", name)
            for unit, name in zip(
                self.units, ("Nur Aini", "Oka Wirawan", "Putri Maharani"), strict=True
            )
        }

    def do(self, case: Any, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def item(self, unit: Unit, title: str, **fields: Any) -> InformationItem:
        """Return an entry that is in the list."""
        from tests.dip_app.conftest import item_fields

        return InformationItem.objects.create(**item_fields(unit, 1, title, fields))

    # -- the campaign --------------------------------------------------------------------------

    def signing(self, units: list[Unit] | None = None) -> Campaign:
        """Return a campaign whose letter waits for Ketua PPID."""
        self.travel(START)
        return open_campaign(
            year=self.year,
            units=units or self.units,
            actor=self.office.actor(self.office.sekretaris),
            instruction="Periksa retensinya.",
        )

    def drafting(self) -> Any:
        """Return a campaign whose letter was given back."""
        return self.do(self.signing(), "return_letter", self.office.ketua, reason="Ubah arahan.")

    def collecting(self, units: list[Unit] | None = None) -> Any:
        """Return a campaign whose letter was sent."""
        return self.do(self.signing(units), "sign", self.office.ketua)

    def compiling(self, units: list[Unit] | None = None) -> Any:
        """Return a campaign whose members are all in."""
        case = self.collecting(units)
        for part in case.parts():
            self.submitted(part)
        rounds.follow(case.pk)
        return Campaign.objects.get(pk=case.pk)

    def deciding(self) -> Any:
        """Return a campaign that waits for Atasan PPID."""
        return self.do(self.compiling([self.unit_a]), "merge", self.office.sekretaris)

    def establishing(self) -> Any:
        """Return a campaign that waits for Ketua PPID."""
        return self.do(self.deciding(), "approve", self.office.atasan)

    def established(self) -> Any:
        """Return a campaign whose list is established and not announced."""
        return self.do(self.establishing(), "establish", self.office.ketua)

    def announced(self) -> Any:
        """Return a campaign at its end."""
        return self.do(self.established(), "announce", self.office.sekretaris)

    def campaign_in(self, state: str) -> Any:
        """Return a campaign in any state."""
        return getattr(self, CampaignState(state).value)()

    # -- a member ------------------------------------------------------------------------------

    def part(self, case: Any, unit: Unit | None = None) -> MemberList:
        """Return a member's part as it is."""
        return MemberList.objects.get(origin_id=case.pk, unit=unit or self.unit_a)

    def submitted(self, part: MemberList, **row: Any) -> Any:
        """Return a member's list with one new row, submitted."""
        who = self.members[part.own_unit()]
        title = f"{ROW['title']}: {part.own_unit().name}, edisi {self.year}"
        self.do(part, "write_row", who, values={**ROW, "title": title, **row})
        return self.do(part, "submit", who)

    def member_in(self, state: str) -> Any:
        """Return a member's part in any state."""
        case = self.collecting()
        part = self.part(case)
        if state == MemberState.SUBMITTED:
            return self.submitted(part)
        if state == MemberState.LEFT_OUT:
            self.travel(LATE)
            self.do(
                case,
                "go_on_without",
                self.office.ketua,
                units=[self.unit_a],
                reason="Tidak menjawab.",
            )
            return self.part(case)
        return part

    def office_case(self) -> Any:
        """Return a case of another kind, by the same people."""
        from tests.driver_announcements import AnnouncementDesk

        return AnnouncementDesk(self.office, self.travel).draft()
