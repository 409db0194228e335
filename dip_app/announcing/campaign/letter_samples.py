"""A filled example of every letter of SOP 1, all persons and facts invented."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dip_app.announcing.campaign import letter_schemas as letters
from dip_app.compiling.letter_samples import ROWS
from dip_app.compiling.letter_schemas import Counts
from ppid_portal.letters.schemas import Schema

_WIB = ZoneInfo("Asia/Jakarta")
ISSUED = {
    "member_request": datetime(2026, 2, 2, 9, 0, tzinfo=_WIB),
    "list_minutes": datetime(2026, 4, 8, 14, 0, tzinfo=_WIB),
}
_NUMBER = "001/PPID-SETNEG/KP/2026"
_UNITS = (
    "Sekretariat Presiden",
    "Sekretariat Wakil Presiden",
    "Sekretariat Militer Presiden",
    "Kantor Staf Presiden",
)


def contexts() -> dict[str, Schema]:
    """Return the examples by kind."""
    return {
        "member_request": letters.MemberRequest(
            to=[f"Anggota PPID {unit}" for unit in _UNITS],
            campaign_number=_NUMBER,
            year=2026,
            due_on=date(2026, 3, 25),
            instruction="Informasi yang sudah terbit telah dimuat dalam isian; periksa retensinya.",
        ),
        "list_minutes": letters.ListMinutes(
            campaign_number=_NUMBER,
            year=2026,
            body_name="Kementerian Sekretariat Negara",
            approver=letters.Signer(
                position="Atasan PPID",
                name="Dr. Surya Hidayat, M.Si.",
                nip="197001191996031001",
                at=datetime(2026, 4, 8, 10, 30, tzinfo=_WIB),
            ),
            establisher_name="Dewi Anggraini, S.H., M.H.",
            establisher_nip="197804112003122001",
            units=[
                letters.MemberTurn(
                    unit=_UNITS[0],
                    counts=Counts(keep=31, change=4, new=6, remove=2),
                    submitted_on=date(2026, 3, 16),
                    excluded=3,
                ),
                letters.MemberTurn(
                    unit=_UNITS[1],
                    counts=Counts(keep=18, change=1, new=2),
                    submitted_on=date(2026, 3, 25),
                ),
                letters.MemberTurn(
                    unit=_UNITS[2],
                    counts=Counts(keep=12, new=1),
                    submitted_on=date(2026, 3, 24),
                    excluded=7,
                ),
                letters.MemberTurn(
                    unit=_UNITS[3],
                    counts=Counts(),
                    left_out="belum menyampaikan sesudah dua kali diingatkan.",
                ),
            ],
            entries=len(ROWS),
            rows=list(ROWS),
            address="ppid.setneg.go.id/dip/edisi/",
        ),
    }
