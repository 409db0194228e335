"""Settings of the test suite: the portal's own, with everything slow or shared put aside.

``TEST_DATABASE_URL`` (or ``DATABASE_URL``) chooses the database; without it, SQLite in a folder
of this process. Nothing is written into the work tree, and no broker is spoken to: a task that
is queued during a test goes nowhere, as on a day when the broker is down, and the test calls the
sweep itself. Tests in ``tests/integration`` start processes with brokers of their own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_run = os.environ.setdefault("PPID_TEST_RUN", str(os.getpid()))
_folder = Path(tempfile.mkdtemp(prefix=f"ppid-test-{_run}-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", os.environ.get("DATABASE_URL", ""))
os.environ["DATA_DIR"] = str(_folder)
for _name in ("PRODUCTION", "DEBUG", "REDIS_URL", "EMAIL_URL", "HTTPS", "PUBLIC_URL"):
    os.environ.pop(_name, None)
for _name in [name for name in os.environ if name.startswith(("LETTER", "SIGNING", "TSA", "BSRE"))]:
    os.environ.pop(_name)

from ppid_portal.settings import *  # noqa: E402, F403
from ppid_portal.settings import DATABASES, MIDDLEWARE, POST_OFFICE  # noqa: E402

TEST_FOLDER = _folder
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"

_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # A file and not memory: threads then have connections of their own, as in real life.
    _database["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    # Runs side by side on one server must not drop each other's database.
    _database["TEST"] = {"NAME": f"test_{_database['NAME']}_{_run}"}
    _database["CONN_MAX_AGE"] = 0
    # A database that is dropped at the end need not survive a power cut.
    _database["OPTIONS"]["options"] += " -c synchronous_commit=off"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name.lower()]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MFA_REQUIRED_FOR_STAFF = False
# post_office puts its own backend in front; what it hands over lands in ``mail.outbox``.
POST_OFFICE = {
    **POST_OFFICE,
    "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT = "memory"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
TESTING = True
