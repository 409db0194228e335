"""What the engine costs, as ratios of one run: an act, a number, a sweep, a worklist.

Nothing is asserted on time. Needs PostgreSQL (``TEST_DATABASE_URL``); ``BENCH_WORK`` chooses how
many open pieces of work the sweep and the worklist stand in front of (200,000).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ppid_portal.clock import now
from ppid_portal.sop import engine, numbers, sweeps
from ppid_portal.sop.models import DueEvent, WorkItem
from tests.driver import Desk, file_request

pytestmark = [
    pytest.mark.bench,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]

ROUNDS = 9


WORK = int(os.environ.get("BENCH_WORK", "200000"))


def timed(call: Callable[[], Any]) -> float:
    """Return the milliseconds that one call takes."""
    started = perf_counter()
    call()
    return (perf_counter() - started) * 1000


def say(capsys: Any, line: str) -> None:
    """Print past pytest."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}")


def test_one_act_against_its_raw_statements(office: Any, capsys: Any) -> None:
    """``engine.perform`` beside the same reads and writes sent as raw SQL, taking turns."""
    desk = Desk(office)
    actor = office.actor(office.petugas)
    acts, raws, statements = [], [], 0
    for number in range(ROUNDS + 2):
        case = file_request()
        if number == 0:
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as captured:
                engine.perform(case, "confirm_complete", actor)
            statements = len(captured)
            continue
        act = timed(lambda case=case: engine.perform(case, "confirm_complete", actor))
        raw = timed(lambda: _raw(captured.captured_queries))
        if number > 1:
            acts.append(act)
            raws.append(raw)
    assert desk.office is office
    say(
        capsys,
        f"engine.perform {median(acts):.2f} ms, raw statements {median(raws):.2f} ms, "
        f"{statements} statements, ratio {median(acts) / median(raws):.2f}x (goal <= 4x)",
    )


def _raw(queries: list[dict[str, str]]) -> None:
    """Send the statements of an act again: reads as they were, writes rolled back."""
    words = ("SELECT", "UPDATE")
    with transaction.atomic():
        with connection.cursor() as cursor:
            for query in queries:
                sql = query["sql"]
                if sql.startswith(words):
                    cursor.execute(sql.replace("%", "%%"))
                elif sql.startswith("INSERT"):
                    point = transaction.savepoint()
                    try:
                        cursor.execute(sql.replace("%", "%%"))
                    except Exception:
                        transaction.savepoint_rollback(point)
        transaction.set_rollback(True)


def test_numbers_under_sixteen_clients(capsys: Any) -> None:
    """A gap-free number beside a sequence, which has gaps, under 16 clients taking turns."""
    each, clients = 60, 16
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE bench_sequence")

    def gapless(_client: int) -> None:
        for _turn in range(each):
            with transaction.atomic():
                numbers.take("letter_out", now())
        connections.close_all()

    def sequence(_client: int) -> None:
        for _turn in range(each):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT nextval('bench_sequence')")
        connections.close_all()

    rates: dict[str, list[float]] = {"gapless": [], "sequence": []}
    try:
        for _round in range(3):
            for name, work in (("gapless", gapless), ("sequence", sequence)):
                with ThreadPoolExecutor(clients) as pool:
                    started = perf_counter()
                    list(pool.map(work, range(clients)))
                    rates[name].append(each * clients / (perf_counter() - started))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP SEQUENCE bench_sequence")
    ours, theirs = median(rates["gapless"]), median(rates["sequence"])
    say(
        capsys,
        f"gap-free number {ours:.0f}/s, sequence {theirs:.0f}/s under {clients} clients, "
        f"ratio {ours / theirs:.2f}x (goal >= 0.35x)",
    )


def test_sweep_and_worklist_before_many(office: Any, capsys: Any) -> None:
    """A sweep with nothing new, one with 5 % newly due, and a role's worklist."""
    case = file_request()
    later = now() + timedelta(days=30)
    template = WorkItem.objects.filter(case=case).latest("pk")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sop_workitem (case_id, step, phase, key, label, role, opened_at,
                norm_unit, counted_since, due_at, escalate_at, provisional, paused_minutes,
                closed_by_name, closed_by_act)
            SELECT %s, 'request.2', '', n::text, 'Periksa', 'unit_kerja', %s, '', %s,
                   %s + n * interval '1 second', %s + n * interval '1 second', false, 0, '', ''
            FROM generate_series(1, %s) n
            """,
            [case.pk, template.opened_at, template.opened_at, later, later, WORK],
        )
        cursor.execute("ANALYZE sop_workitem")
    quiet, count = [], []
    for _round in range(ROUNDS):
        quiet.append(timed(sweeps.find_due))
        count.append(timed(lambda: WorkItem.objects.filter(closed_at__isnull=True).count()))
    say(
        capsys,
        f"sweep with nothing new {median(quiet):.2f} ms, one full count {median(count):.2f} ms of "
        f"{WORK} open, ratio {median(quiet) / median(count):.2f}x (goal <= 0.1x at a million)",
    )
    newly = WORK // 20
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sop_workitem SET due_at = %s WHERE id IN (SELECT id FROM sop_workitem "
            "WHERE role = 'unit_kerja' ORDER BY id LIMIT %s)",
            [now() - timedelta(minutes=5), newly],
        )
    swept = timed(sweeps.find_due)
    assert DueEvent.objects.filter(kind="work_late").count() >= newly
    some = 500
    items = list(WorkItem.objects.filter(role="unit_kerja").order_by("-pk")[:some])
    loop = timed(
        lambda: [
            DueEvent.objects.get_or_create(
                kind="work_late",
                work_item=item,
                due_on=item.opened_at.date(),
                defaults={"case_id": item.case_id, "created_at": now()},
            )
            for item in items
        ]
    )
    ratio = (newly / swept) / (some / loop)
    say(
        capsys,
        f"sweep of {newly} newly due {swept:.0f} ms, an ORM loop {loop / some:.2f} ms each, "
        f"ratio {ratio:.0f}x (goal >= 150x)",
    )
    client = Client()
    client.force_login(office.petugas, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("desk:home")
    hello, worklist = [], []
    for _round in range(ROUNDS):
        hello.append(timed(lambda: _hello(client)))
        worklist.append(timed(lambda: client.get(page)))
    say(
        capsys,
        f"worklist {median(worklist):.1f} ms, hello {median(hello):.1f} ms, "
        f"ratio {median(worklist) / median(hello):.1f}x (goal <= 3x)\n",
    )


def _hello(client: Client) -> HttpResponse:
    """Answer behind the same middleware, without a view's work."""
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="tests.benchmarks.hello"):
        return client.get("/")
