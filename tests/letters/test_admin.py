"""Letters and notices in the admin: to be read, never changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.people.models import User


@pytest.fixture
def admin(office: Any, client_as: Any) -> Client:
    chief = User.objects.create_superuser(email="admin@uji.example", password="rahasia-sekali-1")
    browser: Client = client_as(chief)
    return browser


@pytest.mark.parametrize("model", ["letters_letter", "mail_notice"])
def test_nothing_can_be_added(admin: Client, model: str) -> None:
    assert admin.get(reverse(f"admin:{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:{model}_add")).status_code == 403


def test_a_letter_is_shown_without_what_it_says(
    admin: Client, issue: Callable[..., Letter]
) -> None:
    letter = issue("receipt")
    page = admin.get(reverse("admin:letters_letter_change", args=[letter.pk]))
    text = page.content.decode()
    assert letter.number in text
    assert "Rahayu" not in text
    assert 'name="_save"' not in text
    changed = admin.post(reverse("admin:letters_letter_change", args=[letter.pk]), {"number": "x"})
    assert changed.status_code == 403


def test_waiting_letters_can_be_rendered_from_the_list(
    admin: Client, issue: Callable[..., Letter]
) -> None:
    letter = issue()
    admin.post(
        reverse("admin:letters_letter_changelist"),
        {"action": "render_again", "_selected_action": [letter.pk]},
    )
    letter.refresh_from_db()
    assert letter.status == "rendered"


def test_an_undelivered_notice_can_be_sent_again_from_the_list(admin: Client, case: Any) -> None:
    notice = Notice(kind="x", audience="applicant", subject="Uji", body="Isi", dedupe="uji")
    notice.case, notice.status = case, "failed"
    notice.recipients = ["rahayu@uji.example"]
    notice.save()
    page = admin.get(reverse("admin:mail_notice_change", args=[notice.pk]))
    assert "rahayu@uji.example" not in page.content.decode()
    for expected in ("waiting", "waiting"):
        done = admin.post(
            reverse("admin:mail_notice_changelist"),
            {"action": "send_again", "_selected_action": [notice.pk]},
            follow=True,
        )
        notice.refresh_from_db()
        assert notice.status == expected
    assert "sudah terkirim atau sedang menunggu" in done.content.decode()
