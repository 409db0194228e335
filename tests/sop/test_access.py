"""The applicant's key to a case: link and code, both worthless once renewed."""

from __future__ import annotations

import hmac
import re
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppid_portal.sop import access
from ppid_portal.sop.models import Case


def case(public_id: UUID | None = None) -> Case:
    return Case(title="Laporan", **({"public_id": public_id} if public_id else {}))


def test_it_works() -> None:
    mine = case()
    assert access.check_token(mine, access.link_token(mine))
    assert access.check_code(mine, access.code_of(mine))


def test_a_code_is_three_groups_that_survive_being_read_aloud() -> None:
    for _time in range(50):
        assert re.fullmatch(
            r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", access.code_of(case())
        )


def test_a_link_is_longer_than_a_code_and_not_its_beginning() -> None:
    mine = case()
    assert len(access.link_token(mine)) == 20
    assert not access.link_token(mine).startswith(access.code_of(mine).replace("-", ""))


def test_neither_opens_another_case() -> None:
    mine, other = case(), case()
    assert not access.check_token(other, access.link_token(mine))
    assert not access.check_code(other, access.code_of(mine))


def test_a_code_is_no_link_and_a_link_no_code() -> None:
    mine = case()
    assert not access.check_token(mine, access.code_of(mine))
    assert not access.check_code(mine, access.link_token(mine))


def test_raising_the_version_makes_all_earlier_keys_worthless() -> None:
    mine = case()
    token, code = access.link_token(mine), access.code_of(mine)
    mine.link_version += 1
    assert not access.check_token(mine, token)
    assert not access.check_code(mine, code)
    assert access.check_code(mine, access.code_of(mine))


def test_another_server_secret_makes_other_keys(settings: Any) -> None:
    mine = case()
    code = access.code_of(mine)
    settings.SECRET_KEY = "another-secret-another-secret-another-secret-another"
    assert not access.check_code(mine, code)


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "AAAA", "AAAA-AAAA-AAAA", "é" * 12, "\ud800", "0" * 1000]
)
def test_what_is_no_key_is_refused_without_an_error(typed: str) -> None:
    mine = case()
    assert not access.check_code(mine, typed)
    assert not access.check_token(mine, typed)


@settings(max_examples=100, deadline=None)
@given(public_id=st.uuids(), data=st.data())
def test_spelling_and_misread_letters_are_forgiven(public_id: UUID, data: Any) -> None:
    """Small letters, spaces, missing dashes; I and L for 1, O for 0, U for V."""
    mine = case(public_id)
    twins = {"1": "1IiLl", "0": "0Oo", "V": "VvUu"}
    typed = "".join(
        data.draw(st.sampled_from(twins.get(sign, sign + sign.lower())))
        + data.draw(st.sampled_from(["", "", " ", "-"]))
        for sign in access.code_of(mine).replace("-", "")
    )
    assert access.check_code(mine, typed)


@settings(max_examples=60, deadline=None)
@given(
    public_id=st.uuids(),
    place=st.integers(0, 11),
    sign=st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
)
def test_one_wrong_letter_is_wrong(public_id: UUID, place: int, sign: str) -> None:
    mine = case(public_id)
    code = access.code_of(mine).replace("-", "")
    typed = code[:place] + sign + code[place + 1 :]
    assert access.check_code(mine, typed) is (typed == code)


def test_keys_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)
    mine = case()
    access.check_code(mine, access.code_of(mine))
    access.check_token(mine, access.link_token(mine))
    assert len(compared) == 2


@pytest.mark.django_db
def test_a_link_with_other_letters_leads_nowhere_and_breaks_nothing(
    office: Any, client: Any, travel: Any
) -> None:
    from tests.driver import file_request

    travel("2026-03-09 10:00")
    mine = file_request()
    assert client.get(f"/lacak/{mine.public_id}/éé/").status_code == 404
    page = client.post("/lacak/", {"number": mine.number, "code": "ÉÉÉÉ-ÉÉÉÉ-ÉÉÉÉ"})
    assert page.status_code == 200


@pytest.mark.django_db
def test_nothing_that_opens_a_case_is_stored(office: Any, travel: Any) -> None:
    from django.apps import apps

    from tests.driver import file_request

    travel("2026-03-09 10:00")
    mine = file_request()
    secrets = (access.link_token(mine), access.code_of(mine))
    for model in apps.get_models():
        for row in model._default_manager.all().values_list():
            if model._meta.label == "letters.Letter":
                continue
            text = " ".join(str(value) for value in row)
            assert not any(secret in text for secret in secrets), model
