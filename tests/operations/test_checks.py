"""A deployment that is set up wrongly says so before it serves anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from ppid_portal.environment import Environment
from ppid_portal.letters.signing import certificates
from ppid_portal.operations import checks

# Only what the checks read is changed; no query is made with it.
pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")


@pytest.fixture
def production(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settings of a production in which all is as it should be."""
    settings.PRODUCTION = True
    settings.DEBUG = False
    settings.PUBLIC_URL = "https://ppid.example.go.id"
    settings.ALLOWED_HOSTS = ["ppid.example.go.id"]
    settings.POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}}
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
    settings.REDIS_URL = "redis://redis:6379/0"
    settings.DATA_DIR = tmp_path
    standing = certificates.Standing(True, False, "sertifikat berlaku")
    monkeypatch.setattr(certificates, "standing", lambda: standing)
    return settings


def ids() -> list[str]:
    """Return what the checks find now."""
    found = [
        *checks.secrets_differ(None),
        *checks.data_can_be_written(None),
        *checks.production_is_safe(None),
        *checks.certificate_is_valid(None),
        *checks.signing_is_set_up(None),
    ]
    return [str(message.id) for message in found]


def test_a_good_production_is_clean(production: Any) -> None:
    assert ids() == []


def test_an_evaluation_may_be_lax(settings: Any) -> None:
    settings.PRODUCTION = False
    settings.PUBLIC_URL = "http://localhost:8000"
    assert ids() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PUBLIC_URL", "http://ppid.example.go.id", "ppid.E003"),
        (
            "POST_OFFICE",
            {"BACKENDS": {"default": Environment({}).mail("EMAIL_URL").backend}},
            "ppid.E004",
        ),
        ("DEBUG", True, "ppid.E005"),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}, "ppid.W006"),
        ("REDIS_URL", "", "ppid.W007"),
        ("ALLOWED_HOSTS", ["*"], "ppid.E008"),
    ],
)
def test_one_fault_is_one_finding(production: Any, name: str, value: object, expected: str) -> None:
    setattr(production, name, value)
    assert ids() == [expected]


def test_a_secret_has_one_use_only(production: Any) -> None:
    production.BLIND_INDEX_KEY = production.SECRET_KEY
    assert ids() == ["ppid.E001"]


def test_an_encryption_key_is_not_the_django_key(production: Any) -> None:
    key = Fernet.generate_key().decode()
    production.SECRET_KEY = key
    production.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), key]
    assert ids() == ["ppid.E001"]


def test_a_data_folder_that_is_a_file_is_refused(production: Any, tmp_path: Path) -> None:
    production.DATA_DIR = tmp_path / "file"
    production.DATA_DIR.write_text("")
    assert ids() == ["ppid.E002"]


def test_a_data_folder_is_made_where_that_is_allowed(production: Any, tmp_path: Path) -> None:
    production.DATA_DIR = tmp_path / "not" / "yet"
    assert ids() == []


@pytest.mark.parametrize(
    ("usable", "ending", "expected"),
    [(False, False, ["ppid.W009"]), (True, True, ["ppid.W010"]), (True, False, [])],
)
def test_a_certificate_that_ends_is_spoken_of(
    production: Any,
    monkeypatch: pytest.MonkeyPatch,
    usable: bool,
    ending: bool,
    expected: list[str],
) -> None:
    standing = certificates.Standing(usable, ending, "sertifikat …")
    monkeypatch.setattr(certificates, "standing", lambda: standing)
    assert ids() == expected


def test_bsre_needs_an_address(production: Any) -> None:
    production.LETTER_SIGNER = "bsre"
    assert ids() == ["ppid.E011"]
    production.BSRE_URL = "http://esign.example.go.id"
    assert ids() == []


def test_a_misspelt_kind_of_letter_is_named(production: Any) -> None:
    production.LETTERS_SIGNED_ELSEWHERE = ["extension", "ekstensi"]
    (found,) = checks.signing_is_set_up(None)
    assert found.id == "ppid.E012"
    assert "ekstensi" in found.msg
