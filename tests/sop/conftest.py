"""What the tests of the engine share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.driver import Desk


@pytest.fixture
def desk(office: Any, travel: Any) -> Desk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB; the answer is due on 30."""
    travel("2026-03-09 10:00")
    return Desk(office)
