"""The body's colours reach the pages as a stylesheet, and stay readable."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from ppid_portal.people.models import PublicBody
from ppid_portal.public import theme

pytestmark = pytest.mark.any_database

colours = st.tuples(*[st.integers(0, 255)] * 3)


def brand(css: str) -> tuple[int, int, int]:
    found = re.search(r"--brand:#(..)(..)(..)", css)
    assert found
    return int(found[1], 16), int(found[2], 16), int(found[3], 16)


@given(colours)
@settings(max_examples=60, deadline=None)
def test_white_text_is_readable_on_any_brand_colour(colour: tuple[int, int, int]) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    css = theme.stylesheet("#{:02x}{:02x}{:02x}".format(*colour))
    assert theme.contrast(brand(css), (255, 255, 255)) >= 4.5


def test_contrast_is_measured_as_wcag_says() -> None:
    assert theme.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert theme.contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("written", ["", "red", "#12", "#0b4f5c;}body{display:none", "#ggg"])
def test_what_is_no_colour_falls_back(written: str) -> None:
    assert theme.stylesheet(written, written) == theme.stylesheet(
        theme.DEFAULT_BRAND, theme.DEFAULT_ACCENT
    )


def test_a_readable_colour_is_taken_as_it_is() -> None:
    assert brand(theme.stylesheet("#0b4f5c")) == (0x0B, 0x4F, 0x5C)


@pytest.mark.django_db
def test_the_stylesheet_is_served_and_kept(client: Client) -> None:
    response = client.get("/tema.css")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    assert "--brand:#0b4f5c" in response.content.decode()


@pytest.mark.django_db
def test_a_new_colour_gets_a_new_address(client: Client) -> None:
    """The stylesheet may be kept for a year, so a change must change its address."""

    def address() -> str:
        found = re.search(r'href="(/tema\.css\?v=\w+)"', client.get("/").content.decode())
        assert found
        return found[1]

    before = address()
    body = PublicBody.objects.get()
    body.brand_colour = "#5a1e6b"
    body.save()
    assert address() != before
    assert "--brand:#5a1e6b" in client.get(address()).content.decode()


@pytest.mark.django_db
def test_without_a_logo_there_is_none(client: Client) -> None:
    assert client.get("/logo/").status_code == 404


@pytest.mark.django_db
def test_a_logo_is_served_with_its_type(client: Client) -> None:
    from django.core.files.base import ContentFile

    body = PublicBody.objects.get()
    picture = b"\x89PNG\r\n\x1a\n" + bytes(20)
    body.logo.save("logo.png", ContentFile(picture))
    response = client.get("/logo/")
    assert response.headers["Content-Type"] == "image/png"
    assert response.content == picture
    assert 'src="/logo/"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_logo_that_is_no_picture_is_not_served(client: Client) -> None:
    from django.core.files.base import ContentFile

    body = PublicBody.objects.get()
    body.logo.save("logo.png", ContentFile(b"<svg onload='x'>"))
    assert client.get("/logo/").status_code == 404
