"""A page never waits for a dead broker, and a rolled-back page queues nothing."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError

from ppid_portal import queue


@pytest.fixture(autouse=True)
def _alive() -> Iterator[None]:
    queue.ask_again()
    yield
    queue.ask_again()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[object, ...]]]:
    calls: list[tuple[str, tuple[object, ...]]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_: calls.append((name, tuple(args)))
    )
    return calls


@pytest.mark.django_db(transaction=True)
def test_a_task_is_queued_after_the_commit_and_not_before(
    sent: list[tuple[str, tuple[object, ...]]],
) -> None:
    with transaction.atomic():
        queue.enqueue("letters.render", 17)
        assert sent == []
    assert sent == [("letters.render", (17,))]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_page_queues_nothing(
    sent: list[tuple[str, tuple[object, ...]]],
) -> None:
    with transaction.atomic():
        queue.enqueue("letters.render", 17)
        transaction.set_rollback(True)
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_what_is_held_back_is_not_queued_and_everything_else_is(
    sent: list[tuple[str, tuple[object, ...]]],
) -> None:
    with queue.holding_back("mail.send"), transaction.atomic():
        queue.enqueue("mail.send", 3)
        queue.enqueue("letters.render", 17)
    with transaction.atomic():
        queue.enqueue("mail.send", 4)
    assert sent == [("letters.render", (17,)), ("mail.send", (4,))]


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_is_no_error_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with transaction.atomic():
        queue.enqueue("letters.render", 17)


def test_a_dead_broker_is_not_asked_again_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(*_args: object, **_named: object) -> None:
        asked.append(1)
        raise OSError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    assert queue.send_now("letters.render", 1) is False
    assert queue.send_now("letters.render", 2) is False
    assert len(asked) == 1
    monkeypatch.setattr(queue, "_dead_until", time.monotonic() - 1)
    assert queue.send_now("letters.render", 3) is False
    assert len(asked) == 2


def test_a_broker_that_accepts_and_never_answers_costs_a_few_seconds_at_most() -> None:
    """The worst kind of dead: with the library's defaults a page would wait for ever."""
    from ppid_portal import settings as portal

    options = {"socket_connect_timeout": 2, "socket_timeout": 2.5, "max_retries": 0}
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(5)
        with Connection(
            f"redis://127.0.0.1:{hole.getsockname()[1]}/0",
            connect_timeout=portal.CELERY_BROKER_CONNECTION_TIMEOUT,
            transport_options=options,
        ) as link:
            started = time.monotonic()
            with pytest.raises(OperationalError):
                link.default_channel  # noqa: B018
            assert time.monotonic() - started < 5


def test_the_production_broker_is_never_asked_for_ever() -> None:
    """The options of the test above are those of the settings."""
    text = (Path(queue.__file__).parent / "settings.py").read_text()
    for line in ('"socket_connect_timeout": 2,', '"socket_timeout": 2.5,', '"max_retries": 0,'):
        assert line in text


def test_a_message_file_is_seen_whole_or_not_at_all(tmp_path: Path) -> None:
    """A reader that looks all the time finds every message complete."""
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
    }
    stop = threading.Event()
    broken: list[str] = []
    seen: set[str] = set()

    def look() -> None:
        while not stop.is_set():
            for path in (tmp_path / "queue").glob("*.msg"):
                try:
                    json.loads(path.read_text())
                except ValueError:
                    broken.append(path.name)
                seen.add(path.name)

    with Connection(transport="ppid_portal.filebroker:Transport", transport_options=options) as c:
        reader = threading.Thread(target=look)
        (tmp_path / "queue").mkdir()
        reader.start()
        with c.SimpleQueue("celery") as simple:
            for number in range(200):
                simple.put({"number": number, "filler": "x" * 20_000})
            stop.set()
            reader.join()
            got = [simple.get(block=False).payload["number"] for _ in range(200)]
    assert broken == []
    assert seen
    assert sorted(got) == list(range(200))
