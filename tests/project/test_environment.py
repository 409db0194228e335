"""A wrong value in the environment stops the portal with a sentence."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from ppid_portal.environment import Environment


def read(**values: str) -> Environment:
    return Environment(values)


@pytest.mark.parametrize("word", ["1", "true", "Yes", "on", "ya"])
def test_a_flag_says_yes(word: str) -> None:
    assert read(FLAG=word).flag("FLAG", default=False) is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off", "tidak", ""])
def test_a_flag_says_no(word: str) -> None:
    assert read(FLAG=word).flag("FLAG", default=True) is False


def test_an_unclear_flag_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"FLAG='mungkin' is neither yes nor no"):
        read(FLAG="mungkin").flag("FLAG", default=True)


def test_a_number_below_its_least_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="N=0 is below 1"):
        read(N="0").number("N", default=5, least=1)


def test_a_number_with_letters_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="not a whole number"):
        read(N="10MB").number("N", default=5)


def test_an_empty_number_is_the_default() -> None:
    assert read(N=" ").number("N", default=5) == 5


def test_a_relative_path_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="not an absolute path"):
        read(P="data").path("P", default=Path("/x"))


@pytest.mark.parametrize("address", ["ppid.go.id", "ftp://ppid.go.id", "https://"])
def test_a_web_address_needs_scheme_and_host(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="not a web address"):
        read(A=address).web_address("A", default="http://localhost")


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="Asia/Jakarta"):
        read(Z="Asia/Batavia").time_zone("Z", default="Asia/Jakarta")


@pytest.mark.parametrize("url", ["mysql://x/y", "portal.sqlite3"])
def test_another_database_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="neither SQLite nor PostgreSQL"):
        read(D=url).database("D", data_dir=tmp_path)


def test_sqlite_takes_its_lock_at_begin(tmp_path: Path) -> None:
    """Otherwise two writers that read first could overtake each other."""
    config = read().database("D", data_dir=tmp_path / "new")
    assert config["NAME"] == str(tmp_path / "new" / "portal.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_postgresql_connections_are_reused_and_checked(tmp_path: Path) -> None:
    config = read(D="postgres://u:p@db/portal").database("D", data_dir=tmp_path)
    assert config["CONN_MAX_AGE"] > 0
    assert config["CONN_HEALTH_CHECKS"] is True


def test_mail_without_a_server_is_shown_in_the_log() -> None:
    assert read().mail("EMAIL_URL").backend == "ppid_portal.evaluation_mail.EmailBackend"


def test_a_mail_server_is_read_whole() -> None:
    server = read(EMAIL_URL="smtp+tls://ppid:rahasia@mail.go.id").mail("EMAIL_URL")
    assert (server.host, server.port, server.user) == ("mail.go.id", 587, "ppid")
    assert server.starttls
    assert not server.ssl


def test_a_wrong_mail_server_is_refused_without_repeating_its_password() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(EMAIL_URL="imap://ppid:rahasia@mail.go.id").mail("EMAIL_URL")
    assert "rahasia" not in str(refused.value)


def test_production_invents_no_secret(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        read().secret("SECRET_KEY", data_dir=tmp_path, production=True)
    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS is not set"):
        read().fernet_keys("FIELD_ENCRYPTION_KEYS", data_dir=tmp_path, production=True)


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="shorter than 32"):
        read(S="rahasia").secret("S", data_dir=tmp_path, production=False)


def test_a_broken_fernet_key_is_refused_without_repeating_it(tmp_path: Path) -> None:
    good = Fernet.generate_key().decode()
    with pytest.raises(ImproperlyConfigured) as refused:
        read(K=f"{good},pendek").fernet_keys("K", data_dir=tmp_path, production=True)
    assert "pendek" not in str(refused.value)


def test_an_evaluation_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = read().secret("SECRET_KEY", data_dir=tmp_path, production=False)
    assert read().secret("SECRET_KEY", data_dir=tmp_path, production=False) == first
    kept = tmp_path / "secrets" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_web_and_worker_starting_together_agree_on_the_secret(tmp_path: Path) -> None:
    """Many readers at the same moment: one secret, never an empty one."""
    barrier = threading.Barrier(16)
    seen: list[str] = []

    def start() -> None:
        barrier.wait()
        seen.append(read().secret("SECRET_KEY", data_dir=tmp_path, production=False))

    threads = [threading.Thread(target=start) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 16
    assert len(set(seen)) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["secret_key"]
