"""The Celery application: tasks are small and only wake idempotent sweeps."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, celeryd_init, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppid_portal.settings")

log = logging.getLogger(__name__)

app = Celery("ppid_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    [f"dip_app.{name}" for name in ("announcing", "compiling", "exclusions", "freshness")]
)
app.autodiscover_tasks(["dip_app"], related_name="round_tasks")

# Beat only wakes the sweeps; each sweep finds by itself what is due and not yet handled,
# so a missed run loses nothing. Names are those of the heartbeats.
app.conf.beat_schedule = {
    # A wake-up call that nobody heard before the next one is not worth keeping.
    name: {"task": task, "schedule": schedule, "options": {"expires": expires}}
    for name, task, schedule, expires in (
        ("deadlines", "sop.sweep_deadlines", 300.0, 300.0),
        ("letters", "letters.sweep", 60.0, 60.0),
        ("archive", "letters.check_archive", crontab(hour="2", minute="30"), 12 * 3600.0),
        ("mail", "mail.sweep", 60.0, 60.0),
        ("daily", "mail.daily_report", crontab(hour="7", minute="0"), 12 * 3600.0),
        ("files", "files.tidy", crontab(hour="3", minute="40"), 12 * 3600.0),
        ("hearings", "disputes.remind_hearings", 3600.0, 3600.0),
        ("evidence", "disputes.sweep_evidence", 120.0, 120.0),
        ("announcements", "dip.sweep_announcements", 60.0, 60.0),
        ("exclusions", "dip.sweep_exclusions", crontab(hour="0", minute="10"), 12 * 3600.0),
        ("rounds", "dip.sweep_rounds", 300.0, 300.0),
        ("list", "dip.sweep_list", 300.0, 300.0),
        ("freshness", "dip.sweep_freshness", 600.0, 600.0),
        ("objection_report", "objections.open_report", crontab(hour="4", minute="0"), 12 * 3600.0),
        ("annual_report", "reports.follow_years", crontab(hour="4", minute="20"), 12 * 3600.0),
        ("drafts", "requests.forget_drafts", crontab(hour="3", minute="50"), 12 * 3600.0),
    )
}


@celeryd_init.connect
def quiet_as_root(**_: Any) -> None:
    """Say nothing about root in an evaluation, where it may be the only user of the machine."""
    if not settings.PRODUCTION:
        warnings.filterwarnings("ignore", r"\s*You're running the worker with superuser")


@worker_init.connect
@beat_init.connect
def make_folder(**_: Any) -> None:
    """Make the folder that beat keeps its times in."""
    Path(settings.CELERY_BEAT_SCHEDULE_FILENAME).parent.mkdir(parents=True, exist_ok=True)


@beat_init.connect
def catch_up(**_: Any) -> None:
    """Wake every sweep once when beat starts, instead of only after its first interval.

    What fell due while the portal was down is then handled within seconds. The report at a
    fixed hour is not among them: it belongs to its hour.
    """
    for name, entry in app.conf.beat_schedule.items():
        if isinstance(entry["schedule"], float):
            try:
                app.send_task(entry["task"], retry=False)
            except Exception:
                # Beat itself goes on trying; its next interval makes up for it.
                log.exception("The sweep %s could not be queued at the start", name)
