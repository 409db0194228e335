"""/healthz answers for the process alone, /readyz for everything the portal needs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from ppid_portal.clock import heartbeat
from ppid_portal.letters.signing import certificates
from ppid_portal.operations import health, probe


def checks(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content)["checks"]


def test_healthz_asks_nobody_else(client: Client) -> None:
    """No database fixture here: a query would fail."""
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"alive": True}
    assert "no-store" in answer["Cache-Control"]


def test_it_is_ready_when_all_is_well(client: Client, db: None) -> None:
    heartbeat.beat("deadlines", {})
    status, found = checks(client)
    assert status == 200, found
    assert set(found) == {
        "database",
        "broker",
        "sweep",
        "fonts",
        "certificate",
        "letters",
        "disk",
    }
    assert all(check["ok"] for check in found.values())
    assert all(check["milliseconds"] >= 0 for check in found.values())


def test_it_is_not_ready_before_the_first_sweep(client: Client, db: None) -> None:
    status, found = checks(client)
    assert status == 503
    assert [name for name, check in found.items() if not check["ok"]] == ["sweep"]


def test_a_sweep_that_stopped_is_an_alarm(
    client: Client, db: None, travel: Callable[[str], object]
) -> None:
    travel("2026-03-09 10:00")
    heartbeat.beat("deadlines", {})
    travel("2026-03-09 10:14")
    assert checks(client)[0] == 200
    travel("2026-03-09 10:16")
    status, found = checks(client)
    assert status == 503
    assert "16 menit" in found["sweep"]["detail"]


def test_a_dead_broker_is_named_and_stops_no_other_check(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead() -> str:
        raise ConnectionError("redis://:rahasia@10.0.0.1 refused")

    monkeypatch.setitem(health.CHECKS, "broker", dead)
    heartbeat.beat("deadlines", {})
    status, found = checks(client)
    assert status == 503
    assert [name for name, check in found.items() if not check["ok"]] == ["broker"]
    # What a library says may hold addresses and passwords.
    assert "rahasia" not in json.dumps(found)
    assert "10.0.0.1" not in json.dumps(found)


def test_a_dead_database_is_an_answer_and_not_a_crash(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_args: object) -> None:
        raise DatabaseError("password=rahasia")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", dead)
        status, found = checks(client)
    assert status == 503
    assert not found["database"]["ok"]
    assert not found["sweep"]["ok"]
    assert found["disk"]["ok"]
    assert "rahasia" not in json.dumps(found)


def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "fonts_present", lambda: ["Huruf.ttf"])
    with pytest.raises(health.Unwell, match=r"Huruf\.ttf"):
        health.fonts()


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 62)
    with pytest.raises(health.Unwell, match="kosongkan ruang"):
        health.disk()


def test_a_queue_folder_that_cannot_be_written_is_told(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "queue")}
    assert health.broker()
    monkeypatch.setattr(os, "access", lambda *_args: False)
    with pytest.raises(health.Unwell, match="antrean"):
        health.broker()


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_probe_of_the_containers_reads_both(live_server: Any) -> None:
    assert probe.well(f"{live_server.url}/healthz")
    assert not probe.well(f"{live_server.url}/readyz")  # no sweep has run
    assert probe.well(f"{live_server.url}/readyz", check="database")
    assert not probe.well(f"{live_server.url}/readyz", check="sweep")
    assert not probe.well(f"{live_server.url}/healthz", check="sweep")
    assert not probe.well("http://127.0.0.1:1/healthz")


def test_a_certificate_that_signs_no_more_is_an_alarm(
    client: Client, db: None, settings: Any, tmp_path: Path, travel: Callable[[Any], object]
) -> None:
    settings.SIGNING_CERTIFICATE = tmp_path / "badan.p12"
    settings.SIGNING_MAKES_CERTIFICATE = False
    assert "belum ada sertifikat" in checks(client)[1]["certificate"]["detail"]
    ends = certificates.make(years=1).not_valid_after_utc
    assert checks(client)[1]["certificate"]["ok"]
    travel(ends - timedelta(days=29))
    soon = checks(client)[1]["certificate"]
    assert soon["ok"], "letters are still signed"
    assert "segera perbarui" in soon["detail"]
    travel(ends + timedelta(days=1))
    status, found = checks(client)
    assert status == 503
    assert not found["certificate"]["ok"]


def test_a_changed_letter_is_an_alarm(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Invariant 5: issued letters never change."""
    from ppid_portal.letters.models import Letter
    from ppid_portal.sop.models import Case

    case = Case.objects.create(title="Uji", number="1")
    letter = Letter(kind="extension", number="B-1", case=case, title="Uji", sealed_context="{}")
    letter.save()
    assert checks(client)[1]["letters"]["ok"]
    Letter.objects.update(damage="changed", damaged_at=letter.issued_at)
    status, found = checks(client)
    assert status == 503
    assert "B-1" in found["letters"]["detail"]
