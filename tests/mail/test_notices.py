"""Writing notices: declared variables, once per cause, nothing secret in the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.utils import translation
from post_office.models import Email

from ppid_portal.mail import notices, services
from ppid_portal.mail.errors import UnknownNotice, WrongVariables
from ppid_portal.mail.models import Notice
from ppid_portal.sop.access import link_token
from ppid_portal.sop.models import Case

Tell = Callable[..., Notice]


def test_it_works(tell: Tell, case: Case) -> None:
    notice = tell()
    assert notice.subject == f"Permohonan {case.number}: Diterima"
    assert "Diterima pada 30 Maret 2026." in notice.body
    assert notice.status == "waiting"
    assert notice.email is not None
    assert notice.email.to == ["rahayu@uji.example"]


@pytest.mark.parametrize("variables", [{}, {"what": "x"}, {"what": "x", "on": "y", "salah": 1}])
def test_it_refuses_other_variables_than_declared(tell: Tell, variables: dict[str, Any]) -> None:
    with pytest.raises(WrongVariables):
        tell(variables=variables)
    assert not Notice.objects.exists()


def test_it_refuses_an_undeclared_notice(tell: Tell) -> None:
    with pytest.raises(UnknownNotice):
        tell("tidak_ada")


def test_a_kind_is_declared_once() -> None:
    kind = notices.get("test_notice")
    assert notices.declare(kind) is kind
    with pytest.raises(ValueError, match="declared twice"):
        notices.declare(notices.NoticeKind(**{**kind.__dict__, "subject": "Lain"}))


def test_every_declared_notice_can_be_written(db: None) -> None:
    """Each template is rendered once with something for every variable."""
    for kind in notices.kinds():
        given = {
            name: [] if name in ("missing", "lines") else "2026-03-30"
            for name in (*kind.variables, *kind.optional)
        }
        subject, body = notices.write(kind, {"number": "1", "body": "B", **given})
        assert subject.strip()
        assert body.strip()
        assert "{{" not in subject + body
        assert "{%" not in subject + body


def test_one_cause_makes_one_notice(tell: Tell) -> None:
    """S14: whoever reports the same cause again gets the first notice."""
    assert tell() == tell(variables={"what": "Lain", "on": "2026-01-01"})
    assert tell(dedupe="2") != tell()
    assert Notice.objects.count() == Email.objects.count() == 2


def test_a_race_for_one_cause_makes_one_notice(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tell()

    class Blind:
        def filter(self, **_: Any) -> Any:
            return Notice.objects.none()

        def get(self, **what: Any) -> Notice:
            return Notice.objects.get(**what)

    class BlindNotice(Notice):
        class Meta:
            proxy = True
            app_label = "mail"

        objects = Blind()

    monkeypatch.setattr(services, "Notice", BlindNotice)
    again = tell()
    assert again.pk == first.pk
    assert Email.objects.count() == 1


def test_a_rolled_back_act_tells_nobody(tell: Tell) -> None:
    with transaction.atomic():
        tell()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Email.objects.exists()


def test_what_a_person_typed_is_not_a_template(tell: Tell) -> None:
    typed = "{{ number }} {% load x %} <b>&"
    notice = tell(variables={"what": typed, "on": "2026-03-30"})
    assert typed in notice.body
    assert typed in notice.subject


def test_a_subject_is_one_line(tell: Tell) -> None:
    """A line break in a subject would be a header of the sender's choosing."""
    notice = tell(variables={"what": "Satu\r\nBcc: orang@lain.example", "on": "2026-03-30"})
    assert "\n" not in notice.subject
    assert "\r" not in notice.subject


def test_notices_are_indonesian_in_an_english_session(tell: Tell) -> None:
    with translation.override("en"):
        assert "30 Maret 2026" in tell().body


def test_what_opens_the_case_is_not_in_the_database(tell: Tell, case: Case) -> None:
    tell(variables={"what": "x", "on": "2026-03-30", "link": "https://x.example/rahasia"})
    with connection.cursor() as cursor:
        for table in ("mail_notice", "post_office_email"):
            cursor.execute(f"SELECT * FROM {table}")
            text = str(cursor.fetchall())
            assert link_token(case) not in text
            assert "rahasia" not in text


def test_addresses_are_unreadable_in_the_notice(tell: Tell) -> None:
    notice = tell()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_notice")
        assert "rahayu@uji.example" not in str(cursor.fetchall())
    assert Notice.objects.get(pk=notice.pk).recipients == ["rahayu@uji.example"]


@pytest.mark.parametrize("to", [[], [""], ["bukan alamat"], [None]])
def test_without_an_address_the_notice_is_still_kept_and_shown(tell: Tell, to: list[Any]) -> None:
    """S15: the case shows that nothing was delivered."""
    notice = tell(to=to)
    assert notice.status == "no_address"
    assert notice.is_undelivered
    assert not Email.objects.exists()
    assert notice.case is not None
    assert list(services.undelivered(notice.case)) == [notice]


def test_the_page_shows_the_text_without_the_way_to_itself(tell: Tell) -> None:
    text = tell().page_text
    assert "Diterima pada 30 Maret 2026." in text
    assert notices.LINK not in text
    assert "Lihat di sini" not in text
    assert "Salam" in text


def test_a_notice_is_never_deleted(tell: Tell) -> None:
    with pytest.raises(models.ProtectedError):
        tell().delete()


def test_a_dead_broker_does_not_disturb(
    tell: Tell, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """S14: broker unreachable; the notice is written all the same."""
    from ppid_portal import queue

    def dead(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("broker")

    queue.ask_again()
    monkeypatch.setattr(queue.current_app, "send_task", dead)
    with django_capture_on_commit_callbacks(execute=True):
        notice = tell()
    queue.ask_again()
    assert notice.status == "waiting"
