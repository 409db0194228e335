"""The PPID portal: the project and everything that the SOPs share."""

from ppid_portal.celery import app as celery_app

__all__ = ["celery_app"]
