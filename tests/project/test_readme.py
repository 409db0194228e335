"""The README promises only what is there: commands, links, variables, accounts, addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import resolve

from ppid_portal.operations.management.commands.demo import ADMIN, PASSWORD, PEOPLE

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _own_variables() -> set[str]:
    """Return the variables that the settings read."""
    settings = (ROOT / "ppid_portal" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", README)
    assert len(targets) > 15
    anchors = {
        re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", README, re.M)
    }
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in anchors, target
        else:
            assert "://" not in target
            assert (ROOT / target).exists(), target


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    named = set(re.findall(r"`?make ([a-z]+)", README)) - {"them"}
    assert {"run", "test"} <= named
    assert named <= targets


def test_every_management_command_exists_with_its_words() -> None:
    commands = get_commands()
    named = re.findall(r"manage\.py ([a-z_]+)((?: --[a-z]+| [a-z]+)?)", README)
    assert len(named) > 8
    for name, word in named:
        assert name in commands, name
        app = commands[name]
        command = app if not isinstance(app, str) else load_command_class(app, name)
        if word.strip() and app != "django.contrib.auth":
            text = command.create_parser("manage.py", name).format_help()
            assert word.strip() in text, f"manage.py {name}{word}"


def test_every_variable_of_the_settings_is_explained_and_no_other() -> None:
    table = re.findall(r"^\| `([A-Z_]+)` \|", README, re.M)
    assert set(table) == _own_variables()
    assert len(table) == len(set(table))


def test_the_accounts_and_the_password_are_those_of_the_demonstration() -> None:
    known = {f"{key}@ppid.example" for key, *_rest in PEOPLE} | {f"{ADMIN}@ppid.example"}
    named = set(re.findall(r"[a-z0-9]+@ppid\.example", README))
    assert named
    assert named <= known
    assert f"`{PASSWORD}`" in README


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`(?:GET )?(/[a-z/-]+)`", README))), ids=str
)
def test_every_address_is_one_of_the_portal(path: str) -> None:
    assert resolve(path)


def test_the_screenshots_are_small() -> None:
    shots = list((ROOT / "docs" / "screenshots").glob("*.png"))
    assert len(shots) >= 2
    for shot in shots:
        assert shot.read_bytes().startswith(b"\x89PNG")
        assert shot.stat().st_size < 250_000, shot.name
        assert shot.name in README, f"{shot.name} is shown nowhere"
