"""S18 for the chain: whoever is not concerned gets in nowhere, and reads no title on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ppid_portal.files.models import StoredFile
from ppid_portal.letters.models import Letter
from ppid_portal.sop.access import link_token
from requests_app.models import Obligation
from tests.driver_disputes import DisputeDesk

pytestmark = pytest.mark.django_db
SECRET = "Proyek Merak Jingga"


@pytest.fixture
def desk(office: Any, travel: Any) -> DisputeDesk:
    """Return the office at work on Monday, 9 March 2026."""
    travel("2026-03-09 10:00")
    return DisputeDesk(office, travel)


def _opened(case: Any) -> Client:
    browser = Client()
    browser.get(reverse("objections_app:track_link", args=[case.public_id, link_token(case)]))
    return browser


def test_nobody_else_reaches_the_pages_of_a_chain(desk: DisputeDesk, client_as: Any) -> None:
    """Anonymous, another objector, another unit, and staff without a task: by GET and by POST."""
    request = desk.objections.desk.answered("granted", title=SECRET, information=SECRET)
    objection = desk.objections.signed("upheld", request=request, grounds=("d",))
    obligation = Obligation.objects.get()
    dispute = desk.summoned(objection=None, information=SECRET)
    other = desk.objections.incomplete(request=desk.objections.refused_request())
    cases = (objection, obligation, dispute)
    urls = [
        *(reverse("desk:case", args=[case.pk]) for case in cases),
        *(reverse("desk:chain", args=[case.pk]) for case in cases),
        *(reverse("desk:approval", args=[case.pk]) for case in cases),
        *(reverse("disputes_evidence:page", args=[case.pk]) for case in cases),
        *(reverse("desk:applicant", args=[case.pk]) for case in cases),
        *(reverse("desk:message", args=[case.pk]) for case in cases),
        *(
            reverse("objections_desk:preview", args=[objection.pk, name])
            for name in ("tanda-bukti", "memorandum", "tanggapan")
        ),
        *(
            reverse(f"objections_app:{name}", args=[objection.public_id])
            for name in ("case", "complete", "message", "withdraw", "counter_done")
        ),
        *(reverse("desk:letter", args=[letter.pk]) for letter in Letter.objects.all()),
        *(reverse("files:download", args=[file.pk]) for file in StoredFile.objects.all()),
        reverse("reports:download", args=["keberatan"]),
        reverse("disputes_desk:new"),
        reverse("objections_app:counter"),
    ]
    strangers = {
        "anonymous": Client(),
        "another objector": _opened(other),
        "another unit": client_as(desk.office.pelaksana_b),
        "no task": client_as(desk.office.outsider),
    }
    before = {case.pk: (case.state, case.history.count()) for case in cases}
    for name, browser in strangers.items():
        for url in urls:
            for answer in (browser.get(url), browser.post(url, {"tindakan": "withdraw"})):
                assert answer.status_code in (302, 403, 404, 405), (name, url)
                assert SECRET not in answer.content.decode(), (name, url)
                assert SECRET not in answer.headers.get("Location", ""), (name, url)
    for case in cases:
        fresh = type(case).objects.get(pk=case.pk)
        assert (fresh.state, fresh.history.count()) == before[case.pk]


def test_legal_affairs_reach_no_dispute_before_they_are_called(
    desk: DisputeDesk, client_as: Any
) -> None:
    """Legal affairs advise on the disputes that they are asked about (SOP 4.5), not on all."""
    case = desk.verified(objection=None, information=SECRET)
    browser = client_as(desk.office.hukum)
    assert browser.get(reverse("desk:case", args=[case.pk])).status_code == 404
    assert SECRET not in browser.get(reverse("disputes_calendar:page")).content.decode()
