"""A Redis cache that a page can do without."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

#: For how many seconds a server that did not answer is not asked again by this process.
DEAD_FOR = 20.0


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache that forgets instead of failing while the server is away.

    Pages then cost more and throttles let everybody through, but a citizen can still file
    (design, invariant 3). What answers while the server is away: reads find nothing, writes
    are lost, ``add`` succeeds, ``incr`` finds no such key.
    """

    _dead_until = 0.0

    def _or(self, instead: Any, ask: Callable[[], Any]) -> Any:
        if time.monotonic() >= ForgivingRedisCache._dead_until:
            try:
                return ask()
            except RedisError:
                ForgivingRedisCache._dead_until = time.monotonic() + DEAD_FOR
                log.exception("The cache does not answer; going on without it")
        return instead

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        """Store unless there; True when the server is away."""
        return self._or(
            True, lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version)
        )

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """Read; ``default`` when the server is away."""
        return self._or(
            default, lambda: super(ForgivingRedisCache, self).get(key, default, version)
        )

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        """Store; lost when the server is away."""
        return self._or(
            None, lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version)
        )

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        """Prolong; False when the server is away."""
        return self._or(
            False, lambda: super(ForgivingRedisCache, self).touch(key, timeout, version)
        )

    def delete(self, key: Any, version: Any = None) -> Any:
        """Forget; False when the server is away."""
        return self._or(False, lambda: super(ForgivingRedisCache, self).delete(key, version))

    def get_many(self, keys: Any, version: Any = None) -> Any:
        """Read several; none when the server is away."""
        keys = list(keys)
        return self._or({}, lambda: super(ForgivingRedisCache, self).get_many(keys, version))

    def has_key(self, key: Any, version: Any = None) -> Any:
        """Look; False when the server is away."""
        return self._or(False, lambda: super(ForgivingRedisCache, self).has_key(key, version))

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        """Count; raises ValueError, as for an absent key, when the server is away."""
        missing = object()
        count = self._or(
            missing, lambda: super(ForgivingRedisCache, self).incr(key, delta, version)
        )
        if count is missing:
            raise ValueError("The cache does not answer.")
        return count

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        """Store several; lost when the server is away."""
        return self._or(
            list(data), lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version)
        )

    def delete_many(self, keys: Any, version: Any = None) -> Any:
        """Forget several; nothing when the server is away."""
        keys = list(keys)
        return self._or(None, lambda: super(ForgivingRedisCache, self).delete_many(keys, version))

    def clear(self) -> Any:
        """Forget all; False when the server is away."""
        return self._or(False, lambda: super(ForgivingRedisCache, self).clear())
