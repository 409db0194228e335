"""The command that serves the evaluation."""

from __future__ import annotations

import os
import signal
import socket

import pytest
from django.core.management.base import CommandError

from ppid_portal.operations import worker
from ppid_portal.operations.management.commands import serve


def test_a_taken_port_is_refused_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"make run PORT={port + 1}"):
            serve.refuse_taken_port("127.0.0.1", port)


def test_a_free_port_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    serve.refuse_taken_port("127.0.0.1", port)


def test_web_and_worker_run_with_one_beat() -> None:
    programs = serve.programs("127.0.0.1", 8123)
    assert set(programs) == {"web", "worker"}
    assert "127.0.0.1:8123" in programs["web"]
    assert programs["worker"][-1] == "ppid_portal.operations.worker"
    assert "--beat" not in worker.OPTIONS  # it runs in a thread of this worker


def test_a_worker_whose_beat_ended_ends_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without beat it would look alive and miss every deadline."""
    asked: list[int] = []
    monkeypatch.setattr(worker, "Service", lambda _app: 1 / 0)
    monkeypatch.setattr(os, "kill", lambda _pid, number: asked.append(number))
    worker.keep_waking(worker.app)
    assert asked == [signal.SIGTERM]


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert "[::1]:8123" in serve.programs("::1", 8123)["web"]
