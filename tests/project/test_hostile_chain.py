"""Whatever is typed into objections, obligations and disputes: a sentence, never an error page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ppid_portal.sop import engine
from ppid_portal.sop.access import link_token
from requests_app.models import Obligation
from tests.driver_disputes import DisputeDesk
from tests.project.test_hostile_input import WILD, attack

pytestmark = pytest.mark.django_db

TEXT = WILD["signs"]


@pytest.fixture
def desk(office: Any, travel: Any) -> DisputeDesk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return DisputeDesk(office, travel)


def _steps(desk: DisputeDesk, case: Any, client_as: Any) -> list[str]:
    """Attack every act that a case leaves to anybody of the office, as that person."""
    broken: list[str] = []
    people = (desk.office.petugas, desk.office.ketua, desk.office.atasan, desk.office.hukum)
    for user in (*people, desk.office.pelaksana_a):
        fresh = type(case).objects.get(pk=case.pk)
        for move in engine.moves(fresh, [desk.office.actor(user)]):
            if move.allowed:
                url = f"{reverse('desk:case', args=[case.pk])}?tindakan={move.name}"
                broken += attack(client_as(user), url, TEXT)
    return broken


def test_the_steps_of_an_objection_take_anything(desk: DisputeDesk, client_as: Any) -> None:
    assert _steps(desk, desk.objections.deciding(), client_as) == []


def test_the_steps_of_a_dispute_take_anything(desk: DisputeDesk, client_as: Any) -> None:
    assert _steps(desk, desk.adjudication(), client_as) == []


def test_the_other_pages_of_the_chain_take_anything(desk: DisputeDesk, client_as: Any) -> None:
    dispute = desk.ruled(objection=None)
    obligation = Obligation.objects.get()
    objection = desk.objections.incomplete()
    broken = _steps(desk, obligation, client_as)
    for user in (desk.office.petugas, desk.office.hukum):
        for url in (
            reverse("objections_app:counter"),
            reverse("reports:register", args=["keberatan"]),
            reverse("reports:download", args=["keberatan"]),
            reverse("disputes_desk:new"),
            reverse("disputes_calendar:page"),
            reverse("disputes_evidence:page", args=[dispute.pk]),
            reverse("desk:chain", args=[dispute.pk]),
        ):
            broken += attack(client_as(user), url, TEXT)
    browser = Client()
    browser.get(
        reverse("objections_app:track_link", args=[objection.public_id, link_token(objection)])
    )
    for name in ("case", "complete", "message", "withdraw"):
        broken += attack(
            browser, reverse(f"objections_app:{name}", args=[objection.public_id]), TEXT
        )
    stranger = Client()
    for url in (
        reverse("objections_app:start"),
        *(
            reverse("objections_app:page", args=[slug])
            for slug in ("tentang", "siapa", "alasan", "informasi", "kasus-posisi", "kontak")
        ),
        reverse("objections_app:check"),
        reverse("disputes_calendar:feed", args=["1-salah"]),
    ):
        broken += attack(stranger, url, TEXT)
    assert broken == []
