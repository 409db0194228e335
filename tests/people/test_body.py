"""The public body is data: one row, read once per request, shown without a restart."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.db.models.query import QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from ppid_portal.people.body import begin_request, body, end_request
from ppid_portal.people.context import body as context
from ppid_portal.people.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@pytest.fixture
def in_request() -> Any:
    """Stand inside a request."""
    begin_request()
    yield
    end_request()


def test_it_starts_as_the_ministry() -> None:
    """Domain 1.1 and S3: the data that the ministry publishes."""
    found = body()
    assert found.name == "Kementerian Sekretariat Negara"
    assert found.email == "humas@setneg.go.id"
    assert found.brand_colour == "#0b4f5c"
    assert found.letterhead_lines[0].startswith("KEMENTERIAN SEKRETARIAT NEGARA")
    assert len(found.legal_reference_lines) == 3


@pytest.mark.every_database
@pytest.mark.usefixtures("in_request")
def test_a_request_reads_it_once() -> None:
    """Header, letterhead and footer share it."""
    with CaptureQueriesContext(connection) as queries:
        assert body().name == body().name
        assert str(context(RequestFactory().get("/"))["body"])
    assert len(queries) == 1


@pytest.mark.every_database
def test_a_page_that_does_not_show_it_costs_nothing() -> None:
    """The context processor is lazy."""
    with CaptureQueriesContext(connection) as queries:
        context(RequestFactory().get("/"))
    assert len(queries) == 0


@pytest.mark.usefixtures("in_request")
def test_a_change_shows_at_once() -> None:
    """In the same request, and in every other one because nothing outlives a request."""
    changed = body()
    changed.name = "Badan Uji"
    changed.save()
    assert body().name == "Badan Uji"
    end_request()
    begin_request()
    QuerySet(PublicBody).update(name="Badan Lain")
    assert body().name == "Badan Lain"


def test_an_emptied_database_still_has_a_letterhead() -> None:
    """No page fails for want of it."""
    QuerySet(PublicBody).delete()
    assert body().short_name == "Kemensetneg"


@pytest.mark.every_database
def test_there_is_exactly_one() -> None:
    """Saving another is saving this one."""
    other = PublicBody(name="Lain", short_name="L", code="L", address="-", city="-", email="a@b.c")
    other.save()
    assert PublicBody.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicBody.objects.bulk_create([PublicBody(pk=2, name="Kedua")])
    with pytest.raises(ProtectedError):
        other.delete()


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("logo.png", PNG, True),
        ("logo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 32, True),
        ("logo.svg", b"<svg onload='alert(1)'/>", False),
        ("logo.png", b"<html>", False),
        ("logo.png", PNG + b"\0" * 600_000, False),
    ],
    ids=["PNG", "JPG", "SVG", "renamed HTML", "too large"],
)
def test_a_logo_is_a_small_picture(name: str, content: bytes, accepted: bool) -> None:
    """It stands on every page: nothing that could run."""
    changed = body()
    changed.logo = SimpleUploadedFile(name, content)
    if accepted:
        changed.full_clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            changed.full_clean()
        assert "logo" in refusal.value.message_dict


def test_a_colour_is_six_digits() -> None:
    """It is written into a style sheet: nothing else may get there."""
    changed = body()
    changed.brand_colour = "red;}"
    with pytest.raises(ValidationError) as refusal:
        changed.full_clean()
    assert "brand_colour" in refusal.value.message_dict
