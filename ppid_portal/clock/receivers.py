"""What the calendar does when rows of its tables are deleted or a request begins and ends."""

from __future__ import annotations

from typing import Any

from django.core.signals import request_finished, request_started
from django.db.models.signals import post_delete
from django.dispatch import receiver

from ppid_portal.clock import memo
from ppid_portal.clock.models import (
    CalendarTable,
    CalendarYear,
    Holiday,
    ServiceDay,
    WorkingTimeRule,
    touch,
)


# Named one by one: a receiver for every model would slow down every deletion in the portal.
@receiver(post_delete, sender=Holiday)
@receiver(post_delete, sender=CalendarYear)
@receiver(post_delete, sender=ServiceDay)
@receiver(post_delete, sender=WorkingTimeRule)
def touch_on_delete(instance: CalendarTable, **kwargs: Any) -> None:
    """Mark every calendar as old; Django sends this for each row of a queryset's delete too."""
    touch(instance.touched_dates())


@receiver(request_started)
def begin_request(**kwargs: Any) -> None:
    """Ask for the version of the tables once in this request."""
    memo.begin_request()


@receiver(request_finished)
def end_request(**kwargs: Any) -> None:
    """Let nothing of this request be seen by the next one on the same thread."""
    memo.end_request()
