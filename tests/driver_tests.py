"""Bring a consequence test into any state, through the engine as people do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dip_app.consequence.intake import ask_for_test
from dip_app.consequence.models import ConsequenceTest, State, TestItem
from dip_app.models import Category, Format, InformationItem
from ppid_portal.clock import now, today
from ppid_portal.letters.models import KindSetting
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine

FINDINGS: dict[str, dict[str, Any]] = {
    "excluded": {
        "outcome": "excluded",
        "letter": "h",
        "law": "UU 14/2008 Pasal 17 huruf h",
        "valid_until": date(2029, 1, 5),
    },
    "open": {"outcome": "open"},
    "partly": {
        "outcome": "partly",
        "letter": "h",
        "law": "UU 14/2008 Pasal 17 huruf h",
        "redaction": "Nama dan NIP dihitamkan.",
        "end_event": "Persetujuan tertulis yang bersangkutan",
    },
}


def signed_by(kind: str, role: str) -> None:
    """Let a body choose who signs a kind of letter."""
    setting, _made = KindSetting.objects.get_or_create(kind=kind)
    setting.signatory_role = role
    setting.full_clean()
    setting.save()


class TestDesk:
    """The people of an office at a consequence test."""

    __test__ = False

    def __init__(self, office: Any) -> None:
        self.office = office

    def do(self, case: Any, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person of the office."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def received(self, *informations: str, **facts: Any) -> ConsequenceTest:
        """Return a test that is asked for, of unit A's information."""
        found = informations or ("Hasil uji kompetensi pejabat",)
        return ask_for_test(
            **{
                "title": "Uji konsekuensi hasil uji kompetensi",
                "question": "Apakah hasil uji kompetensi dapat dibuka?",
                "items": [(text, self.office.unit_a) for text in found],
                "trigger": "unit",
                "asked_by": "Biro Uji Anggaran",
                "actor": self.office.actor(self.office.petugas),
                **facts,
            }
        )

    def studied(self, *informations: str, **facts: Any) -> Any:
        """Return a test to which unit A is called."""
        return self._study(self.received(*informations, **facts))

    def _study(self, case: Any) -> Any:
        return self.do(
            case,
            "study",
            self.office.ketua,
            units=[self.office.unit_a],
            meeting_at=now() + timedelta(hours=1),
            meeting_place="Ruang rapat PPID",
            agenda="Uji konsekuensi",
        )

    def met(self, *informations: str, **facts: Any) -> Any:
        """Return a test after its meeting."""
        return self._meet(self.studied(*informations, **facts))

    def _meet(self, case: Any) -> Any:
        case = self.do(
            case,
            "give_view",
            self.office.pelaksana_a,
            text="Memuat data pribadi.",
        )
        return self.do(
            case,
            "hold_meeting",
            self.office.petugas,
            met_at=now(),
            place="Ruang rapat PPID",
            participants=[
                {"name": "Andi Saputra", "office": "PPID Pelaksana", "unit_name": "Biro A"},
                {"name": "Rina Wulandari", "office": "Tim Sekretariat", "unit_name": "Humas"},
            ],
            summary="Dibahas butir demi butir.",
        )

    def weigh(self, case: Any, item: TestItem, outcome: str = "excluded", **more: Any) -> Any:
        """Write the findings of one item."""
        findings = {
            "if_opened": "Mengungkap rahasia pribadi.",
            "if_closed": "Rahasia pribadi terjaga.",
            "public_interest": "Kepentingan umum tidak lebih besar.",
            **FINDINGS[outcome],
            **more,
        }
        return self.do(case, "weigh", self.office.petugas, item=item, findings=findings)

    def weighed(self, *outcomes: str, **facts: Any) -> Any:
        """Return a test whose items are all weighed, by default one that is excluded."""
        found = outcomes or ("excluded",)
        case = self.met(*(f"Informasi {place}" for place in range(1, len(found) + 1)), **facts)
        for item, outcome in zip(case.items.all(), found, strict=True):
            case = self.weigh(case, item, outcome)
        return case

    def deciding(self, *outcomes: str, **facts: Any) -> Any:
        """Return a test that waits for Atasan PPID."""
        return self.do(self.weighed(*outcomes, **facts), "submit", self.office.ketua)

    def decided(self, *outcomes: str, **facts: Any) -> Any:
        """Return a decided test."""
        return self.do(self.deciding(*outcomes, **facts), "decide", self.office.atasan)

    def signing(self, *outcomes: str, **facts: Any) -> Any:
        """Return a test that Atasan PPID approved and Ketua PPID is to sign."""
        signed_by("test_decree", "ketua_ppid")
        return self.decided(*outcomes, **facts)

    def carry_out(self, case: Any, outcome: str = "excluded") -> Any:
        """Bring a test that was asked for to its decision, each item found alike."""
        case = self._meet(self._study(case))
        for item in case.items.all():
            case = self.weigh(case, item, outcome)
        case = self.do(case, "submit", self.office.ketua)
        return self.do(case, "decide", self.office.atasan)

    def entry(self, title: str = "Informasi yang terbuka") -> InformationItem:
        """Return an entry for the public list, not stored yet."""
        return InformationItem(
            title=title,
            summary="Ringkasan isinya.",
            category=Category.AVAILABLE,
            unit=self.office.unit_a,
            responsible="Kepala Biro",
            made_when="2026",
            made_year=today().year,
            made_where="Jakarta",
            format=Format.PDF,
            formats="PDF",
            licence="Bebas dipakai dengan menyebut sumber.",
            topic="Kepegawaian",
            retention="5 tahun",
        )

    def listed(self) -> Any:
        """Return a test whose open item stands in the public list."""
        case = self.decided("open")
        return self.do(
            case,
            "enter_list",
            self.office.petugas,
            item=case.items.get(),
            entry=self.entry(),
        )

    def reported(self) -> Any:
        """Return a closed test."""
        return self.do(self.decided(), "report", self.office.petugas)

    def cancelled(self) -> Any:
        """Return a test that lost its object."""
        return self.do(self.received(), "cancel", self.office.ketua, reason="Permohonan dicabut.")

    def in_state(self, state: str) -> Any:
        """Return a test in any state."""
        return getattr(self, State(state).value)()
