"""The date on a letter, the date it was sent, the date it was received (disputes_real, case B)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes_app.records import CommissionPaper, check_paper
from ppid_portal.sop import deadlines
from ppid_portal.sop.errors import Refused
from tests.driver_disputes import DisputeDesk, paper

pytestmark = pytest.mark.any_database


def of(dated: str, sent: str, received: str) -> CommissionPaper:
    """Return a paper with its three dates; an empty one is not known."""
    return CommissionPaper(
        dated_on=date.fromisoformat(dated),
        sent_on=date.fromisoformat(sent) if sent else None,
        received_on=date.fromisoformat(received),
    )


@pytest.mark.parametrize(
    ("dated", "sent", "received", "words"),
    [
        ("2026-03-02", "2026-03-03", "2026-03-05", []),
        ("2026-03-02", "", "2026-03-16", []),
        ("2026-03-02", "", "2026-03-17", ["15 hari setelah tanggal surat"]),
        ("2026-03-02", "2026-03-03", "2026-03-20", ["17 hari setelah tanggal kirim"]),
        ("2016-03-18", "2016-05-13", "2016-05-13", ["56 hari setelah tanggalnya (18 Maret 2016)"]),
        ("2026-03-10", "2026-03-06", "2026-03-10", ["mendahului tanggal surat"]),
    ],
)
def test_what_is_odd_is_said(dated: str, sent: str, received: str, words: list[str]) -> None:
    """Fourteen days between two of them are odd, and so is a letter sent before its date."""
    found = of(dated, sent, received).oddities()
    assert len(found) == len(words)
    for sentence, expected in zip(found, words, strict=True):
        assert expected in sentence


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"received_on": date(2026, 3, 10)}, "received_on"),
        ({"dated_on": date(2026, 3, 9), "received_on": date(2026, 3, 8)}, "received_on"),
        ({"sent_on": date(2026, 3, 10)}, "sent_on"),
    ],
)
def test_what_cannot_be_is_refused(desk: DisputeDesk, facts: Any, field: str) -> None:
    """Odd is kept; impossible is a slip of the keyboard."""
    with pytest.raises(Refused) as refusal:
        check_paper(paper(**facts), date(2026, 3, 9))
    assert refusal.value.field == field


def test_every_limit_runs_from_receipt(desk: DisputeDesk) -> None:
    """UU 14/2008 Pasal 48 ayat (1): fourteen working days after it was received."""
    ruling = paper("075/IX", dated_on=date(2026, 1, 12), sent_on=date(2026, 3, 6))
    case = desk.ruled(ruling=ruling, objection=None)
    window = deadlines.latest(case, "court_window")
    assert window is not None
    assert (window.counted_from, window.due_on) == (date(2026, 3, 9), date(2026, 4, 6))


def test_all_three_dates_and_what_is_odd_stand_on_the_page(
    desk: DisputeDesk, client_as: Any
) -> None:
    case = desk.summoned(
        objection=None,
        paper=paper("12/KIP/2026", dated_on=date(2026, 1, 12), sent_on=date(2026, 3, 6)),
        filed_on=None,
    )
    page = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    for words in ("12 Januari 2026", "6 Maret 2026", "9 Maret 2026", "53 hari setelah tanggalnya"):
        assert words in page


def test_a_paper_keeps_its_history(desk: DisputeDesk) -> None:
    """Whoever corrects a date in the admin leaves the old one behind."""
    case = desk.summoned(objection=None)
    kept = case.papers.get()
    kept.received_on = date(2026, 3, 6)
    kept.save()
    assert list(kept.history.values_list("received_on", flat=True)) == [
        date(2026, 3, 6),
        date(2026, 3, 9),
    ]
