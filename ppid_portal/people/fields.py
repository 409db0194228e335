"""Model fields for data that must not be readable in the database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import BaseExpression
from django.db.models.lookups import IsNull, Lookup

from ppid_portal.people.crypto import blind_index, decrypt_text, encrypt_text


class EncryptedTextField(models.TextField):
    """Text that the database sees encrypted only; None and "" are stored as they are.

    It cannot be searched or ordered: the same text encrypts differently every time. Look-ups go
    through a ``BlindIndexField`` beside it.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way to the database."""
        if value is None or isinstance(value, BaseExpression):
            return value
        text = str(value)
        return encrypt_text(text) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt on the way from the database; raises Undecipherable when no key fits."""
        return decrypt_text(value) if value else value

    def get_lookup(self, lookup_name: str) -> type[Lookup] | None:
        """Refuse to compare: it would silently find nothing."""
        if lookup_name == "isnull":
            return IsNull
        raise FieldError(
            f"{self.name} is encrypted: look it up by its blind index, not by {lookup_name}."
        )


class BlindIndexField(models.CharField):
    """Keyed fingerprint of another field, kept up to date on every save.

    ``source`` is the encrypted field beside it, ``purpose`` as in ``crypto.blind_index``.
    """

    def __init__(self, *args: Any, source: str, purpose: str, **kwargs: Any) -> None:
        self.source = source
        self.purpose = purpose
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("db_index", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Tell migrations what it was made with."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "source": self.source, "purpose": self.purpose}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Recompute from the source."""
        index = blind_index(getattr(model_instance, self.source) or "", self.purpose)
        setattr(model_instance, self.attname, index)
        return index
