"""The rooms and their order, as the design names them."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def contracts() -> list[dict[str, object]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return project["tool"]["importlinter"]["contracts"]


def test_every_room_has_its_place_in_the_layers() -> None:
    """A room that stands in no layer could import anything."""
    named = {
        name.strip().removeprefix("ppid_portal.")
        for layer in contracts()[0]["layers"]  # type: ignore[attr-defined]
        for name in layer.split("|")
    }
    rooms = {path.parent.name for path in (ROOT / "ppid_portal").glob("*/apps.py")}
    apps = {path.parent.name for path in ROOT.glob("*_app/apps.py")}
    assert rooms | apps <= named


def test_the_desk_knows_no_kind_of_case() -> None:
    forbidden = next(contract for contract in contracts() if contract["type"] == "forbidden")
    assert "ppid_portal.desk" in forbidden["source_modules"]  # type: ignore[operator]
    assert "requests_app" in forbidden["forbidden_modules"]  # type: ignore[operator]
