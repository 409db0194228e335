"""What a recorded decree of exclusion must be, and on which days it holds (domain 8, case 29)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dip_app import services
from dip_app.demo import build_decrees
from dip_app.models import ClassificationDecree
from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import today
from ppid_portal.people.models import Unit
from tests.conftest import Office
from tests.dip_app.conftest import Make

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)


def decree(unit: Unit, **fields: Any) -> ClassificationDecree:
    return ClassificationDecree(
        **{
            "number": "SK-1/PPID/2026",
            "date": START,
            "title": "Informasi yang dikecualikan",
            "letter": "h",
            "legal_basis": "UU 14/2008 Pasal 17",
            "consequence": "Merugikan.",
            "valid_from": START,
            "valid_until": date(2030, 1, 1),
            "unit": unit,
            **fields,
        }
    )


def refused(found: ClassificationDecree) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        found.save()
    return caught.value.message_dict


def test_it_is_recorded(unit: Unit) -> None:
    found = decree(unit)
    found.save()
    assert found.valid_on(START)


# -- case 29: a at most thirty years, a to f never permanent ------------------------------------


def test_letter_a_lasts_at_most_thirty_years(unit: Unit) -> None:
    """PP 61/2010 Pasal 5."""
    decree(unit, letter="a", valid_until=date(2056, 1, 1)).save()
    errors = refused(decree(unit, letter="a", number="2", valid_until=date(2056, 1, 2)))
    assert "30 tahun" in errors["valid_until"][0]
    assert "01-01-2056" in errors["valid_until"][0]


def test_letter_a_entered_with_forty_years_is_refused(unit: Unit) -> None:
    assert "valid_until" in refused(decree(unit, letter="a", valid_until=date(2066, 1, 1)))


def test_other_letters_may_last_longer(unit: Unit) -> None:
    decree(unit, letter="c", valid_until=date(2066, 1, 1)).save()


@pytest.mark.parametrize("letter", list("abcdef"))
@pytest.mark.parametrize(
    "event",
    ["permanen", "Permanen", "bersifat permanen sampai nanti", "selamanya", "selama-lamanya",
     "tidak terbatas", "tanpa batas waktu", "untuk seterusnya"],
)  # fmt: skip
def test_letters_a_to_f_are_never_permanent(unit: Unit, letter: str, event: str) -> None:
    """UU 14/2008 Pasal 20 ayat (1)."""
    errors = refused(decree(unit, letter=letter, valid_until=None, end_event=event))
    assert "permanen" in errors["end_event"][0]


@pytest.mark.parametrize("letter", list("abcdefghij"))
def test_every_exclusion_says_when_it_ends(unit: Unit, letter: str) -> None:
    fields = {"other_law": "UU 43/2009 Pasal 44"} if letter == "j" else {}
    assert "valid_until" in refused(decree(unit, letter=letter, valid_until=None, **fields))


@pytest.mark.parametrize("letter", list("ghi"))
def test_letters_g_to_j_may_end_by_an_event(unit: Unit, letter: str) -> None:
    found = decree(unit, letter=letter, valid_until=None, end_event="persetujuan yang bersangkutan")
    found.save()
    assert found.last_end is None
    assert found.valid_on(date(2099, 1, 1))


# -- case 16: letter j names the other law ------------------------------------------------------


@pytest.mark.parametrize(
    "law", ["", "   ", "undang-undang lain", "UU 43/2009", "Pasal 44", "UU 14/2008 Pasal 17"]
)
def test_letter_j_names_the_other_law_and_its_article(unit: Unit, law: str) -> None:
    assert "other_law" in refused(decree(unit, letter="j", other_law=law))


@pytest.mark.parametrize(
    "law",
    ["UU 43/2009 Pasal 44 ayat (1)", "Undang-Undang Nomor 7 Tahun 1992 Pasal 40",
     "UU 14/2008 Pasal 17 dan UU 43/2009 Pasal 44"],
)  # fmt: skip
def test_letter_j_with_its_law_is_recorded(unit: Unit, law: str) -> None:
    decree(unit, letter="j", other_law=law).save()


# -- other rules of entry -----------------------------------------------------------------------


def test_it_cannot_end_before_it_begins(unit: Unit) -> None:
    assert "valid_until" in refused(decree(unit, valid_until=START))


def test_it_cannot_be_dated_in_the_future(unit: Unit) -> None:
    assert "date" in refused(decree(unit, date=today() + timedelta(days=1)))


@pytest.mark.parametrize("letter", ["k", "", "A"])
def test_it_needs_a_letter_of_the_article(unit: Unit, letter: str) -> None:
    assert "letter" in refused(decree(unit, letter=letter))


def test_one_number_names_an_information_once(unit: Unit) -> None:
    decree(unit).save()
    refused(decree(unit))
    decree(unit, title="Yang lain").save()


# -- on which days it holds ---------------------------------------------------------------------


def test_on_the_date_it_ends_the_information_is_open(unit: Unit) -> None:
    """Case 28: public from the end date, even if nobody decided."""
    found = decree(unit, valid_until=date(2027, 6, 1))
    assert not found.valid_on(START - timedelta(days=1))
    assert found.valid_on(START)
    assert found.valid_on(date(2027, 5, 31))
    assert not found.valid_on(date(2027, 6, 1))


def test_it_ends_when_its_event_happens(unit: Unit) -> None:
    found = decree(
        unit, valid_until=None, end_event="putusan pengadilan", ended_on=date(2026, 3, 1)
    )
    found.save()
    assert found.valid_on(date(2026, 2, 28))
    assert not found.valid_on(date(2026, 3, 1))


def test_an_event_ends_letter_a_after_thirty_years_at_the_latest(unit: Unit) -> None:
    found = decree(unit, letter="a", valid_until=None, end_event="putusan berkekuatan tetap")
    found.save()
    assert found.valid_on(date(2055, 12, 31))
    assert not found.valid_on(date(2056, 1, 1))


days = st.dates(date(1995, 1, 1), date(2060, 12, 31))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    letter=st.sampled_from("ach"),
    start=st.dates(date(1995, 1, 1), date(2026, 1, 1)) | st.just(date(1996, 2, 29)),
    length=st.none() | st.integers(1, 10_900),
    ended=st.none() | st.integers(0, 9000),
    day=days | st.just(date(2026, 3, 1)),
)
def test_query_and_object_agree(
    unit: Unit, letter: str, start: date, length: int | None, ended: int | None, day: date
) -> None:
    """So that a list of grounds offers exactly what the check accepts."""
    found = decree(
        unit,
        letter=letter,
        valid_from=start,
        valid_until=start + timedelta(days=length) if length else None,
        end_event="putusan",
        ended_on=start + timedelta(days=ended) if ended is not None else None,
    )
    found.save()
    for moment in (day, *([found.last_end] if found.last_end else [])):
        listed = ClassificationDecree.objects.valid_on(moment).filter(pk=found.pk).exists()
        assert listed == found.valid_on(moment), moment
    found.delete()


# -- what recording one does --------------------------------------------------------------------


def test_recording_names_who_did_it(unit: Unit, office: Office) -> None:
    actor = office.actor(office.petugas)
    found = services.record_decree(decree(unit), actor)
    assert found.recorded_by == office.petugas
    entry = AuditEntry.objects.get(subject=f"decree:{found.pk}")
    assert (entry.verb, entry.user_id) == ("record_decree", office.petugas.pk)


def test_an_excluded_item_leaves_the_public_list(unit: Unit, make_item: Make) -> None:
    """UU 14/2008 Pasal 11 ayat (1) huruf a: the list does not contain what is excluded."""
    item = make_item()
    services.record_decree(decree(unit, item=item), None)
    item.refresh_from_db()
    assert not item.is_public
    with pytest.raises(ValidationError, match="dikecualikan"):
        services.publish(item, None)


def test_an_expired_decree_leaves_the_list_alone(unit: Unit, make_item: Make) -> None:
    item = make_item()
    past = {"date": date(2020, 1, 1), "valid_from": date(2020, 1, 1)}
    services.record_decree(decree(unit, item=item, valid_until=date(2021, 1, 1), **past), None)
    item.refresh_from_db()
    assert item.is_public


def test_the_same_information_under_another_item_is_not_published(
    unit: Unit, make_item: Make
) -> None:
    services.record_decree(decree(unit, title="Data Pelamar"), None)
    item = make_item("data pelamar", status="draft", published_at=None)
    with pytest.raises(ValidationError, match="dikecualikan"):
        services.publish(item, None)


def test_the_demo_has_decrees_in_force_and_an_expired_one(db: None) -> None:
    Unit.objects.get_or_create(code="DAA", defaults={"name": "Deputi", "kind": "deputy"})
    made = build_decrees()
    assert {found.letter for found in made} >= {"c", "h", "j"}
    in_force = [found for found in made if found.valid_on(today())]
    assert 3 <= len(in_force) < len(made)
    assert build_decrees() == []
