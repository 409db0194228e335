"""What the tests of disputes share: an office on an ordinary working morning."""

from __future__ import annotations

from typing import Any

import pytest

from tests.driver_disputes import DisputeDesk


@pytest.fixture
def desk(office: Any, travel: Any) -> DisputeDesk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return DisputeDesk(office, travel)
