"""Requests in the states that applicants meet, made through the engine."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.access import secret_path
from requests_app.intake import Filing, file_request
from requests_app.models import InformationRequest

NIK = "3171234106900001"


def filing(**changes: Any) -> Filing:
    """Return what a person asks by e-mail."""
    applicant = {
        "kind": "perorangan",
        "name": "Siti Aminah",
        "nik": NIK,
        "address": "Jalan Melati 4, Bandung",
        "email": "siti@contoh.example",
        "phone": "081234567890",
        **changes.pop("applicant", {}),
    }
    return Filing(
        applicant=applicant,
        **{
            "information": "Laporan keuangan Biro Umum tahun 2025.",
            "purpose": "Penelitian.",
            **changes,
        },
    )


def received(**changes: Any) -> InformationRequest:
    """Return a request that has just arrived."""
    return file_request(filing(**changes))


def incomplete(office: Any, **changes: Any) -> InformationRequest:
    """Return a request that was given back to its applicant."""
    return engine.perform(
        received(**changes),
        "return_incomplete",
        office.actor(office.petugas),
        missing=["Salinan KTP belum dilampirkan."],
    )


def registered(office: Any, **changes: Any) -> InformationRequest:
    """Return a request that stands in the register."""
    officer = office.actor(office.petugas)
    case = engine.perform(received(**changes), "confirm_complete", officer)
    return engine.perform(case, "register_request", officer)


def clarifying(office: Any) -> InformationRequest:
    """Return a request whose applicant was asked something."""
    return engine.perform(
        registered(office),
        "ask_clarification",
        office.actor(office.petugas),
        question="Seluruh unit, atau kantor pusat saja?",
    )


def lapse(case: InformationRequest) -> InformationRequest:
    """Let a request lapse, as the sweep does."""
    return engine.perform(case, "lapse", Actor.system())


def browser_of(case: InformationRequest) -> Client:
    """Return a browser that has opened a case by its secret link."""
    client = Client()
    response = client.get(secret_path(case))
    assert response.status_code == 302
    return client
