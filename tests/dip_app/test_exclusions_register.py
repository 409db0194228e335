"""The register of excluded information, its calendar, and what the desk says of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dip_app import desk_panels
from dip_app.exclusions import calendar, register
from dip_app.exclusions.sweeps import open_ended, start_openings
from dip_app.models import ClassificationDecree
from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock.models import CalendarYear
from ppid_portal.reports import paging
from tests.driver import make_decree
from tests.driver_exclusions import ExclusionDesk

REGISTER = "/meja/register/dikecualikan/"
CSV, CALENDAR = f"{REGISTER}unduh/", f"{REGISTER}kalender/"


@pytest.fixture
def decrees(shelf: ExclusionDesk) -> dict[str, ClassificationDecree]:
    """Return exclusions of two units as they stand on 2 March 2026."""
    a, b = shelf.office.unit_a, shelf.office.unit_b
    return {
        "far": make_decree(a, title="Berakhir 2028"),
        "near": make_decree(a, title="Berakhir Juni", valid_until=date(2026, 6, 30)),
        "other": make_decree(b, "c", title="Milik unit lain", valid_until=date(2027, 2, 1)),
        "event": make_decree(
            a, "g", title="Sampai peristiwa", valid_until=None, end_event="Izin ahli waris"
        ),
        "ended": make_decree(a, title="Sudah berakhir", valid_until=date(2026, 2, 2)),
        "happened": make_decree(
            a,
            title="Peristiwanya terjadi",
            end_event="Putusan pengadilan",
            ended_on=date(2026, 3, 2),
        ),
    }  # fmt: skip


def titles(answer: Any) -> list[str]:
    return [line.title for line in answer.context["page"].lines]


@pytest.fixture
def page(shelf: ExclusionDesk, decrees: Any, client_as: Any) -> Any:
    """Return how somebody of the office opens the register."""

    def opened(who: str = "petugas", query: str = "") -> Any:
        return client_as(getattr(shelf.office, who)).get(f"{REGISTER}{query}")

    return opened


# -- who and what ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("petugas", ["Berakhir Juni", "Milik unit lain", "Berakhir 2028", "Sampai peristiwa"]),
        ("atasan", ["Berakhir Juni", "Milik unit lain", "Berakhir 2028", "Sampai peristiwa"]),
        ("pelaksana_a", ["Berakhir Juni", "Berakhir 2028", "Sampai peristiwa"]),
        ("pelaksana_b", ["Milik unit lain"]),
        ("hukum", []),
    ],
)
def test_the_office_sees_all_and_a_unit_its_own(page: Any, who: str, expected: list[str]) -> None:
    """In the order in which they end; an event comes last (SOP 8.2)."""
    assert titles(page(who)) == expected


def test_without_appointment_there_is_no_register(page: Any, client: Client) -> None:
    assert page("outsider").status_code == 403
    assert client.get(REGISTER).status_code == 302


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?keadaan=segera", {"Berakhir Juni"}),
        ("?keadaan=berakhir", {"Sudah berakhir", "Peristiwanya terjadi"}),
        ("?huruf=c", {"Milik unit lain"}),
        ("?keadaan=segera&huruf=c", set()),
        ("?keadaan=apa&huruf=z", {"Berakhir Juni", "Milik unit lain", "Berakhir 2028",
                                  "Sampai peristiwa"}),
    ],
)  # fmt: skip
def test_it_can_be_narrowed(page: Any, query: str, expected: set[str]) -> None:
    """In force, ending within six months, ended; the unknown is ignored."""
    answer = page(query=query)
    assert answer.status_code == 200
    assert set(titles(answer)) == expected


def test_everything_is_all_of_them(page: Any, decrees: Any) -> None:
    assert len(titles(page(query="?keadaan=semua"))) == len(decrees)


def test_a_line_says_what_the_list_of_excluded_information_must(
    page: Any, decrees: Any, shelf: ExclusionDesk
) -> None:
    """Domain 3.10: item, ground, consequence, period; with decree, unit and place."""
    case = shelf.collecting()
    for act in ("collect", "classify"):
        case = shelf.do(case, act, shelf.office.petugas)
    shelf.do(
        case,
        "store",
        shelf.office.petugas,
        decree=decrees["other"],
        place="Lemari 2",
        container="map 4",
    )
    text = page(query="?huruf=c").content.decode()
    for words in (
        "Milik unit lain",
        "c. membahayakan pertahanan",
        "UU 14/2008 Pasal 17 huruf c",
        "Mengungkap rahasia pribadi.",
        "sampai 1 Februari 2027",
        decrees["other"].number,
        "Biro Uji Kepegawaian",
        "Lemari 2, map 4",
    ):
        assert words in text, words


def test_letter_a_without_a_date_ends_within_six_months_of_its_thirty_years(
    shelf: ExclusionDesk,
) -> None:
    """PP 61/2010 Pasal 5: the law's end counts although the determination names an event."""
    old = make_decree(shelf.office.unit_a, "a", valid_until=None, end_event="Putusan pengadilan")
    ClassificationDecree.objects.filter(pk=old.pk).update(valid_from=date(1996, 6, 1))
    found = register.by_state(ClassificationDecree.objects.all(), register.SOON)
    assert list(found) == [old]


@pytest.mark.parametrize(
    ("day", "until"),
    [("2026-03-02", date(2026, 9, 2)), ("2026-08-31", date(2027, 2, 28)),
     ("2026-12-31", date(2027, 6, 30))],
)  # fmt: skip
def test_six_months_end_in_short_months_too(travel: Any, day: str, until: date) -> None:
    travel(f"{day} 10:00")
    assert register.soon() == until


def test_it_is_read_page_by_page(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forwards and backwards, also among those that end on one day or never."""
    monkeypatch.setattr(paging, "PAGE", 1)
    seen, answer = [], page()
    while True:
        seen += titles(answer)
        following = answer.context["page"].next_url
        if not following:
            break
        answer = page(query=following.partition("/dikecualikan/")[2])
    assert seen == ["Berakhir Juni", "Milik unit lain", "Berakhir 2028", "Sampai peristiwa"]
    back = page(query=answer.context["page"].previous_url.partition("/dikecualikan/")[2])
    assert titles(back) == ["Berakhir 2028"]
    for broken in ("?setelah=x", "?sebelum=2026-99-01.4", "?setelah=2026-01-01.", "?setelah=."):
        assert titles(page(query=broken)) == ["Berakhir Juni"]


def test_a_page_costs_the_same_for_many_lines(
    page: Any, shelf: ExclusionDesk, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        make_decree(shelf.office.unit_a, title=f"Informasi {number}")
    with django_assert_max_num_queries(20):
        page()


# -- CSV -------------------------------------------------------------------------------------------


def download(client: Client, **filters: str) -> str:
    answer: Any = client.post(CSV, {"bentuk": "csv", **filters})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_register_can_be_taken_away_and_that_is_recorded(
    shelf: ExclusionDesk, decrees: Any, client_as: Any
) -> None:
    text = download(client_as(shelf.office.petugas))
    lines = text.strip().split("\r\n")
    assert [line.split(";")[1] for line in lines[1:]] == [
        "Berakhir Juni",
        "Milik unit lain",
        "Berakhir 2028",
        "Sampai peristiwa",
    ]
    entry = AuditEntry.objects.get(verb="view", subject="register:exclusions")
    assert entry.user_id == shelf.office.petugas.pk


def test_a_unit_takes_away_its_own(shelf: ExclusionDesk, decrees: Any, client_as: Any) -> None:
    text = download(client_as(shelf.office.pelaksana_b), keadaan="semua")
    assert "Milik unit lain" in text
    assert "Berakhir Juni" not in text


def test_nothing_runs_as_a_formula(shelf: ExclusionDesk, client_as: Any) -> None:
    """A title that came from outside must not calculate in a spreadsheet."""
    make_decree(shelf.office.unit_a, title='=HYPERLINK("http://x.example")', legal_basis="@x")
    text = download(client_as(shelf.office.petugas))
    assert "'=HYPERLINK" in text
    assert "'@x" in text


def test_only_those_with_a_register_take_it_away(
    shelf: ExclusionDesk, decrees: Any, client_as: Any
) -> None:
    for who in (shelf.office.hukum, shelf.office.outsider):
        assert client_as(who).post(CSV, {"bentuk": "csv"}).status_code == 404
    assert client_as(shelf.office.petugas).get(CSV).status_code == 405
    assert not AuditEntry.objects.filter(verb="view", subject="register:exclusions").exists()


# -- calendar --------------------------------------------------------------------------------------


def dates(answer: Any) -> list[tuple[str, str, str]]:
    return [
        (row.day.isoformat(), row.what, row.title)
        for month in answer.context["months"]
        for row in month.rows
    ]


ENDS, DECIDED = "Jangka waktu berakhir", "Pembukaan diputuskan paling lambat"


def test_the_calendar_shows_ends_and_until_when_they_are_decided(
    shelf: ExclusionDesk, decrees: Any, client_as: Any
) -> None:
    """PP 61/2010: thirty working days lie between the two."""
    shelf.travel("2026-03-02 10:00")
    answer = client_as(shelf.office.petugas).get(CALENDAR)
    assert dates(answer) == [
        ("2026-03-02", ENDS, "Peristiwanya terjadi"),
        ("2026-05-11", DECIDED, "Berakhir Juni"),
        ("2026-06-30", ENDS, "Berakhir Juni"),
        ("2026-12-15", DECIDED, "Milik unit lain"),
        ("2027-02-01", ENDS, "Milik unit lain"),
    ]
    own = client_as(shelf.office.pelaksana_a).get(CALENDAR)
    assert {title for _day, _what, title in dates(own)} == {
        "Peristiwanya terjadi",
        "Berakhir Juni",
    }


def test_the_calendar_shows_one_month(shelf: ExclusionDesk, decrees: Any, client_as: Any) -> None:
    client = client_as(shelf.office.petugas)
    answer = client.get(f"{CALENDAR}?bulan=2026-05")
    assert [what for _day, what, _title in dates(answer)] == [DECIDED]
    past = client.get(f"{CALENDAR}?bulan=2026-02")
    assert dates(past) == [("2026-02-02", ENDS, "Sudah berakhir")]
    assert dates(client.get(f"{CALENDAR}?bulan=2026-99")) == dates(client.get(CALENDAR))


def test_what_is_late_to_be_decided_stays_in_sight(shelf: ExclusionDesk, client_as: Any) -> None:
    """The calendar begins today, but not for what is overdue; it leads to the case."""
    case = shelf.deciding()
    shelf.travel("2026-12-01 10:00")
    answer = client_as(shelf.office.petugas).get(CALENDAR)
    rows = [row for month in answer.context["months"] for row in month.rows]
    assert [(row.day, row.tone, row.url) for row in rows] == [
        (date(2026, 11, 17), "late", f"/meja/berkas/{case.pk}/"),
        (date(2026, 12, 31), "soon", f"/meja/berkas/{case.pk}/"),
    ]


def test_no_date_is_guessed_without_a_holiday_table(shelf: ExclusionDesk, client_as: Any) -> None:
    """Domain 1.3."""
    CalendarYear.objects.filter(year__gte=2027).delete()
    make_decree(shelf.office.unit_a, valid_until=date(2027, 1, 29))
    answer = client_as(shelf.office.petugas).get(CALENDAR)
    (row,) = [row for month in answer.context["months"] for row in month.rows]
    assert row.what == ENDS
    assert "2027 belum diisi" in row.note


def test_months_follow_each_other_over_the_year() -> None:
    assert calendar.following(date(2026, 12, 1)) == date(2027, 1, 1)
    assert calendar.following(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert calendar.following(date(2026, 3, 1), 12) == date(2027, 3, 1)


# -- what the desk says ----------------------------------------------------------------------------


def alerts(shelf: ExclusionDesk, who: str = "petugas") -> dict[str, tuple[str, list[str]]]:
    actors = [shelf.office.actor(getattr(shelf.office, who))]
    hooks = {"normal": desk_panels.attention, "high": desk_panels.alarms}
    return {
        alert["title"]: (severity, [row["number"] for row in alert["rows"]])
        for severity, hook in hooks.items()
        for alert in hook(actors)
        if alert["rows"]
    }


def test_the_desk_says_what_is_about_to_open_without_a_decision(shelf: ExclusionDesk) -> None:
    """First that its decision is late, then that its end comes, then that it is not listed."""
    case = shelf.preparing()
    near, ends, late, listed = (
        "Pengecualian berakhir tanpa keputusan",
        "Pengecualian berakhir dalam tiga puluh hari tanpa keputusan",
        "Pembukaan lewat batas keputusan",
        "Sudah terbuka, belum dalam DIP",
    )
    assert alerts(shelf) == {}
    shelf.travel("2026-11-18 08:00")
    assert alerts(shelf) == {late: ("normal", [case.number])}
    shelf.travel("2026-12-02 08:00")
    assert alerts(shelf) == {ends: ("normal", [case.number])}
    shelf.travel("2026-12-28 08:00")
    assert alerts(shelf) == {near: ("high", [case.number])}
    assert alerts(shelf, "pelaksana_a") == {}
    shelf.travel("2026-12-31 08:00")
    open_ended()
    assert alerts(shelf) == {listed: ("normal", [case.number])}


def test_what_is_approved_needs_nobody(shelf: ExclusionDesk) -> None:
    shelf.approved()
    shelf.travel("2026-12-28 08:00")
    assert alerts(shelf) == {}


def test_the_desk_says_which_ends_cannot_be_counted(shelf: ExclusionDesk) -> None:
    CalendarYear.objects.filter(year__gte=2027).delete()
    decree = make_decree(shelf.office.unit_a, valid_until=date(2027, 1, 29))
    shelf.travel("2026-10-05 08:00")
    assert start_openings() == 0
    assert alerts(shelf) == {
        "Akhir pengecualian yang belum dapat dihitung": ("normal", [decree.number])
    }


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        ("preparing", "petugas", "diputuskan paling lambat"),
        ("deciding", "atasan", "Dibuka seluruhnya."),
        ("renewing", "petugas", "Belum ada penetapan baru."),
        ("renewed", "petugas", "penetapan baru menggantikannya"),
        ("opened", "petugas", "Terbuka sejak"),
    ],
)
def test_an_opening_has_its_page(
    shelf: ExclusionDesk, client_as: Any, state: str, who: str, words: str
) -> None:
    case = shelf.opening_in(state)
    answer = client_as(getattr(shelf.office, who)).get(f"/meja/berkas/{case.pk}/")
    assert words in answer.content.decode()


@pytest.mark.parametrize("state", ["collecting", "storing", "reporting", "reported"])
def test_a_round_has_its_page(shelf: ExclusionDesk, client_as: Any, state: str) -> None:
    case = shelf.round_in(state)
    text = client_as(shelf.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    words = "Laporan yang disampaikan" if state == "reported" else "Informasi dikecualikan yang"
    assert words in text


def test_atasan_decides_on_one_page(shelf: ExclusionDesk, client_as: Any) -> None:
    """SOP 8.4: proposal, dates and exclusion beside the two answers."""
    case = shelf.deciding()
    client = client_as(shelf.office.atasan)
    address = f"/meja/persetujuan/{case.pk}/"
    text = client.get(address).content.decode()
    for words in ("Dibuka seluruhnya.", "31 Desember 2026", "Setujui pembukaan", "Minta uji"):
        assert words in text, words
    client.post(address, {"tindakan": "decline", "reason": "Masih berbahaya."})
    case.refresh_from_db(fields=["return_reason"])
    assert case.return_reason == "Masih berbahaya."
