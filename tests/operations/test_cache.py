"""Redis may be away: pages cost more then, and none fails."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator

import pytest

from ppid_portal.cache import ForgivingRedisCache


@pytest.fixture(autouse=True)
def _alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ForgivingRedisCache, "_dead_until", 0.0)


def test_without_a_server_it_forgets_instead_of_failing() -> None:
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    cache.set("a", 1)
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.add("a", 1) is True
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert "a" not in cache
    assert cache.set_many({"a": 1}) == ["a"]
    cache.delete_many(["a"])
    assert cache.clear() is False
    with pytest.raises(ValueError, match="does not answer"):
        cache.incr("a")


def test_a_server_that_is_away_is_not_asked_by_every_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    asked = []
    original = type(cache._cache).get_client
    monkeypatch.setattr(
        type(cache._cache),
        "get_client",
        lambda self, *args, **named: asked.append(1) or original(self, *args, **named),
    )
    for _ in range(5):
        cache.get("a")
    assert len(asked) == 1
    monkeypatch.setattr(ForgivingRedisCache, "_dead_until", time.monotonic() - 1)
    cache.get("a")
    assert len(asked) == 2


@pytest.fixture
def cache() -> Iterator[ForgivingRedisCache]:
    """A real one, in a corner of its own."""
    cache = ForgivingRedisCache(
        os.environ["TEST_REDIS_URL"], {"KEY_PREFIX": f"test-{uuid.uuid4()}", "TIMEOUT": 30}
    )
    yield cache
    cache.delete_many(["a", "b", "n"])


@pytest.mark.redis
def test_with_a_server_it_remembers(cache: ForgivingRedisCache) -> None:
    cache.set("a", {"x": [1]})
    assert cache.get("a") == {"x": [1]}
    assert cache.add("a", 2) is False
    assert cache.add("n", 1) is True
    assert cache.incr("n") == 2
    assert cache.set_many({"b": 3}) == []
    assert cache.get_many(["a", "b"]) == {"a": {"x": [1]}, "b": 3}
    assert cache.delete("a") is True
    assert cache.get("a") is None
