"""Typed readers of the environment; a wrong value stops the portal with a sentence."""

from __future__ import annotations

import contextlib
import os
import secrets as random_secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on", "ya"}
_FALSE = {"0", "false", "no", "off", "tidak", ""}


@dataclass(frozen=True)
class MailServer:
    """Where outgoing e-mail is handed over; ``backend`` is a Django e-mail backend."""

    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    ssl: bool = False


class Environment:
    """Reads the process environment.

    Every reader raises ``ImproperlyConfigured`` with a sentence that names the variable, what it
    holds and what it may hold, so that a wrong deployment fails at start and not at midnight.
    """

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self._values = dict(os.environ if values is None else values)

    def text(self, name: str, *, default: str) -> str:
        """Return the variable as text."""
        return self._values.get(name, default).strip()

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes or no."""
        if name not in self._values:
            return default
        value = self._values[name].strip().lower()
        if value in _TRUE:
            return True
        if value in _FALSE:
            return False
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: use 1 or 0.")

    def number(self, name: str, *, default: int, least: int = 0) -> int:
        """Return a whole number of at least ``least``."""
        value = self._values.get(name, "").strip()
        if not value:
            return default
        try:
            number = int(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None
        if number < least:
            raise ImproperlyConfigured(f"{name}={number} is below {least}.")
        return number

    def words(self, name: str, *, default: list[str]) -> list[str]:
        """Return a list separated by commas."""
        value = self._values.get(name, "").strip()
        if not value:
            return default
        return [word.strip() for word in value.split(",") if word.strip()]

    def choice(self, name: str, *, default: str, allowed: tuple[str, ...]) -> str:
        """Return one of the words ``allowed``."""
        value = self.text(name, default=default)
        if value not in allowed:
            raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(allowed)}.")
        return value

    def path(self, name: str, *, default: Path) -> Path:
        """Return an absolute path."""
        value = self._values.get(name, "").strip()
        if not value:
            return default
        path = Path(value)
        if not path.is_absolute():
            raise ImproperlyConfigured(f"{name}={value!r} is not an absolute path.")
        return path

    def web_address(self, name: str, *, default: str) -> str:
        """Return a web address without a trailing slash."""
        value = self.text(name, default=default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ImproperlyConfigured(f"{name}={value!r} is not a web address like https://….")
        return value

    def optional_address(self, name: str) -> str:
        """Return a web address without a trailing slash, or "" when there is none."""
        return self.web_address(name, default="") if self.text(name, default="") else ""

    def time_zone(self, name: str, *, default: str) -> str:
        """Return the name of a time zone that this machine knows."""
        value = self.text(name, default=default)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ImproperlyConfigured(
                f"{name}={value!r} is not a time zone: use a name like Asia/Jakarta."
            ) from None
        return value

    def secret(self, name: str, *, data_dir: Path, production: bool) -> str:
        """Return a secret of at least 32 characters.

        In evaluation a missing one is made once and kept in ``data_dir/secrets`` (readable by the
        owner only); in production a missing or short one is an error.
        """
        value = self._values.get(name, "").strip()
        if not value:
            if production:
                raise ImproperlyConfigured(f"{name} is not set; production needs it.")
            value = _kept_secret(data_dir, name, lambda: random_secrets.token_urlsafe(50))
        if len(value) < 32:
            raise ImproperlyConfigured(f"{name} is shorter than 32 characters.")
        return value

    def fernet_keys(self, name: str, *, data_dir: Path, production: bool) -> list[str]:
        """Return Fernet keys, newest first; made once in evaluation, demanded in production."""
        keys = self.words(name, default=[])
        if not keys:
            if production:
                raise ImproperlyConfigured(f"{name} is not set; production needs it.")
            keys = [_kept_secret(data_dir, name, lambda: Fernet.generate_key().decode())]
        for key in keys:
            try:
                Fernet(key.encode())
            except ValueError:
                raise ImproperlyConfigured(
                    f"{name} holds a key that is not 32 url-safe base64-encoded bytes."
                ) from None
        return keys

    def database(self, name: str, *, data_dir: Path) -> dict[str, Any]:
        """Return Django's description of the database: SQLite in evaluation, or PostgreSQL."""
        url = self._values.get(name, "").strip()
        if not url:
            data_dir.mkdir(parents=True, exist_ok=True)
            url = f"sqlite:///{data_dir / 'portal.sqlite3'}"
        if url.split("://")[0] not in {"sqlite", "postgres", "postgresql"}:
            raise ImproperlyConfigured(
                f"{name} is for neither SQLite nor PostgreSQL: use sqlite:///… or postgres://…."
            )
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
        if config["ENGINE"].endswith("sqlite3"):
            config["OPTIONS"] = {
                # A writer takes its lock at BEGIN, so that a read followed by a write cannot
                # be overtaken: SQLite ignores SELECT … FOR UPDATE.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            }
        else:
            # Compiling a plan costs more than any page's query takes to run.
            config.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
            config["CONN_MAX_AGE"] = 300
            config["CONN_HEALTH_CHECKS"] = True
        return config

    def mail(self, name: str) -> MailServer:
        """Return the mail server; without one, e-mail is shown in the log."""
        url = self._values.get(name, "").strip()
        if not url:
            return MailServer(backend="ppid_portal.evaluation_mail.EmailBackend")
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
            raise ImproperlyConfigured(
                f"{name} is not a mail server: use smtp://, smtp+tls:// or smtp+ssl://user:…@host."
            )
        return MailServer(
            backend="django.core.mail.backends.smtp.EmailBackend",
            host=parts.hostname,
            port=parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
            user=parts.username or "",
            password=parts.password or "",
            starttls=parts.scheme == "smtp+tls",
            ssl=parts.scheme == "smtp+ssl",
        )


def _kept_secret(data_dir: Path, name: str, make: Callable[[], str]) -> str:
    """Return the secret kept in ``data_dir/secrets``, made by ``make`` the first time.

    Web and worker may start at the same moment: the new secret is written to a file of its own
    and then linked to its name, so that exactly one wins and nobody ever reads half a secret.
    """
    path = data_dir / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(written, path)
        finally:
            os.unlink(written)
    return path.read_text().strip()
