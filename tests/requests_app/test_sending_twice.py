"""S11: however often a filled form is sent, it is one request, one number, one notice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.people.models import Applicant
from ppid_portal.sop.models import NumberSeries
from requests_app.intake import file_request
from requests_app.models import InformationRequest, RequestDraft
from requests_app.views import COOKIE
from tests.requests_app.filling import CHECK, SENT, START, fill, pdf, send
from tests.requests_app.makers import filing

pytestmark = pytest.mark.django_db


def assert_filed_once():
    assert InformationRequest.objects.count() == 1
    assert Applicant.objects.count() == 1
    assert Letter.objects.filter(kind="receipt").count() == 1
    assert Notice.objects.filter(kind="request_received").count() == 1
    assert NumberSeries.objects.get(register="request").last == 1


def test_a_replayed_post_leads_to_the_same_confirmation(client, office):
    fill(client)
    first = send(client)
    for _again in range(3):
        response = client.post(CHECK, {"website": ""})
        assert response["Location"] == SENT
        assert client.get(SENT).context["case"] == first.context["case"]
    assert_filed_once()


def test_a_replay_after_the_session_ended_finds_the_request(client, office):
    fill(client)
    send(client)
    client.cookies.pop("sessionid")
    assert client.post(CHECK, {"website": ""})["Location"] == SENT
    assert client.get(SENT).status_code == 200
    assert_filed_once()


def test_opening_the_confirmation_again_changes_nothing(client, office):
    fill(client)
    first = send(client).content.decode()
    number = InformationRequest.objects.get().number
    for _again in range(3):
        assert number in client.get(SENT).content.decode()
    assert number in first
    assert_filed_once()


def test_an_old_page_posted_after_sending_leads_to_the_confirmation(client, office):
    fill(client)
    send(client)
    response = client.post(f"{START}tujuan/", {"purpose": "Lain"})
    assert response["Location"] == SENT
    assert InformationRequest.objects.get().purpose == "Penelitian skripsi."


def test_what_was_typed_is_not_kept_twice(client, office):
    fill(client)
    key = client.cookies[COOKIE].value
    send(client)
    from requests_app.drafts import Draft

    draft = Draft.find(key)
    assert draft.is_empty
    assert draft.sent_as.concrete() == InformationRequest.objects.get()


def test_a_second_request_is_another_one(client, office):
    fill(client)
    send(client)
    assert "masih tersimpan" not in client.get(START).content.decode()
    fill(client, informasi={"information": "Hal lain."})
    send(client)
    assert InformationRequest.objects.count() == 2
    assert RequestDraft.objects.count() == 2


def test_the_confirmation_without_a_request_leads_to_tracking(client):
    assert client.get(SENT)["Location"] == "/lacak/"


def test_a_failure_half_way_leaves_nothing(client, office, monkeypatch):
    fill(client)
    client.post(f"{START}dokumen/", {"identity": pdf()})

    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr("requests_app.notices.received", fail)
    with pytest.raises(RuntimeError):
        client.post(CHECK, {"website": ""})
    assert not InformationRequest.objects.exists()
    assert not Applicant.objects.exists()
    monkeypatch.undo()
    send(client)
    assert_filed_once()
    assert InformationRequest.objects.get().documents.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_clicks_at_the_same_moment_file_once(office):
    first = Client()
    fill(first)
    key = first.cookies[COOKIE].value

    def click(_number):
        browser = Client()
        browser.cookies[COOKIE] = key
        try:
            return browser.post(CHECK, {"website": ""}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(click, range(4))) == [302] * 4
    assert_filed_once()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_intake_itself_files_a_key_once(office):
    """Without any lock on a draft, the unique key alone must hold."""

    def send_one(_number):
        try:
            return file_request(filing(), idempotency_key="sama").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(send_one, range(8)))) == 1
    assert_filed_once()
