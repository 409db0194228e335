"""Dates and explanations as a person reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from ppid_portal.clock import Limit, words
from ppid_portal.clock.errors import BadLimit
from tests.clock.calendars import MINISTRY, at, day


def test_dates_in_indonesian() -> None:
    assert words.date_long(date(2026, 6, 5)) == "5 Juni 2026"
    assert words.date_long(date(2026, 6, 5), with_day=True) == "Jumat, 5 Juni 2026"
    assert words.day_name(date(2026, 6, 7)) == "Minggu"
    assert [words.month_name(n) for n in (1, 8, 12)] == ["Januari", "Agustus", "Desember"]


def test_dates_in_english_when_english_is_active() -> None:
    with override("en"):
        assert words.date_long(date(2026, 6, 5), with_day=True) == "Friday, 5 June 2026"
        assert words.clock_time(at("2026-06-05 17:00")) == "17:00"


def test_a_moment_is_read_in_the_bodys_zone() -> None:
    moment = datetime(2026, 6, 5, 20, 0, tzinfo=UTC)
    assert words.date_long(moment) == "6 Juni 2026"
    assert words.moment_long(moment, with_day=True) == "Sabtu, 6 Juni 2026 pukul 03.00"


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("30 menit", Limit(30, "minutes")),
        ("2 jam", Limit(2, "hours")),
        ("10 hari kerja", Limit(10, "days")),
        (" 10  Hari  Kerja ", Limit(10, "days")),
        ("6 bulan", Limit(6, "months")),
        ("20 hari", Limit(20, "calendar_days")),
        ("20 hari kalender", Limit(20, "calendar_days")),
    ],
)
def test_a_written_limit_is_read_and_written_again(text: str, limit: Limit) -> None:
    assert words.parse_limit(text) == limit
    assert words.parse_limit(words.limit_words(limit)) == limit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "hari kerja",
        "10 hari libur",
        "0 jam",
        "-3 jam",
        "1,5 jam",
        "10 tahun",
        "٣ jam",
        "1 jam 2",
    ],
)
def test_it_refuses_limits_it_cannot_read(text: str) -> None:
    with pytest.raises(BadLimit) as error:
        words.parse_limit(text)
    assert f"“{text}”" in str(error.value)
    assert "10 hari kerja" in str(error.value)


def test_explanation_in_one_line() -> None:
    """Weekends are no news; the five days of Nyepi and Idulfitri are."""
    due = MINISTRY.add_working_days(day("2026-03-09"), 10).as_json()
    assert words.explain(due) == "10 hari kerja; 5 hari libur dilewati"


def test_explanation_without_holidays_is_just_the_limit() -> None:
    assert (
        words.explain(MINISTRY.add_working_days(day("2026-07-06"), 3).as_json()) == "3 hari kerja"
    )
    minutes = MINISTRY.add_working_time(at("2026-07-06 10:00"), 30)
    assert words.explain(minutes.as_json()) == "30 menit"


def test_calendar_days_are_never_taken_for_working_days() -> None:
    """ "20 hari" in a ruling is not "20 hari kerja"."""
    due = MINISTRY.add_calendar_days(day("2025-12-08"), 20).as_json()
    assert words.limit_words(Limit(20, "calendar_days")) == "20 hari kalender"
    assert words.explain(due) == "20 hari kalender; hari libur ikut dihitung"
    sentences = [words.day_sentence(one) for one in due["days"]]
    assert sentences[-1] == "Minggu, 28 Desember 2025 dihitung hari ke-20, akhir pekan"
    assert not any("dilewati" in one for one in sentences)


def test_a_counted_day_off_names_why() -> None:
    assert words.day_off_in("hari ke-20, akhir pekan") == "akhir pekan"
    assert words.day_off_in("hari ke-20") == words.day_off_in("30 menit") == ""


def test_explanation_says_what_is_provisional() -> None:
    due = MINISTRY.add_working_days(day("2026-12-21"), 10).as_json()
    assert words.explain(due).endswith("sementara, hari libur belum ditetapkan")


def test_explanation_without_its_limit_counts_the_days() -> None:
    due = MINISTRY.add_working_days(day("2026-03-09"), 10).as_json()
    del due["limit"]
    assert words.explain(due) == "10 hari kerja; 5 hari libur dilewati"


def test_each_day_has_a_sentence() -> None:
    sentences = [
        words.day_sentence(one)
        for one in MINISTRY.add_working_days(day("2026-03-09"), 10).as_json()["days"]
    ]
    assert "Senin, 16 Maret 2026 dihitung hari ke-5" in sentences
    assert "Rabu, 18 Maret 2026 dilewati: cuti bersama Hari Suci Nyepi" in sentences


@pytest.mark.parametrize(
    "reason",
    [
        "hari ke-5",
        "hari ke-5, akhir pekan, libur nasional Hari Raya Idulfitri",
        "30 menit",
        "genap 6 bulan",
        "akhir pekan",
        "akhir pekan, libur nasional Hari Raya Idulfitri",
        "cuti bersama Tahun Baru, dan seterusnya",
        "Upacara",
    ],
)
def test_a_reason_loses_nothing_in_the_other_language(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a catalogue the translation is the text itself, every part of it."""
    monkeypatch.setattr(words, "_", lambda text: text)
    assert words.reason_words(reason) == reason
    with override("en"):
        assert words.reason_words(reason) == reason


def test_a_reason_is_translated_and_the_name_of_the_holiday_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    english = {"akhir pekan": "weekend", "libur nasional": "national holiday"}
    monkeypatch.setattr(words, "_", lambda text: english.get(text, text))
    with override("en"):
        assert words.reason_words("akhir pekan, libur nasional Hari Raya Idulfitri") == (
            "weekend, national holiday Hari Raya Idulfitri"
        )
