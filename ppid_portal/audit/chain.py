"""What is hashed, and how: pure functions over one entry."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from ppid_portal.audit.models import AuditEntry


class _Encoder(DjangoJSONEncoder):
    """Also writes sets, in order."""

    def default(self, o: Any) -> Any:
        if isinstance(o, (set, frozenset)):
            return sorted(o, key=str)
        return super().default(o)


def plain(data: Any) -> Any:
    """Return ``data`` as the JSON that both databases give back unchanged.

    Dates and decimals become text. So do fractions, because PostgreSQL's jsonb writes numbers
    its own way (1e16 comes back as 10000000000000000), and NUL is dropped, because it refuses it.
    """
    return _plain(json.loads(json.dumps(data, cls=_Encoder)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return value.replace("\x00", "")
    return value


def digest(entry: AuditEntry) -> str:
    """Return the SHA-256 of the entry's canonical JSON, its predecessor's hash included."""
    content = {
        "stream": entry.stream,
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "user_id": entry.user_id,
        "name": entry.name,
        "role": entry.role,
        "mandate": entry.mandate,
        "verb": entry.verb,
        "subject": entry.subject,
        "from_state": entry.from_state,
        "to_state": entry.to_state,
        "reason": entry.reason,
        "data": entry.data,
        "prev_hash": entry.prev_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
