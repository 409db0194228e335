"""The record of every act: append-only, ordered, and it shows when somebody touched it (S25)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppid_portal.audit.models import AppendOnly, AuditEntry, AuditStream
from ppid_portal.audit.services import Fault, record, record_view, verify
from ppid_portal.people.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> list[AuditEntry]:
    """Five entries of one stream, and one of another."""
    record("open", stream="case:2", subject="request:2")
    return [
        record("step", stream="case:1", subject="request:1", data={"n": number})
        for number in range(1, 6)
    ]


def sql(statement: str, *parameters: Any) -> None:
    """Do what somebody with the database's password does."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def places(faults: list[Fault]) -> list[tuple[str, int]]:
    """Return where the faults are."""
    return [(fault.stream, fault.sequence) for fault in faults]


def test_it_chains_entries_within_a_stream(chain: list[AuditEntry]) -> None:
    """Each entry names the hash of the one before it; streams do not mix."""
    assert [entry.sequence for entry in chain] == [1, 2, 3, 4, 5]
    assert chain[0].prev_hash == "0" * 64
    assert [entry.prev_hash for entry in chain[1:]] == [entry.hash for entry in chain[:-1]]
    assert verify() == []


def test_it_names_who_acted_in_which_role_and_mandate(office: Any) -> None:
    """Who, as which role, from and to which state, when and why."""
    at = datetime(2026, 3, 9, 3, 0, tzinfo=UTC)
    record(
        "dispose",
        stream="case:1",
        subject="request:1",
        actor=office.actor(office.ketua),
        from_state="registered",
        to_state="assigned",
        reason="Dikuasai Biro Keuangan",
        at=at,
    )
    entry = AuditEntry.objects.get(stream="case:1")
    assert (entry.user_id, entry.name, entry.role) == (
        office.ketua.pk,
        "Dewi Anggraini",
        "ketua_ppid",
    )
    assert (entry.from_state, entry.to_state, entry.at) == ("registered", "assigned", at)
    assert entry.reason == "Dikuasai Biro Keuangan"


def test_it_never_copies_the_name_of_an_applicant() -> None:
    """UU 27/2022: what is chained cannot be forgotten again."""
    entry = record(
        "withdraw", stream="case:1", subject="request:1", actor=Actor.applicant(1, "Siti Aminah")
    )
    assert entry.name == ""
    assert entry.role == "pemohon"


def test_it_calls_nobody_the_system() -> None:
    """A lapse has no person behind it."""
    entry = record("lapse", stream="case:1", subject="request:1")
    assert (entry.role, entry.user_id) == ("sistem", None)


def test_it_leaves_nothing_of_an_act_that_is_rolled_back(chain: list[AuditEntry]) -> None:
    """No entry and no gap."""
    with transaction.atomic():
        record("step", stream="case:1", subject="request:1")
        transaction.set_rollback(True)
    assert record("step", stream="case:1", subject="request:1").sequence == 6
    assert verify() == []


def test_it_costs_three_statements(chain: list[AuditEntry]) -> None:
    """The engine records on every step."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        record("step", stream="case:1", subject="request:1")
    assert len(queries) == 3


@pytest.mark.parametrize(
    "act",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.all().update(reason="lain"),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["reason"]),
        lambda entry: AuditEntry.objects.bulk_create([AuditEntry(stream="x", sequence=1)]),
    ],
    ids=["save", "delete", "update", "delete many", "bulk update", "bulk create"],
)
def test_it_refuses_to_change_history(chain: list[AuditEntry], act: Any) -> None:
    """The program itself has no way to do it."""
    with pytest.raises(AppendOnly):
        act(chain[2])
    assert verify() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "Alasan lain"),
        ("role", "atasan_ppid"),
        ("name", "Orang Lain"),
        ("user_id", 99),
        ("verb", "approve"),
        ("subject", "request:9"),
        ("to_state", "granted"),
        ("mandate", "Plh."),
        ("data", '{"n": 4}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("hash", "f" * 64),
    ],
)
def test_it_finds_an_edited_entry_at_that_entry(
    chain: list[AuditEntry], column: str, value: Any
) -> None:
    """S25: editing one row directly in the database makes verification fail at that row."""
    sql(f"UPDATE audit_auditentry SET {column} = %s WHERE id = %s", value, chain[2].pk)
    assert places(verify())[0] == ("case:1", 3)
    assert verify("case:2") == []


def test_it_finds_a_deleted_entry(chain: list[AuditEntry]) -> None:
    """A hole in the middle."""
    sql("DELETE FROM audit_auditentry WHERE id = %s", chain[2].pk)
    assert places(verify()) == [("case:1", 3)]


def test_it_finds_a_truncated_tail(chain: list[AuditEntry]) -> None:
    """What is left is whole; the head knows that more was there."""
    sql("DELETE FROM audit_auditentry WHERE id IN (%s, %s)", chain[3].pk, chain[4].pk)
    assert places(verify()) == [("case:1", 4)]


def test_it_finds_a_stream_that_is_gone(chain: list[AuditEntry]) -> None:
    """All entries deleted, the head forgotten."""
    sql("DELETE FROM audit_auditentry WHERE stream = %s", "case:1")
    assert places(verify()) == [("case:1", 1)]


def test_it_finds_a_head_that_is_gone(chain: list[AuditEntry]) -> None:
    """Whoever cuts the tail may try to hide the head."""
    sql("DELETE FROM audit_auditstream WHERE name = %s", "case:1")
    assert places(verify()) == [("case:1", 5)]


def test_it_finds_an_inserted_entry(chain: list[AuditEntry]) -> None:
    """Behind the end: the head does not know it; in between: the next one does not follow it."""
    forged = {
        field.attname: getattr(chain[4], field.attname)
        for field in AuditEntry._meta.fields
        if field.attname != "id"
    }
    forged |= {"sequence": 6, "prev_hash": chain[4].hash, "data": "{}"}
    columns = ", ".join(forged)
    marks = ", ".join(["%s"] * len(forged))
    sql(f"INSERT INTO audit_auditentry ({columns}) VALUES ({marks})", *forged.values())
    assert ("case:1", 6) in places(verify())

    sql("DELETE FROM audit_auditentry WHERE stream = %s AND sequence = 6", "case:1")
    for sequence in (5, 4, 3):
        sql(
            "UPDATE audit_auditentry SET sequence = %s WHERE stream = %s AND sequence = %s",
            sequence + 1,
            "case:1",
            sequence,
        )
    forged["sequence"] = 3
    sql(f"INSERT INTO audit_auditentry ({columns}) VALUES ({marks})", *forged.values())
    assert ("case:1", 3) in places(verify())


def test_it_notes_looks_at_personal_data_per_month(travel: Any, office: Any) -> None:
    """UU 27/2022; the month is Jakarta's, not UTC's."""
    travel("2026-11-01 00:30")
    entry = record_view(office.actor(office.petugas), "request:1", "nik")
    assert (entry.stream, entry.verb, entry.data) == ("access:2026-11", "view", {"what": "nik"})


@given(
    data=st.dictionaries(
        st.text(max_size=8),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(2**70), 2**70)
            | st.floats(allow_nan=False)
            | st.decimals(allow_nan=False, allow_infinity=False)
            | st.dates()
            | st.text(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=4), inner, max_size=3)
            ),
            max_leaves=6,
        ),
        max_size=4,
    ),
    reason=st.text(max_size=40),
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_is_what_is_read(data: dict[str, Any], reason: str) -> None:
    """Whatever the data, the database gives back what was hashed."""
    record("step", stream="case:1", subject="request:1", data=data, reason=reason)
    assert verify() == []


def test_it_takes_dates_decimals_and_sets() -> None:
    """As text and in order: JSON knows none of them."""
    entry = record(
        "step",
        stream="case:1",
        subject="request:1",
        data={"due": date(2026, 3, 30), "fee": Decimal("1500.50"), "units": {3, 1}},
    )
    assert entry.data == {"due": "2026-03-30", "fee": "1500.50", "units": [1, 3]}


def test_the_command_says_that_all_is_in_place(chain: list[AuditEntry]) -> None:
    """`manage.py audit verify --json` for machines."""
    out = StringIO()
    call_command("audit", "verify", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"ok": True, "entries": 6, "faults": []}


def test_the_command_fails_at_the_fault(chain: list[AuditEntry]) -> None:
    """It exits with 1 and names stream and entry."""
    sql("UPDATE audit_auditentry SET reason = 'x' WHERE id = %s", chain[1].pk)
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("audit", "verify", "--json", stdout=out)
    assert failure.value.returncode == 1
    answer = json.loads(out.getvalue())
    assert not answer["ok"]
    assert (answer["faults"][0]["stream"], answer["faults"][0]["sequence"]) == ("case:1", 2)


def _race(stream: str, writers: int, each: int) -> list[Exception]:
    barrier, failures = Barrier(writers), []

    def write() -> None:
        try:
            barrier.wait()
            for _ in range(each):
                record("step", stream=stream, subject="request:1")
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_racing_writers_make_one_whole_chain() -> None:
    """Nobody is lost and nobody takes another's place, from the very first entry on."""
    assert _race("case:1", writers=4, each=5) == []
    assert AuditStream.objects.get(name="case:1").length == 20
    assert verify() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_racing_writers_on_postgresql_wait_for_the_head() -> None:
    """With row locks instead of SQLite's single writer."""
    assert _race("case:1", writers=8, each=25) == []
    assert list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, 201)
    )
    assert verify() == []
