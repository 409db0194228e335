"""The registers of the list's SOPs; see ``ppid_portal.sop.registers``."""

from __future__ import annotations

from dip_app.consequence.register import REGISTER as TESTS
from dip_app.exclusions.register import REGISTER as EXCLUSIONS

REGISTERS = (TESTS, EXCLUSIONS)
