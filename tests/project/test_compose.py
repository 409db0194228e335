"""docker-compose.yml: valid, with every part that production needs, and without a secret."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
# The Compose Specification's own schema; its licence stands beside it.
SCHEMA = json.loads(Path(__file__).with_name("compose-spec.json").read_text())
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRETS = ("SECRET_KEY", "BLIND_INDEX_KEY", "FIELD_ENCRYPTION_KEYS", "PASSWORD", "EMAIL_URL")


def test_it_follows_the_compose_schema() -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(COMPOSE)


def test_the_schema_does_refuse() -> None:
    """A schema that accepts everything would prove nothing."""
    broken = {**COMPOSE, "services": {"web": {"imagine": "postgres:16"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SCHEMA).validate(broken)


def test_it_has_every_part_of_production() -> None:
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "database", "redis"}
    assert SERVICES["database"]["image"] == "postgres:16"
    assert SERVICES["redis"]["image"] == "redis:7"
    assert set(COMPOSE["volumes"]) == {"data", "database", "redis"}


def test_web_can_be_scaled_and_beat_cannot() -> None:
    """A fixed name or host port stops a second container; beat must have no second."""
    assert "container_name" not in SERVICES["web"]
    assert "-" in SERVICES["web"]["ports"][0].split(":-")[1]
    assert SERVICES["beat"]["container_name"]
    assert SERVICES["beat"]["deploy"]["replicas"] == 1
    assert "--beat" not in SERVICES["worker"]["command"]


def test_everything_that_stays_up_is_watched_and_restarted() -> None:
    for name, service in SERVICES.items():
        if name != "migrate":
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name


def test_the_database_is_migrated_once_before_anybody_reads_it() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        waits = SERVICES[name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"
        assert waits["database"]["condition"] == "service_healthy"


def test_no_secret_stands_in_the_file() -> None:
    """Every secret is taken from outside, and its absence stops the start with a sentence."""
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if any(word in variable for word in SECRETS):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]{10,}\}", value), f"{name}: {variable}"
            for password in re.findall(r"^[a-z]+://[a-z]*:(.+)@[a-z]+:[0-9]+/", value):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]{10,}\}", password), variable


def test_no_long_random_text_stands_in_the_file() -> None:
    """A key that was pasted in would be a long run of letters and digits."""
    words = re.findall(r"[A-Za-z0-9+=_-]{32,}", TEXT)
    assert [word for word in words if any(char.isdigit() for char in word)] == []


def test_the_image_runs_as_nobody_special_and_from_the_lock_file() -> None:
    text = (ROOT / "Dockerfile").read_text()
    stages = re.findall(r"^FROM .*$", text, re.MULTILINE)
    last = text[text.rindex("FROM ") :]
    assert len(stages) == 2
    assert re.search(r"^USER portal$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "libpango-1.0-0" in last
    assert "--require-hashes -r /tmp/requirements.txt" in text


def test_the_image_leaves_data_and_keys_outside() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    taken = {rule[1:] for rule in rules if rule.startswith("!")}
    assert not taken & {".env", ".git", "data", ".venv", "tests"}
    assert {"ppid_portal", "manage.py", "static", "templates", "requirements.txt"} <= taken
