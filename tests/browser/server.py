"""The portal as a process of its own, for the browser; it takes orders on standard input.

One line is one order, ``["name", {"argument": value}]``: a function of ``backstage`` is called and
its result, or the traceback, comes back as one line. The first line says where the portal is.
It stands on Monday, 9 March 2026, 10.00 WIB, and its clock runs on from there.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from datetime import UTC, datetime

# What the portal prints is its log; the answers have a way of their own.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

import django  # noqa: E402
import time_machine  # noqa: E402

time_machine.travel(datetime(2026, 3, 9, 3, 0, tzinfo=UTC), tick=True).start()
django.setup()

from django.conf import settings  # noqa: E402

# The browser's own clock stands elsewhere: by it, every file would be stale as soon as it came.
settings.WHITENOISE_MAX_AGE = 10 * 365 * 24 * 3600

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from tests.browser import backstage  # noqa: E402


class Handler(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadedWSGIServer):
    """Threads that do not keep the process alive."""

    daemon_threads = True
    request_queue_size = 50


def say(result: object) -> None:
    answers.write(json.dumps(result) + "\n")
    answers.flush()


def main() -> None:
    """Serve until standard input closes."""
    server = Server(("127.0.0.1", 0), Handler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say({"address": f"http://127.0.0.1:{server.server_port}"})
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            say({"result": getattr(backstage, name)(**arguments)})
        except Exception:
            say({"error": traceback.format_exc()})


if __name__ == "__main__":
    main()
