"""Numbers and dates as Indonesian letters write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from ppid_portal.letters import words

UNITS = {
    word: number
    for number, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()  # noqa: SIM905
    )
}
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


def read_back(text: str) -> int:
    """Understand a number in words, independently of how it was written."""
    total = group = pending = 0
    for word in text.replace("seratus", "satu ratus").replace("seribu", "satu ribu").split():
        if word in UNITS:
            pending += UNITS[word]
        elif word == "belas":
            group, pending = group + 10 + pending, 0
        elif word == "puluh":
            group, pending = group + 10 * pending, 0
        elif word == "ratus":
            group, pending = group + 100 * pending, 0
        else:
            total += (group + pending) * SCALES[word]
            group = pending = 0
    return total + group + pending


@settings(deadline=None, max_examples=300)
@given(st.integers(min_value=0, max_value=words.LARGEST))
def test_a_number_in_words_reads_back_as_itself(number: int) -> None:
    assert read_back(words.number_words(number)) == number


@settings(deadline=None, max_examples=100)
@given(st.integers(min_value=0, max_value=9_999))
def test_small_numbers_read_back_too(number: int) -> None:
    assert read_back(words.number_words(number)) == number


@settings(deadline=None, max_examples=100)
@given(st.integers(min_value=1000, max_value=words.LARGEST))
def test_it_never_says_satu_ribu_alone_or_nol_inside(number: int) -> None:
    text = words.number_words(number)
    assert "nol" not in text.split()
    assert not text.startswith(("satu ribu", "satu ratus", "satu puluh", "satu belas"))
    assert "  " not in text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (2026, "dua ribu dua puluh enam"),
        (21_000, "dua puluh satu ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_500_000_000_000, "satu triliun lima ratus miliar"),
        (-7, "minus tujuh"),
    ],
)
def test_known_numbers(number: int, text: str) -> None:
    assert words.number_words(number) == text


def test_it_refuses_what_it_cannot_name() -> None:
    with pytest.raises(ValueError, match="beyond"):
        words.number_words(words.LARGEST + 1)


def test_dates_as_letters_write_them() -> None:
    day = date(2026, 6, 5)
    assert words.date_long(day) == "5 Juni 2026"
    assert words.day_date(day) == "Jumat, 5 Juni 2026"
    assert words.date_words(day) == "tanggal lima bulan Juni tahun dua ribu dua puluh enam"
    assert words.roman_month(day) == "VI"


def test_dates_stay_indonesian_in_an_english_session() -> None:
    with translation.override("en"):
        assert words.day_date("2026-03-30") == "Senin, 30 Maret 2026"


def test_a_moment_is_told_in_the_zone_of_the_body() -> None:
    """Tricky case 3: never UTC dates; 17.30 UTC is already the next day in Jakarta."""
    moment = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    assert words.date_long(moment) == "1 Januari 2027"
    assert words.moment_long(moment) == "Jumat, 1 Januari 2027 pukul 00.30 WIB"
    assert words.clock_time(moment) == "00.30 WIB"
    assert words.date_long(moment.isoformat()) == "1 Januari 2027"


def test_it_refuses_a_moment_without_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        words.date_long(datetime(2026, 1, 1))


@settings(deadline=None, max_examples=100)
@given(st.dates())
def test_every_date_has_its_words(day: date) -> None:
    assert words.date_long(day.isoformat()).startswith(f"{day.day} ")
    assert words.date_words(day).endswith(words.number_words(day.year))
    assert words.ROMAN_MONTHS.index(words.roman_month(day)) + 1 == day.month


@settings(deadline=None, max_examples=100)
@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_rupiah_reads_back(amount: int) -> None:
    text = words.rupiah(amount)
    assert int(text.replace("Rp", "").removesuffix(",00").replace(".", "")) == amount


def test_rupiah_as_the_official_spelling_has_it() -> None:
    assert words.rupiah(1_250_000) == "Rp1.250.000,00"
    assert words.number_with_words(10) == "10 (sepuluh)"
