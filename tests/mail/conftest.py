"""A case to tell somebody about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from ppid_portal.letters import samples
from ppid_portal.letters import services as letters
from ppid_portal.letters.models import Letter
from ppid_portal.mail import notices, services
from ppid_portal.mail.models import Notice
from ppid_portal.people.models import Applicant
from ppid_portal.sop.models import Case

TEST_KIND = notices.NoticeKind(
    key="test_notice",
    subject="Permohonan {{ number }}: {{ what }}",
    body="Yth. pemohon,\n\n{{ what }} pada {{ on|date_long }}.\n\nLihat di sini:\n{{ link }}\n\n"
    "Salam, {{ body }}",
    variables=("what", "on"),
    audience="applicant",
    optional=("extra",),
)
TEST_STAFF_KIND = notices.NoticeKind(
    key="test_staff_notice",
    subject="Tugas {{ number }}",
    body="Buka berkas: {{ link }}",
    variables=(),
    audience="staff",
)


class Broken(BaseEmailBackend):
    """A mail server that fails in the way ``errors`` says, then works."""

    errors: list[Exception] = []
    sent: list[Any] = []

    def send_messages(self, messages: Any) -> int:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.extend(messages)
        return len(messages)


@pytest.fixture
def mail_server(settings: Any) -> Iterator[type[Broken]]:
    """Replace the mail server by one whose failures a test decides."""
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": f"{Broken.__module__}.Broken"},
    }
    Broken.errors, Broken.sent = [], []
    yield Broken
    Broken.errors, Broken.sent = [], []


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    notices.declare(TEST_KIND)
    notices.declare(TEST_STAFF_KIND)
    yield
    notices._kinds.pop(TEST_KIND.key)
    notices._kinds.pop(TEST_STAFF_KIND.key)


@pytest.fixture
def case(office: Any) -> Case:
    applicant = Applicant.objects.create(
        kind="perorangan", name="Rahayu Lestari", nik="3273014504900001", email="rahayu@uji.example"
    )
    made = Case.objects.create(title="Laporan", number=samples.NUMBER, applicant=applicant)
    # The mail room knows no kind of case; links need one that applicants have a page for.
    Case.objects.filter(pk=made.pk).update(kind="request")
    made.kind = "request"
    return made


@pytest.fixture
def tell(case: Case) -> Any:
    """Write the test notice: ``tell(dedupe="2", letters=[letter])``."""

    def told(key: str = "test_notice", **changes: Any) -> Notice:
        return services.notify(
            changes.pop("case", case),
            key,
            to=changes.pop("to", ["rahayu@uji.example"]),
            variables=changes.pop(
                "variables",
                {"what": "Diterima", "on": datetime(2026, 3, 30).date()}
                if key == "test_notice"
                else {},
            ),
            dedupe=changes.pop("dedupe", "1"),
            **changes,
        )

    return told


@pytest.fixture
def letter(case: Case, office: Any) -> Letter:
    with transaction.atomic():
        return letters.issue(
            "extension",
            case=case,
            signatory=office.actor(office.ketua),
            context=samples.contexts()["extension"],
            at=datetime(2026, 3, 30, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta")),
        )
