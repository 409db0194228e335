"""Consequence tests and what becomes of them, for a portal that is being tried out (SOP 6, 8).

Everything goes through the engine, time travelled: tests that ended with each result, tests that
stand at each step, an exclusion that opened at its end, one whose opening waits for a decision,
and the half-yearly round of excluded information.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from dip_app.consequence.grounds import law_text
from dip_app.consequence.intake import ask_for_test
from dip_app.consequence.models import ConsequenceTest, ItemOutcome, State
from dip_app.exclusions import sweeps
from dip_app.exclusions.models import DocumentationRound, ExclusionOpening
from dip_app.models import Category, Format, InformationItem
from dip_app.playing import Stage, actor_of, do
from ppid_portal.clock import local, now, today
from ppid_portal.people.models import Unit, User
from ppid_portal.people.roles import Role
from ppid_portal.sop.models import Case

EXCLUDED, OPEN, PARTLY = ItemOutcome.EXCLUDED, ItemOutcome.OPEN, ItemOutcome.PARTLY
#: What is played: it yields the moment of what comes next, and does it when it is called then.
Story = Generator[datetime, None, Case]


@dataclass(frozen=True, kw_only=True)
class Cast(Stage):
    """Who tests: the office, and the units with their PPID Pelaksana."""

    secretariat: User
    ketua: User
    atasan: User
    units: Sequence[tuple[Unit, User]]


class _Item(NamedTuple):
    """One piece of information and what the meeting found about it."""

    information: str
    outcome: ItemOutcome
    letter: str = ""
    until: date | None = None
    event: str = ""
    redaction: str = ""


def stories(cast: Cast) -> list[tuple[str, datetime, Story]]:
    """Return each story by name, with the moment at which it begins."""
    return [
        ("test", cast.at(200, 9), _opened_at_its_end(cast)),
        ("test", cast.at(150, 9), _partly(cast)),
        ("test", cast.at(110, 9), _opening_waits(cast)),
        *(
            ("test", cast.at(ago, 10), _stops(cast, state, place))
            for place, (state, ago) in enumerate(
                (
                    (State.RECEIVED, 1),
                    (State.STUDIED, 2),
                    (State.MET, 3),
                    (State.DECIDING, 5),
                    (State.DECIDED, 8),
                )
            )
        ),
        ("exclusion round", cast.at(96, 9), _half_year(cast)),
    ]


def every_night() -> None:
    """Do what beat would: openings start, exclusions end, the round of a half year opens."""
    sweeps.start_openings()
    sweeps.open_ended()
    sweeps.open_round()


# -- tests -----------------------------------------------------------------------------------------


def _opened_at_its_end(cast: Cast) -> Story:
    """An exclusion whose opening was decided in time, and that stands in the list now."""
    title = "Rincian penawaran peserta tender pemeliharaan gedung"
    item = _Item(title, EXCLUDED, "b", until=cast.back(60))
    test = yield from _tested(cast, 200, title, [item])
    test = do(test, "report", cast.secretariat, notes="Dibuka sesudah kontrak selesai.")
    yield cast.at(105, 9)
    opening = _opening(title)
    opening = do(opening, "propose", cast.secretariat, proposal="Kontraknya sudah selesai.")
    yield cast.at(98, 14)
    do(opening, "approve", cast.atasan)
    yield cast.at(58, 10)
    entry = _entry(test, title)
    return do(_opening(title), "list_item", cast.secretariat, item=entry)


def _partly(cast: Cast) -> Story:
    """A test that opened one item, a part of another, and closed a third."""
    this = cast.day.year
    items = [
        _Item(f"Daftar peserta pelatihan jabatan tahun {this - 1}", OPEN),
        _Item(
            f"Kontrak sewa kendaraan dinas tahun {this - 1}",
            PARTLY,
            "h",
            event="persetujuan tertulis pemilik nomor rekening",
            redaction="Nomor rekening dan nomor telepon penyedia dihitamkan.",
        ),
        _Item(
            "Hasil penilaian kompetensi perorangan",
            EXCLUDED,
            "h",
            until=date(this + 4, 12, 31),
        ),
    ]
    test = yield from _tested(cast, 150, "Uji informasi kepegawaian dan kontrak", items)
    for tested, title in zip(
        test.items.exclude(outcome=EXCLUDED),
        (items[0].information, f"{items[1].information} (versi yang dihitamkan)"),
        strict=True,
    ):
        yield now()
        test = do(test, "enter_list", cast.secretariat, item=tested, entry=_entry(test, title))
    yield cast.at(140, 15)
    return do(test, "report", cast.secretariat, notes="Dua informasi masuk DIP.")


def _opening_waits(cast: Cast) -> Story:
    """An exclusion near its end: the proposal to open it waits for Atasan PPID."""
    title = "Denah ruang server dan jaringan sebelum pemindahan"
    ends = cast.day.replace(day=28) if cast.day.day > 28 else cast.day
    end = date(ends.year + (ends.month + 2 > 12), (ends.month + 1) % 12 + 1, ends.day)
    test = yield from _tested(cast, 110, title, [_Item(title, EXCLUDED, "c", until=end)])
    test = do(test, "report", cast.secretariat)
    yield cast.at(1, 11)
    opening = ExclusionOpening.objects.filter(title=title).first()
    if opening is None:
        return test
    return do(
        opening, "propose", cast.secretariat, proposal="Ruangnya sudah kosong sejak pemindahan."
    )


_HELD = (
    "Notulen rapat penyusunan anggaran",
    "Daftar calon penerima penghargaan",
    "Laporan hasil pengawasan internal",
    "Surat-menyurat dengan perwakilan asing",
    "Rekaman kamera pengawas lobi",
)


def _stops(cast: Cast, until: State, place: int) -> Story:
    """A test that stands at a step."""
    title = _HELD[place % len(_HELD)]
    item = _Item(title, EXCLUDED if place % 2 else OPEN, "i", event="kebijakan ditetapkan")
    meets = local(now()).replace(hour=13, minute=0)
    story = _steps(cast, title, [item], cast.units[place % len(cast.units)], meets)
    test = next(story)
    for hour in (11, 13, 14, 15):
        if test.state == until:
            break
        yield local(now()).replace(hour=hour, minute=0)
        test = next(story)
    return test


def _tested(
    cast: Cast, ago: int, title: str, items: Sequence[_Item]
) -> Generator[datetime, None, ConsequenceTest]:
    """Bring a test to its decree within some days."""
    story = _steps(
        cast, title, items, cast.units[len(items) % len(cast.units)], cast.at(ago - 2, 10)
    )
    test = next(story)
    for days in (1, 2, 3, 5):
        yield cast.at(ago - days, 13)
        test = next(story)
    return test


def _steps(
    cast: Cast,
    title: str,
    items: Sequence[_Item],
    holder: tuple[Unit, User],
    meets: datetime,
) -> Generator[ConsequenceTest, None, None]:
    """Perform one step of a test after the other; the test after each."""
    unit, doer = holder
    test = ask_for_test(
        title=f"Uji konsekuensi: {title}"[:300],
        question=f"Apakah {title[0].lower()}{title[1:]} dapat dibuka kepada publik?",
        items=[(item.information, unit) for item in items],
        trigger="ahead",
        asked_by=unit.name,
        actor=actor_of(cast.secretariat, (Role.TIM_SEKRETARIAT_PPID,)),
    )
    yield test
    yield do(
        test,
        "study",
        cast.ketua,
        units=[unit],
        meeting_at=meets,
        meeting_place="Ruang rapat PPID",
        agenda=f"Pengujian tentang konsekuensi: {title}",
        needs=["Dokumen yang diuji"],
    )
    test = do(test, "give_view", doer, text="Bagian yang menyangkut pihak lain perlu dilindungi.")
    yield do(
        test,
        "hold_meeting",
        cast.secretariat,
        met_at=meets,
        place="Ruang rapat PPID",
        participants=[
            {
                "name": user.name,
                "office": office,
                "unit_name": where,
                "user": user,
            }
            for user, office, where in (
                (doer, "PPID Pelaksana", unit.name),
                (cast.secretariat, "Tim Sekretariat PPID", "Biro Hubungan Masyarakat"),
            )
        ],
        summary="Setiap butir dibahas menurut Pasal 17 dan kepentingan umum.",
    )
    for tested, item in zip(test.items.all(), items, strict=True):
        test = do(test, "weigh", cast.secretariat, item=tested, findings=_findings(item))
    yield do(test, "submit", cast.ketua)
    yield do(test, "decide", cast.atasan)


def _findings(item: _Item) -> dict[str, Any]:
    closed = item.outcome != OPEN
    return {
        "outcome": item.outcome,
        "if_opened": "Kepentingan yang dilindungi dirugikan." if closed else "Tidak ada kerugian.",
        "if_closed": "Kepentingan itu terlindung." if closed else "Publik tidak dapat mengawasi.",
        "public_interest": "Ringkasannya sudah terbuka."
        if closed
        else "Membuka lebih besar manfaatnya.",
        "letter": item.letter if closed else "",
        "law": law_text(item.letter) if closed else "",
        "valid_until": item.until if closed else None,
        "end_event": item.event if closed else "",
        "redaction": item.redaction,
    }


def _entry(test: ConsequenceTest, title: str) -> InformationItem:
    unit = test.items.all()[0].unit
    return InformationItem(
        title=title,
        summary=f"{title}, sebagaimana ditetapkan terbuka.",
        category=Category.AVAILABLE,
        unit=unit,
        responsible=f"Kepala {unit.name}",
        made_when=f"Tahun {today().year - 1}",
        made_year=today().year - 1,
        made_where="Jakarta",
        format=Format.PDF,
        formats="PDF",
        retention="5 tahun",
        topic="Layanan informasi",
        licence="Bebas dipakai dengan menyebut sumber.",
    )


# -- excluded information --------------------------------------------------------------------------


def _opening(title: str) -> ExclusionOpening:
    return ExclusionOpening.objects.get(title=title)


def _half_year(cast: Cast) -> Story:
    """The round of the half year that had ended, up to its report."""
    found = DocumentationRound.objects.order_by("pk").first() or sweeps.open_round()
    if found is None:
        raise LookupError("the demonstration has nothing excluded to document")
    found = do(found, "collect", cast.secretariat)
    yield cast.at(94, 10)
    found = do(found, "classify", cast.secretariat)
    yield cast.at(92, 10)
    for place, decree in enumerate(found.unstored(), start=1):
        shelf = f"Ruang arsip tertutup, lemari {1 + place % 3}"
        found = do(
            found, "store", cast.secretariat, decree=decree, place=shelf, container=f"Map {place}"
        )
    found = do(found, "finish_storing", cast.secretariat)
    yield cast.at(91, 9)
    return do(found, "report", cast.secretariat, notes="Semua dokumen ada di tempatnya.")
