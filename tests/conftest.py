"""What every test may use: time travel, the people of an office, and loud markers."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import blocking_manager_key

from tests import prepare

if TYPE_CHECKING:
    from ppid_portal.people.actors import Actor
    from ppid_portal.people.models import Unit, User

JAKARTA = ZoneInfo("Asia/Jakarta")
#: Published registers beside the checkout, for tests with real texts.
REAL_DATA = Path(os.environ.get("REAL_DATA", Path(__file__).resolve().parents[2] / "shared/data"))
CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome", "chrome")
        if (found := shutil.which(name))
    ),
    None,
)

# -- what this run cannot do, said loudly ------------------------------------------------------


_DATABASE = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run on a second database leave out what no database can change."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only the tests that use the database, PostgreSQL or Redis",
    )


def _keep_seed_data(item: pytest.Item) -> None:
    """Give a test with real transactions the rows that the migrations made.

    Such a test empties every table at its end. Units, holidays and roles come with the
    migrations, so each one puts them back at its start and, below, at its end: a worker may take
    over any test after it.
    """
    marker = item.get_closest_marker("django_db")
    names: list[str] = getattr(item, "fixturenames", [])
    if marker and (marker.kwargs.get("transaction") or any(marker.args[:1])):
        again = {**marker.kwargs, "serialized_rollback": True}
        item.add_marker(pytest.mark.django_db(*marker.args, **again), append=False)
    elif {"transactional_db", "live_server"} & set(names):
        item.add_marker(
            pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """Put the rows of the migrations back after a test with real transactions.

    After the last test of all the database is gone already, and the connection another one.
    """
    result = yield
    if nextitem is not None and _real_transactions(item):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return result


def _real_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & names
    )


def _uses_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(_DATABASE & names)


def _uses_server(item: pytest.Item) -> bool:
    """Say whether a test could end otherwise on another database."""
    if any(item.get_closest_marker(name) for name in ("every_database", "postgres", "redis")):
        return True
    if _real_transactions(item):
        return True
    return _uses_database(item) and not item.get_closest_marker("any_database")


def _cannot() -> dict[str, str]:
    """Return, per marker, why tests with it cannot run here."""
    reasons = {}
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        reasons["postgres"] = "the database of this run is SQLite (set TEST_DATABASE_URL)"
    if not os.environ.get("TEST_REDIS_URL"):
        reasons["redis"] = "no Redis is named (set TEST_REDIS_URL)"
    if not (REAL_DATA / "requests_real.csv").exists():
        reasons["real_data"] = "the published registers are not there (set REAL_DATA)"
    if not all(shutil.which(tool) for tool in ("xgettext", "msgmerge", "msguniq", "msgattrib")):
        reasons["gettext"] = "GNU gettext was not found on the PATH"
    if shutil.which("qpdf") is None:
        reasons["qpdf"] = "qpdf was not found on the PATH"
    if shutil.which("pdftoppm") is None:
        reasons["poppler"] = "pdftoppm was not found on the PATH"
    if CHROMIUM is None:
        reasons["browser"] = "no Chromium was found on the PATH"
    return reasons


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count, the tests that this machine cannot run."""
    reasons = _cannot()
    if config.getoption("markexpr") != "bench":
        reasons["bench"] = ""
    left_out: dict[str, int] = {}
    kept, dropped = [], []
    only_database = config.getoption("--only-database")
    for item in items:
        _keep_seed_data(item)
        if only_database and not _uses_server(item):
            dropped.append(item)
            continue
        marker = next((name for name in reasons if item.get_closest_marker(name)), None)
        if marker is None:
            kept.append(item)
        else:
            dropped.append(item)
            left_out[marker] = left_out.get(marker, 0) + 1
    if dropped:
        items[:] = kept
        config.hook.pytest_deselected(items=dropped)
    config.stash[_LEFT_OUT] = {
        name: (count, reasons[name]) for name, count in left_out.items() if reasons[name]
    }
    # Under xdist only the workers collect; each tells the one that prints.
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = config.stash[_LEFT_OUT]


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from walking again and again through what stays anyway.

    Half a million objects of modules, models and tests live as long as the process; walking
    through them was a tenth of the time of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


_LEFT_OUT: pytest.StashKey[dict[str, tuple[int, str]]] = pytest.StashKey()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    """Take over what an xdist worker left out."""
    left_out = getattr(node, "workeroutput", {}).get("left_out")
    if left_out:
        node.config.stash[_LEFT_OUT] = left_out  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: object, config: pytest.Config) -> None:
    """Say in one line per kind what this run could not test, and why."""
    for name, (count, reason) in sorted(config.stash.get(_LEFT_OUT, {}).items()):
        terminalreporter.write_line(  # type: ignore[attr-defined]
            f"NOT RUN: {count} tests marked '{name}': {reason}.", yellow=True, bold=True
        )


# -- the database ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Make the database of this process: a copy of a prepared one, or migrated from nothing."""
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=0,
            interactive=False,
            keepdb=prepare.copy(connection, to=connection.creation._get_test_db_name()),
            serialized_aliases={"default"},
        )
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


# -- time --------------------------------------------------------------------------------------


Go = Callable[["datetime | str"], datetime]


@contextlib.contextmanager
def travelling() -> Iterator[Go]:
    """Give what stands at a moment, again and again, until the block ends."""
    traveller: time_machine.travel | None = None

    def go(moment: datetime | str) -> datetime:
        nonlocal traveller
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        if when.tzinfo is None:
            when = when.replace(tzinfo=JAKARTA)
        if traveller is not None:
            traveller.stop()
        traveller = time_machine.travel(when.astimezone(UTC), tick=False)
        traveller.start()
        return when

    try:
        yield go
    finally:
        if traveller is not None:
            traveller.stop()


@pytest.fixture
def travel() -> Iterator[Go]:
    """Stand at a moment: ``travel("2026-03-09 10:00")``, again and again, until the test ends.

    A text or a naive datetime is Jakarta's time. Time stands still there, for
    ``ppid_portal.clock.now`` and for every library. Returns the aware moment.
    """
    with travelling() as go:
        yield go


# -- the neighbourhood of a test ---------------------------------------------------------------


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Let no test see what another one cached, throttled or uploaded."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def media_root(settings: object, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Keep the files of each test apart; returns the folder."""
    folder = tmp_path / "files"
    if "once" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("once").files, folder)
    else:
        folder.mkdir()
    settings.MEDIA_ROOT = folder  # type: ignore[attr-defined]
    return folder


# -- letters that nobody reads -----------------------------------------------------------------

_IDENTIFIER = b"5".zfill(32)


@functools.cache
def _sheet() -> bytes:
    """Draw one page with a place to sign, as every letter has one."""
    from ppid_portal.letters.render import SIGNATURE_FIELD, render_pdf

    field = f'<input class="sign-field" type="checkbox" name="{SIGNATURE_FIELD}" title="Uji">'
    html = f"<html lang='id'><title>Uji</title><body><p>Surat</p>{field}</body></html>"
    return render_pdf(html, identifier=_IDENTIFIER)


@pytest.fixture
def one_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every letter the same page, drawn once, under an identifier of its own.

    For tests of what becomes of a letter. Words are composed and files signed, stored, sent and
    withdrawn as ever; what a letter looks like is for ``tests/letters`` to see.
    """

    def drawn(html: str, *, identifier: bytes, facts: dict[str, Any]) -> bytes:
        return _sheet().replace(_IDENTIFIER, identifier.hex().encode())

    monkeypatch.setattr("ppid_portal.letters.services.render_pdf", drawn)


# -- what the tests of a module have in common ------------------------------------------------


class Once:
    """What builds the world of a module: ``with once("2026-03-09 10:00") as travel: ...``.

    Inside, the database is open, time stands still at the moment (where one is given), and files
    go to ``files``.
    """

    def __init__(self, blocker: Any, files: Path) -> None:
        self._blocker, self.files = blocker, files

    @contextlib.contextmanager
    def __call__(self, moment: str = "") -> Iterator[Go]:
        """Stand at a moment of Jakarta, and at later ones, while something is built."""
        with (
            self._blocker.unblock(),
            override_settings(MEDIA_ROOT=self.files),
            travelling() as go,
        ):
            cache.clear()
            if moment:
                go(moment)
            yield go


@pytest.fixture(scope="module")
def once(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Once]:
    """Let a module build once what all its tests begin with.

    One transaction holds the module. Fixtures of the module build inside of it, with
    ``with once(moment):``, and return keys; each test then has a savepoint of its own, a copy of
    the files and its own clock, and is taken back at its end, so that none sees another's work.
    Read objects anew from their keys in a fixture of the test: objects would carry changes on.

    Raises:
        AssertionError: if a test of the module uses the database without this fixture (it would
            see what the others begin with, or not, by the order of tests) or this fixture without
            the database (it runs when all others are over), or needs real transactions.
    """
    for item in request.session.items:
        if getattr(item, "module", None) is request.module:
            begins = "once" in item.fixturenames  # type: ignore[attr-defined]
            assert begins == _uses_database(item), f"{item.nodeid} does not begin like the others"
            assert not _real_transactions(item), f"{item.nodeid} needs real transactions"
    outer = transaction.atomic()
    # Blocks that must be the outermost ones may stand directly in it, as in Django's own tests.
    outer._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        outer.__enter__()
    yield Once(django_db_blocker, tmp_path_factory.mktemp("once"))
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(scope="module")
def office_once(once: Once) -> Office:
    """Return the people of a public body that a whole module shares."""
    with once():
        return make_office()


# -- people ------------------------------------------------------------------------------------


@pytest.fixture
def client_as() -> Callable[[object], Client]:
    """Return a browser that is logged in as a user: ``client_as(office.ketua)``."""

    def logged_in(user: object) -> Client:
        client = Client()
        client.force_login(
            getattr(user, "user", user),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return logged_in


@dataclass(frozen=True)
class Office:
    """A small public body at work: who holds which role, and in which unit.

    Everybody is a ``User`` with one definitive appointment since 2020, except ``outsider``, who
    has an account and no appointment. ``actor(user)`` is what the engine takes.
    """

    body: Unit
    unit_a: Unit
    unit_b: Unit
    petugas: User
    petugas_2: User
    sekretaris: User
    ketua: User
    atasan: User
    pelaksana_a: User
    pelaksana_b: User
    pimpinan_a: User
    hukum: User
    outsider: User

    @property
    def secretariat(self) -> User:
        """The first of the two members of Tim Sekretariat PPID."""
        return self.petugas

    @property
    def pemohon(self) -> Actor:
        """An applicant who has no case yet; once there is one, use ``applicant(case)``."""
        from ppid_portal.people.actors import Actor

        return Actor.applicant(None)

    def applicant(self, case: Any) -> Actor:
        """Return the applicant of a case."""
        from ppid_portal.people.actors import Actor

        return Actor.applicant(case.pk)

    def actor(self, user: User) -> Actor:
        """Return the person in the role of the appointment held today."""
        from ppid_portal.people.actors import actors_of

        return actors_of(user)[0]


_PEOPLE = {
    "petugas": ("Rina Wulandari", "tim_sekretariat_ppid", "body"),
    "petugas_2": ("Bayu Pratama", "tim_sekretariat_ppid", "body"),
    "sekretaris": ("Maya Kartika", "sekretaris_ppid", "body"),
    "ketua": ("Dewi Anggraini", "ketua_ppid", "body"),
    "atasan": ("Surya Hidayat", "atasan_ppid", "body"),
    "pelaksana_a": ("Andi Saputra", "ppid_pelaksana", "unit_a"),
    "pelaksana_b": ("Lestari Putri", "ppid_pelaksana", "unit_b"),
    "pimpinan_a": ("Hendra Gunawan", "pimpinan_unit_kerja", "unit_a"),
    "hukum": ("Yusuf Maulana", "asdep_hukum", "body"),
    "outsider": ("Tamu Tanpa Tugas", "", ""),
}


@pytest.fixture
def office(db: None, request: pytest.FixtureRequest) -> Office:
    """Return the people of a public body: the module's, where it has them, or new ones."""
    if "office_once" in request.fixturenames:
        return deepcopy(request.getfixturevalue("office_once"))
    return make_office()


def make_office() -> Office:
    """Make the people of a public body in three statements."""
    from ppid_portal.people.models import Appointment, Unit, User

    units = {
        "body": Unit(code="uji-pusat", name="Badan Publik Uji", kind="body"),
        "unit_a": Unit(code="uji-a", name="Biro Uji Anggaran", kind="bureau"),
        "unit_b": Unit(code="uji-b", name="Biro Uji Kepegawaian", kind="bureau"),
    }
    Unit.objects.bulk_create(units.values())
    users = {
        key: User(email=f"{key.replace('_', '-')}@uji.example", name=name, password="!")
        for key, (name, _role, _unit) in _PEOPLE.items()
    }
    User.objects.bulk_create(users.values())
    Appointment.objects.bulk_create(
        Appointment(
            user=users[key],
            role=role,
            unit=units[unit],
            decree="SK-1/2020",
            valid_from=date(2020, 1, 1),
        )
        for key, (_name, role, unit) in _PEOPLE.items()
        if role
    )
    return Office(**units, **users)
