"""Re-encrypting everything with the newest key, so that an old key can be thrown away."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from ppid_portal.people.crypto import decrypt_text, encrypt_text
from ppid_portal.people.fields import EncryptedTextField

_BATCH = 500
_others: dict[str, Callable[[], int]] = {}


def register(name: str, rotate: Callable[[], int]) -> None:
    """Let a room above re-encrypt what it keeps; ``rotate`` returns how many it did."""
    _others[name] = rotate


def rotate_all() -> dict[str, int]:
    """Re-encrypt all fields, second factors and files; returns how many rows of each.

    Reading decrypts with any key and saving encrypts with the newest, so it may be stopped and
    repeated, also while the portal runs.
    """
    counts = {}
    for model in apps.get_models():
        names = [
            field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)
        ]
        if names:
            counts[model._meta.label] = _rotate_model(model, names)
    counts["second factors"] = _rotate_second_factors()
    for name, rotate in _others.items():
        counts[name] = rotate()
    return counts


def _rotate_model(model: type[models.Model], names: list[str]) -> int:
    manager = model._base_manager
    last, count = None, 0
    while True:
        rows = manager.order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        # Locked, so that what is written meanwhile is not overwritten with what was read.
        with transaction.atomic():
            batch = list(rows.select_for_update().only("pk", *names)[:_BATCH])
            if batch:
                manager.bulk_update(batch, names)
        if not batch:
            return count
        last, count = batch[-1].pk, count + len(batch)


def _rotate_second_factors() -> int:
    count = 0
    with transaction.atomic():
        for factor in Authenticator.objects.select_for_update():
            secret = next((key for key in ("secret", "seed") if factor.data.get(key)), None)
            if secret is not None:
                factor.data[secret] = encrypt_text(decrypt_text(factor.data[secret]))
                factor.save(update_fields=["data"])
                count += 1
    return count
