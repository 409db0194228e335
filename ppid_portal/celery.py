"""The Celery application: tasks are small and only wake idempotent sweeps."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppid_portal.settings")

app = Celery("ppid_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat only wakes the sweeps; each sweep finds by itself what is due and not yet handled,
# so a missed run loses nothing. Names are those of the heartbeats.
app.conf.beat_schedule = {
    "deadlines": {"task": "sop.sweep_deadlines", "schedule": 300.0},
    "letters": {"task": "letters.sweep", "schedule": 60.0},
    "mail": {"task": "mail.sweep", "schedule": 60.0},
    "daily": {"task": "sop.daily_report", "schedule": crontab(hour="7", minute="0")},
}
