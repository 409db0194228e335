"""Handing work to the background without ever making a page wait for a dead broker."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

#: For how many seconds a broker that did not answer is not asked again by this process.
DEAD_FOR = 20.0

_dead_until = 0.0
_held_back: ContextVar[str] = ContextVar("queue_held_back", default="")


@contextmanager
def holding_back(task: str) -> Iterator[None]:
    """Queue no ``task`` within this context: whoever holds it back does its work differently."""
    token = _held_back.set(task)
    try:
        yield
    finally:
        _held_back.reset(token)


def enqueue(task: str, *args: Any) -> None:
    """Queue a task when the transaction that is open now has been committed.

    ``task`` is the registered name, such as ``"letters.render"``; ``args`` must be JSON. Never
    raises because of the broker: what could not be queued is left to the sweep that looks for
    it (design, invariant 3). Inside a transaction that is rolled back, nothing is queued.
    """
    if task == _held_back.get():
        return
    transaction.on_commit(partial(send_now, task, *args), robust=True)


def send_now(task: str, *args: Any) -> bool:
    """Queue a task at once and return whether the broker took it.

    A broker that does not answer costs one page about two seconds; then it is not asked again
    for ``DEAD_FOR`` seconds, so that the next pages do not wait at all.
    """
    global _dead_until
    if time.monotonic() < _dead_until:
        return False
    try:
        current_app.send_task(task, args=args, retry=False)
    except Exception:
        # Any kind of failure of the transport; the case itself is safe in the database.
        _dead_until = time.monotonic() + DEAD_FOR
        log.exception("The broker did not take %s; the sweep will find the work", task)
        return False
    _dead_until = 0.0
    return True


def ask_again() -> None:
    """Forget that the broker did not answer."""
    global _dead_until
    _dead_until = 0.0
