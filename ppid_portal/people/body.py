"""The public body, read at most once per request."""

from __future__ import annotations

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_save
from django.dispatch import receiver

from ppid_portal.people import seed
from ppid_portal.people.models import PublicBody

_request = Local()


def body() -> PublicBody:
    """Return the public body; during a request it is read once, elsewhere every time.

    So a change in the admin shows on the next page of every process, without any version to
    keep. A database that was emptied (never migrated afresh) answers with what the portal
    starts with.
    """
    kept: PublicBody | None = getattr(_request, "body", None)
    if kept is not None:
        return kept
    found = PublicBody.objects.filter(pk=1).first() or PublicBody(pk=1, **seed.BODY)
    if getattr(_request, "running", False):
        _request.body = found
    return found


@receiver(request_started)
def begin_request(**kwargs: object) -> None:
    """Start to remember the public body."""
    _request.running, _request.body = True, None


@receiver(request_finished)
def end_request(**kwargs: object) -> None:
    """Forget it again."""
    _request.running, _request.body = False, None


@receiver(post_save, sender=PublicBody)
def _forget(**kwargs: object) -> None:
    _request.body = None
