"""Asks a health address; for containers that have no other client. Exit code 0 when well.

``python ppid_portal/operations/probe.py [--check NAME] URL``: with ``--check`` only that part of
/readyz counts, whatever else is unwell.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import urllib.error
import urllib.request


def well(url: str, check: str | None = None, timeout: float = 4.0) -> bool:
    """Return whether ``url`` answers 200 or, with ``check``, whether that check is ok."""
    request = urllib.request.Request(url)  # noqa: S310 - the caller's own address
    # The name inside the container network is none of the portal's hosts.
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    if host:
        request.add_header("Host", host)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    except OSError:
        return False
    if check is None:
        return bool(status == 200)
    try:
        return bool(json.loads(body)["checks"][check]["ok"])
    except (ValueError, KeyError, TypeError):
        return False


def main() -> int:
    """Ask once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check")
    parser.add_argument("url")
    asked = parser.parse_args()
    return 0 if well(asked.url, asked.check) else 1


if __name__ == "__main__":
    sys.exit(main())
