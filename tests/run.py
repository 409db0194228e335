"""Runs every check of the portal, in order, and says at the end what could not be checked.

``python -m tests.run`` is what ``make test`` does; ``--lint`` stops before the tests.
Servers are those of ``TEST_DATABASE_URL`` (or ``DATABASE_URL``) and ``TEST_REDIS_URL`` (or
``REDIS_URL``), otherwise whatever answers on 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests import prepare

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/15"
LONGEST = 2400  # seconds for one part; far more than it needs
OURS = """
DATABASE_URL REDIS_URL EMAIL_URL PRODUCTION DEBUG HTTPS PUBLIC_URL ALLOWED_HOSTS PORT HOST
SECRET_KEY FIELD_ENCRYPTION_KEYS BLIND_INDEX_KEY DATA_DIR STATIC_ROOT LOG_LEVEL TIME_ZONE
TEST_DATABASE_URL TEST_REDIS_URL PPID_TEST_PREPARED PPID_TEST_PREPARED_FILE
MFA_REQUIRED_FOR_STAFF BEHIND_PROXY CSRF_TRUSTED_ORIGINS
LETTER_SIGNER LETTERS_SIGNED_ELSEWHERE SIGNING_CERTIFICATE SIGNING_PASSWORD SIGNING_ROOTS
SIGNING_ONLINE_CHECKS TSA_URL TSA_TIMEOUT TSA_REQUIRED BSRE_URL BSRE_SIGNERS BSRE_TIMEOUT
"""


def say(text: str) -> None:
    print(f"\n=== {text}", flush=True)


def clean_environment(**more: str) -> dict[str, str]:
    """Return the environment without the settings of a deployment on this machine.

    A run starts some forty processes: what one of them compiled, the others read.
    """
    ours = {*OURS.split(), "PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "NO_COLOR": "1", **more}


def production(data: Path) -> dict[str, str]:
    """Return the environment of a production that is set up as it should be."""
    from cryptography.fernet import Fernet

    password = secrets.token_urlsafe(32)
    return clean_environment(
        SIGNING_CERTIFICATE=str(certificate(data / "certificate.p12", password)),
        SIGNING_PASSWORD=password,
        PRODUCTION="1",
        BEHIND_PROXY="1",
        SECRET_KEY=secrets.token_urlsafe(64),
        BLIND_INDEX_KEY=secrets.token_urlsafe(64),
        FIELD_ENCRYPTION_KEYS=Fernet.generate_key().decode(),
        PUBLIC_URL="https://ppid.example.go.id",
        ALLOWED_HOSTS="ppid.example.go.id",
        DATABASE_URL="postgres://portal@127.0.0.1:1/portal",
        REDIS_URL="redis://127.0.0.1:1/0",
        EMAIL_URL="smtp+tls://ppid@mail.example.go.id:587",
        DATA_DIR=str(data),
        STATIC_ROOT=str(data / "static"),
    )


def certificate(path: Path, password: str) -> Path:
    """Make a certificate as a public body has one, and return where it is."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs12

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Badan Publik Uji")])
    begins = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    closed = serialization.BestAvailableEncryption(password.encode())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"uji", key, made, None, closed))
    return path


def step(name: str, *command: str, env: dict[str, str] | None = None) -> bool:
    """Run one check, show what it prints when it fails, and say how long it took."""
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env or clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    ok = done.returncode == 0
    print(f"{'ok  ' if ok else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not ok:
        print(done.stdout, flush=True)
    return ok


def lint(data: Path, prepared: Sequence[Prepared] = ()) -> bool:
    """Run every static check, and migrate beside them; all run, even when one fails."""
    python, manage = sys.executable, [sys.executable, "manage.py"]
    here = clean_environment(DATA_DIR=str(data / "evaluation"))
    there = production(data / "production")
    strict = ("--fail-level", "WARNING")
    checks: list[tuple[str, list[str], dict[str, str]]] = [
        ("mypy", [python, "-m", "mypy"], here),
        ("ruff check", [str(BIN / "ruff"), "check", "."], here),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", "."], here),
        ("djlint", [str(BIN / "djlint"), "templates", "--lint", "--quiet"], here),
        ("import-linter", [str(BIN / "lint-imports")], here),
        ("manage.py check", [*manage, "check", *strict], here),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], here),
        ("manage.py check --deploy", [*manage, "check", "--deploy", *strict], there),
        ("translations", [*manage, "compile_translations"], here),
    ]
    make = [python, "-m", "tests.prepare", "make"]
    checks[1:1] = [(f"migrate {each.kind}", [*make, each.name], each.env) for each in prepared]
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = pool.map(lambda check: step(check[0], *check[1], env=check[2]), checks)
        return all(list(results))


@dataclass(frozen=True)
class Prepared:
    """A migrated database that the workers of a run copy."""

    kind: str
    name: str
    env: dict[str, str]

    @property
    def named(self) -> dict[str, str]:
        """The setting by which the tests find it."""
        return {prepare.NAMED: self.name}

    @property
    def filed(self) -> dict[str, str]:
        """The setting by which a portal that a test starts finds the one in a file."""
        return {prepare.FILE: self.name}


def answers_postgres(url: str) -> str:
    """Return why PostgreSQL cannot be used, or ""."""
    import psycopg2

    try:
        psycopg2.connect(url, connect_timeout=3).close()
    except psycopg2.Error as error:
        return str(error).strip().splitlines()[0]
    return ""


def answers_redis(url: str) -> str:
    """Return why Redis cannot be used, or ""."""
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3).ping()
    except redis.RedisError as error:
        return str(error).strip().splitlines()[0]
    return ""


def without_password(text: str) -> str:
    return re.sub(r"//[^@/]*@", "//…@", text)


def pytest(name: str, *words: str, env: dict[str, str]) -> bool:
    """Run a part of the suite, with its output as it comes; returns whether it passed."""
    say(name)
    # Each worker begins with a half of its own, so that one alone starts the portal and the
    # browser, and takes from the other's half when it has done.
    workers = ["-n", "2", "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", "--no-header", "-p", "no:cacheprovider", *workers]
    running = subprocess.Popen(
        [*command, *words], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return running.wait(LONGEST) == 0
    except subprocess.TimeoutExpired:
        print(f"!!! {name} did not end within {LONGEST // 60} minutes.", flush=True)
        return False
    finally:
        if running.poll() is None:  # interrupted, or too slow: let the tests clear up
            os.killpg(running.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(20)
        # Also browsers and workers that a test left behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def run_tests(
    sqlite: Prepared,
    server: Prepared,
    postgres: str,
    no_postgres: str,
    failed: list[str],
    not_run: list[str],
) -> None:
    """Run the tests on every database that answers, and add what failed and what could not run."""
    redis = os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL") or REDIS
    no_redis = answers_redis(redis)
    browser = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    if not browser:
        not_run.append("the browser tests: no Chromium on the PATH")
    if not pytest(
        "Tests on SQLite", "tests", env=clean_environment(**sqlite.named, **sqlite.filed)
    ):
        failed.append("tests on SQLite")
    if no_postgres:
        not_run.append(f"everything on PostgreSQL: {without_password(no_postgres)}")
    if no_redis:
        not_run.append(f"everything with Redis: {without_password(no_redis)}")
    servers = {} if no_redis else {"TEST_REDIS_URL": redis}
    if not no_postgres:
        env = clean_environment(
            TEST_DATABASE_URL=postgres, **servers, **server.named, **sqlite.filed
        )
        # What a database cannot change was checked above, and every page is asked for once here
        # without a browser.
        if not pytest(
            "Tests on PostgreSQL", "tests", "--only-database", "-m", "not browser", env=env
        ):
            failed.append("tests on PostgreSQL")
    elif servers:
        env = clean_environment(**servers, **sqlite.named, **sqlite.filed)
        if not pytest("Tests with Redis", "tests", "-m", "redis", env=env):
            failed.append("tests with Redis")


def main() -> int:
    """Run all; returns 0 only when everything that could be checked is well."""
    started = time.monotonic()
    failed: list[str] = []
    not_run: list[str] = []
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL") or ""
    postgres = given if given.startswith("postgres") else POSTGRES
    only_lint = "--lint" in sys.argv
    no_postgres = "" if only_lint else answers_postgres(postgres)
    data = Path(tempfile.mkdtemp(prefix="ppid-check-"))
    sqlite = Prepared("SQLite", str(data / "migrated.sqlite3"), clean_environment())
    server = Prepared(
        "PostgreSQL", f"prepared_{os.getpid()}", clean_environment(TEST_DATABASE_URL=postgres)
    )
    prepared = [] if only_lint else [sqlite] if no_postgres else [sqlite, server]
    try:
        say("Static checks")
        if not lint(data, prepared):
            failed.append("static checks")
        if only_lint:
            return 1 if failed else 0
        run_tests(sqlite, server, postgres, no_postgres, failed, not_run)
    finally:
        if server in prepared:
            step(
                "clear up",
                sys.executable,
                "-m",
                "tests.prepare",
                "drop",
                server.name,
                env=server.env,
            )
        shutil.rmtree(data, ignore_errors=True)

    say(f"Finished in {time.monotonic() - started:.0f} s")
    for text in not_run:
        print(f"!!! NOT CHECKED: {text}", flush=True)
    for text in failed:
        print(f"!!! FAILED: {text}", flush=True)
    if not failed:
        print("Everything that could be checked here is well.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
