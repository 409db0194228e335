"""Who may act as what, and on which day: dated appointments, Plh. and Plt. (S20)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ppid_portal.audit.models import AuditEntry
from ppid_portal.audit.services import verify
from ppid_portal.people.actors import Actor, actors_of, candidates, choose
from ppid_portal.people.models import Appointment, Unit, User
from ppid_portal.people.roles import ROLE_LABELS, Role, expand, with_same_work

FIRST, LAST = date(2026, 3, 9), date(2026, 3, 13)


@pytest.fixture
def plh(office: Any) -> Appointment:
    """The secretary stands in for the Ketua PPID for one week."""
    held = Appointment.objects.get(user=office.ketua)
    return Appointment.objects.create(
        user=office.sekretaris,
        role="ketua_ppid",
        unit=held.unit,
        kind="plh",
        acting_for=held,
        decree="SP-12/2026",
        valid_from=FIRST,
        valid_until=LAST,
    )


def roles(user: User, on: date) -> set[str]:
    """Return the roles a person has on a day."""
    return {actor.role for actor in actors_of(user, on)}


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
    ids=["day before", "first day", "last day", "day after"],
)
def test_an_appointment_holds_from_its_first_to_its_last_day(
    office: Any, plh: Appointment, day: date, valid: bool
) -> None:
    """Both included; the list and the check of one appointment agree."""
    assert ("ketua_ppid" in roles(office.sekretaris, day)) is valid
    assert plh.is_valid_on(day) is valid
    assert (plh in Appointment.objects.valid_on(day)) is valid


def test_days_begin_in_jakarta(office: Any, plh: Appointment, travel: Any) -> None:
    """At 00:30 WIB it is still yesterday in UTC."""
    travel("2026-03-09 00:30")
    assert choose(office.sekretaris, ["ketua_ppid"]) is not None
    travel("2026-03-08 23:30")
    assert choose(office.sekretaris, ["ketua_ppid"]) is None
    travel("2026-03-14 00:10")
    assert choose(office.sekretaris, ["ketua_ppid"]) is None


def test_who_stands_in_acts_by_a_named_mandate(office: Any, plh: Appointment) -> None:
    """S20: the letter names the mandate."""
    actor = choose(office.sekretaris, ["ketua_ppid"], on=FIRST)
    assert actor is not None
    assert actor.mandate == "Plh. Ketua PPID (SP-12/2026)"
    assert actor.title == "Plh. Ketua PPID"
    assert (actor.name, actor.user_id) == (office.sekretaris.name, office.sekretaris.pk)
    own = choose(office.ketua, ["ketua_ppid"], on=FIRST)
    assert own is not None
    assert (own.mandate, own.title) == ("", "Ketua PPID")


def test_a_person_with_two_roles_is_two_actors(office: Any, plh: Appointment) -> None:
    """Domain case 36: the acting role is chosen per step."""
    both = actors_of(office.sekretaris, FIRST)
    assert {actor.role for actor in both} == {"sekretaris_ppid", "ketua_ppid"}
    chosen = choose(
        office.sekretaris, ["sekretaris_ppid", "ketua_ppid"], appointment_id=plh.pk, on=FIRST
    )
    assert chosen is not None
    assert chosen.appointment_id == plh.pk


def test_roles_of_a_unit_act_for_that_unit_only(office: Any) -> None:
    """PPID Pelaksana A has no say in unit B; the Ketua PPID has one in both."""
    unit_a, unit_b = office.unit_a.pk, office.unit_b.pk
    assert choose(office.pelaksana_a, ["ppid_pelaksana"], unit_id=unit_a) is not None
    assert choose(office.pelaksana_a, ["ppid_pelaksana"], unit_id=unit_b) is None
    assert choose(office.ketua, ["ketua_ppid"], unit_id=unit_b) is not None


def test_candidates_come_in_the_order_of_the_roles(office: Any, plh: Appointment) -> None:
    """The catalogue's first role is the step's owner."""
    found = candidates(actors_of(office.sekretaris, FIRST), ["ketua_ppid", "sekretaris_ppid"])
    assert [actor.role for actor in found] == ["ketua_ppid", "sekretaris_ppid"]


def test_nobody_acts_without_appointment_login_or_account(office: Any) -> None:
    """A closed account loses everything at once."""
    assert actors_of(office.outsider) == []
    assert actors_of(AnonymousUser()) == []
    office.ketua.is_active = False
    office.ketua.save()
    assert actors_of(office.ketua) == []


def test_asking_costs_one_query(office: Any, plh: Appointment) -> None:
    """Every desk page asks."""
    with CaptureQueriesContext(connection) as queries:
        for actor in actors_of(office.sekretaris, FIRST):
            assert actor.mandate is not None
            assert actor.unit_name
            assert actor.nip == ""
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_until": None}, "valid_until"),
        ({"decree": ""}, "decree"),
        ({"acting_for": None}, "acting_for"),
        ({"valid_until": FIRST - timedelta(days=1)}, "__all__"),
        ({"kind": "plt", "decree": ""}, "decree"),
        ({"role": "atasan_ppid"}, "acting_for"),
        ({"kind": "definitive"}, "__all__"),
    ],
    ids=[
        "Plh. without end",
        "Plh. without decree",
        "Plh. for nobody",
        "ends before it starts",
        "Plt. without decree",
        "another role than the one held",
        "definitive for somebody else",
    ],
)
def test_it_refuses_an_appointment_that_cannot_be(
    plh: Appointment, change: dict[str, Any], field: str
) -> None:
    """However it is made; the sentence stands beside the field."""
    for name, value in change.items():
        setattr(plh, name, value)
    with pytest.raises(ValidationError) as refusal:
        plh.save()
    assert field in refusal.value.message_dict


def test_the_database_refuses_a_plh_without_end(office: Any) -> None:
    """Also where no form was."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.bulk_create(
            [
                Appointment(
                    user=office.sekretaris,
                    role="ketua_ppid",
                    unit=office.body,
                    kind="plh",
                    decree="SP-1/2026",
                    valid_from=FIRST,
                )
            ]
        )


def test_nobody_stands_in_for_himself_or_for_a_stand_in(office: Any, plh: Appointment) -> None:
    """A mandate does not multiply."""
    common: dict[str, Any] = {
        "role": "ketua_ppid",
        "unit": office.body,
        "kind": "plh",
        "decree": "SP-13/2026",
        "valid_from": FIRST,
        "valid_until": LAST,
    }
    with pytest.raises(ValidationError, match="dirinya sendiri"):
        Appointment.objects.create(user=office.ketua, acting_for=plh.acting_for, **common)
    with pytest.raises(ValidationError, match="definitif"):
        Appointment.objects.create(user=office.petugas, acting_for=plh, **common)


def test_the_same_role_is_not_held_twice_at_a_time(office: Any, plh: Appointment) -> None:
    """Overlapping by a single day is overlapping; the day after is not."""
    second = Appointment(
        user=plh.user,
        role=plh.role,
        unit=plh.unit,
        kind="plh",
        acting_for=plh.acting_for,
        decree="SP-14/2026",
        valid_from=LAST,
        valid_until=LAST + timedelta(days=5),
    )
    with pytest.raises(ValidationError, match="sudah memegang"):
        second.save()
    second.valid_from = LAST + timedelta(days=1)
    second.save()


def test_there_is_one_ketua_ppid_at_a_time(office: Any) -> None:
    """A successor needs the predecessor's last day; a stand-in does not."""
    successor = Appointment(
        user=office.sekretaris, role="ketua_ppid", unit=office.body, valid_from=date(2026, 6, 1)
    )
    with pytest.raises(ValidationError, match="dipegang orang lain"):
        successor.save()
    held = Appointment.objects.get(user=office.ketua)
    held.valid_until = date(2026, 5, 31)
    held.save()
    successor.save()
    assert roles(office.ketua, date(2026, 6, 1)) == set()


def test_every_change_is_recorded_with_its_author(office: Any, plh: Appointment) -> None:
    """Stream "people": appointed, changed, removed; by whom; without names of anybody else."""
    plh.changed_by = Actor.account(office.petugas)
    plh.valid_until = LAST + timedelta(days=1)
    plh.save()
    plh.delete()
    entries = AuditEntry.objects.filter(stream="people").order_by("sequence")
    assert [entry.verb for entry in entries] == [
        "appoint",
        "change_appointment",
        "remove_appointment",
    ]
    assert entries[0].user_id is None
    assert entries[1].user_id == office.petugas.pk
    assert entries[1].data["until"] == "2026-03-14"
    assert entries[1].data["decree"] == "SP-12/2026"
    assert office.sekretaris.name not in str([entry.data for entry in entries])
    assert verify("people") == []
    assert Appointment.history.filter(id=entries[0].data["acting_for"]).count() == 0


def test_shared_columns_of_the_sops_resolve_to_roles() -> None:
    """SOP 4 to 8 print "PPID Utama / Tim Sekretariat" as one actor."""
    assert expand("ketua_ppid_utama") == ("ketua_ppid",)
    assert expand("ppid_utama_tim_sekretariat") == ("ketua_ppid", "tim_sekretariat_ppid")
    assert expand("ketua_ppid_utama_tim_sekretariat") == ("ketua_ppid", "tim_sekretariat_ppid")
    assert expand("pemohon") == ("pemohon",)
    for role in Role:
        assert expand(role.value) == (role.value,)
        assert str(ROLE_LABELS[role.value])
    with pytest.raises(KeyError):
        expand("direktur")


def test_petugas_and_secretariat_do_the_same_work() -> None:
    """Domain 7.2: SOP 2 and SOP 3 name the same people differently."""
    assert with_same_work(("tim_sekretariat_ppid",)) == (
        "tim_sekretariat_ppid",
        "petugas_pelayanan_informasi",
    )
    assert with_same_work(("ketua_ppid",)) == ("ketua_ppid",)


def test_system_and_applicant_hold_no_office() -> None:
    """They act, but by no appointment."""
    system, applicant = Actor.system(), Actor.applicant(17, "Siti")
    assert (system.kind, system.role, system.appointment_id, system.nip) == (
        "system",
        "sistem",
        None,
        "",
    )
    assert (applicant.kind, applicant.role, applicant.case_id) == ("applicant", "pemohon", 17)
    assert str(applicant) == "Pemohon"


@pytest.mark.django_db
def test_the_ministry_is_there_after_migrating() -> None:
    """Domain 5: its organisations are data of the first migration."""
    names = set(Unit.objects.values_list("name", flat=True))
    assert {
        "Sekretariat Presiden",
        "Sekretariat Wakil Presiden",
        "Sekretariat Militer Presiden",
        "Sekretariat Kementerian",
        "Sekretariat Dewan Pertimbangan Presiden",
        "Kantor Staf Presiden",
        "Biro Hubungan Masyarakat",
    } <= names
    assert Unit.objects.get(code="HUMAS").parent == Unit.objects.get(code="SETMEN")
