"""Every text of the published request registers goes through the form and is found again, whole."""

from __future__ import annotations

import csv
import html
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from requests_app.models import InformationRequest
from tests.conftest import REAL_DATA
from tests.requests_app import filling

CHUNKS = 6


def texts() -> list[str]:
    """Return each different text of the registers, in their order."""
    path = REAL_DATA / "requests_real.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row["informasi_yang_diminta"].strip() for row in csv.DictReader(file)]
    return [text for text in dict.fromkeys(rows) if text]


@pytest.mark.real_data
@pytest.mark.django_db
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_it_files_and_finds_every_real_text(
    office: Any, client_as: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Nothing is cut, changed or refused, and the desk finds it by its own words."""
    # One visitor files them all here; the throttle against floods has tests of its own.
    monkeypatch.setattr("requests_app.throttle.too_many", lambda *args, **kwargs: False)
    chosen = texts()[chunk::CHUNKS]
    if connection.vendor == "postgresql":
        # The form is the same; on the second database a part of the texts proves the search.
        chosen = chosen[::10]
    staff = client_as(office.petugas)
    # What surrounds the text is the same for each: answered once, page by page, and then copied.
    model = Client()
    filling.fill(model)
    given = filling.answered(model)
    for text in chosen:
        citizen = Client()
        filling.go_on_from(citizen, given)
        response = citizen.post(filling.address("informasi"), {"information": text})
        assert response.status_code == 302, filling.errors(response)
        shown = html.unescape(citizen.get(filling.CHECK).content.decode())
        assert " ".join(text.split()) in " ".join(shown.split())
        page = filling.send(citizen).content.decode()
        case = InformationRequest.objects.latest("pk")
        assert case.number
        assert case.number in page
        assert case.information == text.replace("\r\n", "\n")
        words = " ".join(text.split()[:12])
        found = staff.get(reverse("desk:search"), {"q": words}).content.decode()
        assert case.number in found, text
        shown = html.unescape(staff.get(reverse("desk:case", args=[case.pk])).content.decode())
        assert " ".join(text.split()) in " ".join(shown.split())
