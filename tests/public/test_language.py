"""Pages are Indonesian unless their reader chose English."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.any_database


@pytest.mark.django_db
def test_it_is_indonesian_for_a_browser_set_to_english() -> None:
    """A phone set to English is no choice of its owner on this site."""
    answer = Client().get(reverse("public:home"), headers={"accept-language": "en-US,en"})
    assert answer.headers["Content-Language"] == "id"
    assert b'lang="id"' in answer.content


@pytest.mark.django_db
def test_it_is_english_for_who_switched() -> None:
    """The switch is a form, and its choice is kept."""
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    answer = client.get(reverse("public:home"))
    assert answer.headers["Content-Language"] == "en"
    assert b'lang="en"' in answer.content


@pytest.mark.django_db
def test_it_ignores_an_unknown_choice() -> None:
    """A cookie of another site or a typed value changes nothing."""
    client = Client()
    client.cookies["django_language"] = "xx"
    assert client.get(reverse("public:home")).headers["Content-Language"] == "id"
