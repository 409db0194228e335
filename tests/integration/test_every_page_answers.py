"""Every page that the browser looks at, asked for once on PostgreSQL.

The browser walks on SQLite. What a page asks the database is another thing there (grouping, the
order of nothing, types), so that each page with its office, its applicants and its cases is opened
on PostgreSQL as well, without a browser.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.browser import backstage
from tests.browser.looks import LOOKS, Look


@pytest.fixture
def things(db: None, travel: Any) -> dict[str, Any]:
    """Fill the database as for the browser; return what paths may name."""
    travel("2026-03-09 10:00")
    backstage.fill()
    return backstage.things()


def visitor(who: str, things: dict[str, Any]) -> Client:
    """Return a browser of one of the office, of an applicant who came by the link, or of nobody."""
    client = Client()
    role, _colon, story = who.partition(":")
    if role == "pemohon":
        assert client.get(things[story]["link"], follow=True).status_code == 200
    elif who:
        cookie = backstage.login(who)
        client.cookies[cookie["name"]] = cookie["value"]
    return client


def asked(look: Look) -> tuple[str, str, int]:
    """Return what is asked for; what somebody does on the page afterwards is the browser's."""
    return look.who, look.path, look.status


@pytest.mark.postgres
def test_every_page_answers_on_postgresql(things: dict[str, Any]) -> None:
    """The status that the browser finds, and no error of the database."""
    wrong = {}
    for who, path, status in dict.fromkeys(map(asked, LOOKS)):
        cache.clear()
        found = visitor(who, things).get(path.format(**things), follow=True).status_code
        if found != status:
            wrong[who, path] = found
    assert wrong == {}
