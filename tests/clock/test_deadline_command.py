"""``manage.py deadline``: how a date comes about, on a freshly migrated database."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ppid_portal.clock.models import Holiday

pytestmark = pytest.mark.django_db


def deadline(*args: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("deadline", *args, stdout=out)
    return out.getvalue()


def as_json(*args: str) -> dict[str, Any]:
    """What the command prints with --json."""
    found = json.loads(deadline(*args, "--json"))
    assert isinstance(found, dict)
    return found


def test_it_works() -> None:
    assert as_json("2026-03-09 10:00", "10 hari kerja")["due"] == "2026-03-30"


def test_json_has_the_agreed_shape() -> None:
    found = as_json("2026-06-05 17:00", "1 hari kerja")
    assert found == {
        "received": "2026-06-05T17:00",
        "counted_from": "2026-06-08",
        "due": "2026-06-09",
        "provisional": False,
        "days": [{"date": "2026-06-09", "counted": True, "reason": "hari ke-1"}],
    }


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-06-05 14:30", "30 menit", "2026-06-05T15:00"),
        ("2026-06-05 14:30", "7 jam", "2026-06-09T10:30"),
        ("2026-06-05 17:00", "10 hari kerja", "2026-06-23"),
        ("2026-06-05", "10 hari kerja", "2026-06-22"),
        ("2026-06-05T10:00", "6 bulan", "2026-12-07"),
        ("2026-06-05 07:00+00:00", "1 jam", "2026-06-05T15:00"),
    ],
)
def test_due_has_the_form_of_its_unit(received: str, limit: str, due: str) -> None:
    assert as_json(received, limit)["due"] == due


def test_days_and_working_days_are_two_things() -> None:
    """Decision 075/IX/KIP-PS/2024, read on 8 December 2025: "20 hari"."""
    assert as_json("2025-12-08", "20 hari")["due"] == "2025-12-28"
    assert as_json("2025-12-08", "20 hari kerja")["due"] == "2026-01-08"
    text = deadline("2025-12-06 10:00", "22 hari")
    assert "Hari ke-0: Sabtu, 6 Desember 2025\n" in text
    assert "Minggu, 28 Desember 2025 dihitung hari ke-22, akhir pekan" in text
    assert (
        "Batas waktu: Minggu, 28 Desember 2025 (22 hari kalender; hari libur ikut dihitung)" in text
    )


def test_it_names_every_counted_and_every_skipped_day() -> None:
    text = deadline("2026-03-09 10:00", "10 hari kerja")
    assert "Senin, 16 Maret 2026 dihitung hari ke-5" in text
    assert "Rabu, 18 Maret 2026 dilewati: cuti bersama Hari Suci Nyepi" in text
    assert "Minggu, 15 Maret 2026 dilewati: akhir pekan" in text
    assert text.count("dihitung hari ke-") == 10
    assert text.count("dilewati: ") == 11
    assert "Batas waktu: Senin, 30 Maret 2026 (10 hari kerja; 5 hari libur dilewati)" in text
    assert "sementara" not in text


@pytest.mark.parametrize(
    ("received", "limit", "sentence"),
    [
        (
            "2026-06-05 17:00",
            "3 hari kerja",
            "Hari ke-0: Senin, 8 Juni 2026, karena diterima sesudah pukul 15.00",
        ),
        (
            "2026-03-21 10:00",
            "3 hari kerja",
            "Hari ke-0: Rabu, 25 Maret 2026, karena 21 Maret 2026 bukan hari kerja: "
            "akhir pekan, libur nasional Hari Raya Idulfitri",
        ),
        (
            "2026-06-05 17:00",
            "15 menit",
            "Dihitung sejak: Senin, 8 Juni 2026, karena diterima sesudah pukul 15.00",
        ),
        ("2026-06-05 10:00", "15 menit", "Dihitung sejak: Jumat, 5 Juni 2026\n"),
    ],
)
def test_it_says_where_counting_begins(received: str, limit: str, sentence: str) -> None:
    assert sentence in deadline(received, limit)


def test_it_says_what_is_provisional() -> None:
    assert "Tanggal ini sementara" in deadline("2026-12-21 10:00", "10 hari kerja")
    assert as_json("2026-12-21 10:00", "10 hari kerja")["provisional"] is True


def test_a_new_holiday_shows_at_once() -> None:
    Holiday.objects.create(date="2026-07-15", name="Hari Contoh", kind="local")
    text = deadline("2026-07-13 10:00", "3 hari kerja")
    assert "Rabu, 15 Juli 2026 dilewati: libur setempat Hari Contoh" in text


@pytest.mark.parametrize(
    ("received", "limit", "message"),
    [
        ("besok", "10 hari kerja", "Waktu diterima “besok” tidak dapat dibaca"),
        ("2026-02-30 10:00", "10 hari kerja", "tidak dapat dibaca"),
        ("2026-2-3", "10 hari kerja", "tidak dapat dibaca"),
        ("", "10 hari kerja", "tidak dapat dibaca"),
        ("2026-03-09 10:00", "10 tahun", "Batas waktu “10 tahun” tidak dapat dibaca"),
        ("2026-03-09 10:00", "10 tahun", "hari (semua hari kalender)"),
        ("2026-03-09 10:00", "0 hari kerja", "tidak dapat dibaca"),
        ("2026-03-09 10:00", "999 hari kerja", "Tabel hari libur tahun 2028 belum ada"),
        ("2026-03-09 10:00", "999999 jam", "Tabel hari libur tahun 2028 belum ada"),
        ("2026-03-09 10:00", "24 bulan", "Tabel hari libur tahun 2028 belum ada"),
        ("2026-03-09 10:00", "999999 bulan", "melampaui kalender"),
        ("9999-12-01 10:00", "999 hari", "melampaui kalender"),
        ("2023-03-09 10:00", "1 hari kerja", "Tabel hari libur tahun 2023 belum ada"),
        ("9999-12-31 23:59-12:00", "1 hari kerja", "melampaui kalender"),
    ],
)
def test_what_it_cannot_count_is_said_in_indonesian(
    received: str, limit: str, message: str
) -> None:
    with pytest.raises(CommandError) as error:
        deadline(received, limit)
    assert message in str(error.value)
