"""What can go wrong when time is counted, said in Indonesian."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ClockError(Exception):
    """Base of every error of this room; its text is fit to be shown to a person."""


class NoHolidayTable(ClockError):
    """A date would have to be counted through a year whose holidays nobody has entered.

    Guessing "no holidays" would promise an applicant a date that the office cannot keep, so the
    count is refused (domain brief 1.3).

    Args:
        year: the calendar year that is missing.
    """

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _(
            "Tabel hari libur tahun %(year)s belum ada, jadi tanggal ini tidak dapat dihitung. "
            "Minta pengelola portal mengisi hari libur dan cuti bersama tahun %(year)s lewat "
            "Admin › Waktu kerja › Tahun kalender, lalu coba lagi."
        ) % {"year": self.year}


class NoServiceHours(ClockError):
    """No weekday has service hours, so no working day exists at all."""

    def __str__(self) -> str:
        return _(
            "Jam layanan belum diisi, jadi hari kerja tidak dapat dihitung. Isi jam layanan "
            "sedikitnya satu hari lewat Admin › Waktu kerja › Jam layanan, lalu coba lagi."
        )


class BadLimit(ClockError):
    """A written limit such as "10 hari kerja" or "20 hari" could not be understood.

    Args:
        text: what was typed.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return _(
            "Batas waktu “%(text)s” tidak dapat dibaca. Tulis bilangan bulat mulai 1 diikuti "
            "satuannya: menit, jam, hari kerja, hari (semua hari kalender), atau bulan. Contoh: "
            "“10 hari kerja”."
        ) % {"text": self.text}
