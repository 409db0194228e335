"""The lock files: everything pinned with hashes, and nothing that names a machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("requirements.txt", "requirements-dev.txt")


def pins(name: str) -> dict[str, str]:
    """Return what a lock file pins: the requirement with its marker, and its hashes."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line.strip():
            match = re.match(r"([a-z0-9][a-z0-9._-]*)==(\S+)", line)
            assert match, f"{name} has a line that pins nothing: {line[:60]}"
            found[match[1]] = line
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_has_hashes(name: str) -> None:
    for package, line in pins(name).items():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), package


@pytest.mark.parametrize("name", NAMES)
def test_no_host_and_no_path_is_named(name: str) -> None:
    text = (ROOT / name).read_text()
    for sign in ("://", "file:", " @ ", "--index", "--find-links", "--trusted", "-e ", "/"):
        assert sign not in text, sign


def test_the_tests_run_with_the_versions_that_production_gets() -> None:
    production, tests = pins(NAMES[0]), pins(NAMES[1])
    assert set(production) <= set(tests)
    for package, line in production.items():
        version = re.search(r"==([^\s;]+)", line)
        assert version
        assert f"{package}=={version[1]}" in tests[package]


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = pins(NAMES[1])
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in wanted:
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        assert match
        assert match[0].lower().replace("_", "-") in locked, requirement
