"""Worker and beat in one process: ``python -m ppid_portal.operations.worker``, for evaluation.

Celery's own ``--beat`` forks a second process that holds the whole portal once more. Beat only
wakes sweeps, so here it is a thread. Production runs exactly one beat of its own instead.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

from celery import Celery
from celery.beat import Service

from ppid_portal.celery import app, make_folder

log = logging.getLogger(__name__)

OPTIONS = [
    "--quiet", "worker", "--loglevel", "warning",
    # One task at a time in the process itself: SQLite has one writer anyway.
    "--pool", "solo",
    "--without-gossip", "--without-mingle", "--without-heartbeat",
]  # fmt: skip


def keep_waking(celery: Celery) -> None:
    """Run beat; a worker without it would look alive and miss every deadline, so it ends too."""
    try:
        make_folder()
        Service(celery).start()
    except Exception:
        log.exception("Beat ended; stopping the worker, to be started again with a new one")
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Run until asked to stop."""
    threading.Thread(target=keep_waking, args=(app,), name="beat", daemon=True).start()
    return int(app.worker_main(OPTIONS) or 0)


if __name__ == "__main__":
    sys.exit(main())
