"""The intake that form, counter and demonstration share."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppid_portal.people.models import Applicant
from requests_app.intake import TITLE_LENGTH, file_request, title_of
from requests_app.models import InformationRequest
from tests.requests_app.makers import filing


@pytest.mark.django_db
def test_the_number_is_given_at_once(office):
    """UU 14/2008 Pasal 22 ayat (4) and (5)."""
    case = file_request(filing())
    assert case.number
    assert case.letters.filter(kind="receipt").exists()
    assert {d.rule for d in case.deadlines.all()} == {
        "completeness_notice",
        "written_notification",
    }


@pytest.mark.django_db
def test_the_same_key_is_the_same_request(office):
    first = file_request(filing(), idempotency_key="k")
    assert file_request(filing(information="Lain"), idempotency_key="k") == first
    assert Applicant.objects.count() == 1


@pytest.mark.django_db
def test_the_same_text_of_two_people_is_two_requests(office):
    """S12: neither is dropped."""
    one = file_request(filing())
    other = file_request(filing(applicant={"name": "Orang Lain"}))
    assert one.number != other.number
    assert one.fingerprint == other.fingerprint
    assert InformationRequest.objects.count() == 2


@pytest.mark.django_db
def test_received_at_is_when_it_reached_the_body(office):
    moment = datetime(2026, 3, 6, 3, 0, tzinfo=UTC)
    case = file_request(filing(received_at=moment, channel="letter"))
    assert case.received_at == moment
    assert str(case.counted_from) == "2026-03-06"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Status tanah", "Status tanah"),
        ("  \n\n Baris kedua.\nBaris ketiga", "Baris kedua"),
        ("1. RAB tahun 2025", "1. RAB tahun 2025"),
        (
            "Salinan perjanjian kerja sama pengelolaan parkir. Mohon disertai lampirannya.",
            "Salinan perjanjian kerja sama pengelolaan parkir",
        ),
    ],
)
def test_the_title_is_the_first_sentence(text, title):
    assert title_of(text) == title


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_a_title_is_short_and_one_line(text):
    title = title_of(text)
    assert len(title) <= TITLE_LENGTH
    assert "\n" not in title
