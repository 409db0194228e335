"""S11. Duplicate submit.

*Given* a filled form, *when* the button is double-clicked, the page is reloaded, the POST is
replayed after a timeout, and the confirmation link is opened three times, *then* one case, one
number, one e-mail.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ppid_portal.people.models import Applicant
from ppid_portal.sop.models import NumberSeries
from requests_app.models import InformationRequest
from tests.scenarios.browser import Browser
from tests.scenarios.filing import CHECK, fill_in, key_in


def assert_one(emails: list[Any]) -> InformationRequest:
    case = InformationRequest.objects.get()
    assert NumberSeries.objects.get(register="request").last == 1
    assert Applicant.objects.count() == 1
    receipts = [m for m in emails if "kami terima" in m.subject]
    assert [m.to for m in receipts] == [["siti@contoh.example"]]
    assert case.letters.filter(kind="receipt").count() == 1
    return case


@pytest.mark.django_db
def test_pressed_again_reloaded_and_replayed(
    office: Any, citizen: Browser, travel: Any, post: Any
) -> None:
    travel("2026-03-09 10:00")
    button = fill_in(citizen).form("website")
    first = button.submit()
    second = button.submit()
    travel("2026-03-09 10:30")
    replayed = button.submit()
    reloaded = citizen.open(CHECK)
    case = assert_one(post())
    for page in (first, second, replayed, reloaded):
        assert page.url == "/permohonan/terkirim/"
        assert case.number in page.text


@pytest.mark.django_db
def test_a_replay_after_the_answer_was_lost(
    office: Any, citizen: Browser, travel: Any, post: Any
) -> None:
    """The server filed it, the line broke: the browser knows nothing of it and sends again."""
    travel("2026-03-09 10:00")
    button = fill_in(citizen).form("website")
    cookies = {name: morsel.value for name, morsel in citizen.client.cookies.items()}
    button.submit()
    for name in list(citizen.client.cookies):
        del citizen.client.cookies[name]
    for name, value in cookies.items():
        citizen.client.cookies[name] = value
    page = button.submit()
    case = assert_one(post())
    assert case.number in page.text


@pytest.mark.django_db
def test_the_link_in_the_mail_opened_three_times(
    office: Any, citizen: Browser, travel: Any, post: Any
) -> None:
    """It shows the case each time, and does nothing."""
    travel("2026-03-09 10:00")
    fill_in(citizen).form("website").submit()
    (mail,) = [m for m in post() if "kami terima" in m.subject]
    link = next(word for word in mail.body.split() if "/lacak/" in word)
    path = link.removeprefix("http://localhost:8000")
    for _time in range(3):
        page = Browser().open(path)
        assert page.status == 200
        assert InformationRequest.objects.get().number in page.text
    assert_one(post())


@pytest.mark.django_db
def test_the_officer_at_the_counter_too(office: Any, at_desk: Any, travel: Any, post: Any) -> None:
    travel("2026-03-09 10:00")
    officer = at_desk("petugas")
    form = officer.open("/meja/loket/").form("received_on")
    pages = [
        form.submit(
            channel="counter",
            received_on="2026-03-09",
            received_time="09:45",
            name="Budi Santoso",
            address="Jalan Kenanga 7, Bogor",
            email="siti@contoh.example",
            information="Salinan rencana kerja tahun 2026.",
            purpose="Bahan tulisan.",
            copy_form="softcopy",
            delivery="email",
            written_down="on",
        )
        for _time in range(3)
    ]
    case = assert_one(post())
    assert all(case.number in page.text for page in pages)


@pytest.mark.django_db
def test_another_form_is_another_request(office: Any, at_desk: Any, travel: Any) -> None:
    """What shows that the key belongs to one form and not to one text or one person."""
    travel("2026-03-09 10:00")
    for _time in range(2):
        fill_in(Browser()).form("website").submit()
        key_in(at_desk("petugas"), channel="counter", day="2026-03-09", time="09:45")
    assert InformationRequest.objects.count() == 4


def test_a_double_click_arrives_at_the_same_moment(lasting_db: None) -> None:
    """Two requests at once, on connections of their own: one waits for the other."""
    button = fill_in(browser := Browser()).form("website")
    data = {name: value[0] for name, value in button.sent.items()}
    cookies = {name: morsel.value for name, morsel in browser.client.cookies.items()}

    def click(_number: int) -> int:
        client = Client(enforce_csrf_checks=True)
        client.cookies.load(cookies)
        try:
            return client.post(CHECK, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(click, range(4)))
    assert statuses == [302] * 4
    assert InformationRequest.objects.count() == 1
    assert NumberSeries.objects.get(register="request").last == 1
    assert Applicant.objects.count() == 1
