"""Encryption at rest and blind indexes; keys come from the settings only."""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import lru_cache

from cryptography.fernet import Fernet as _Fernet
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings


class Undecipherable(Exception):
    """None of the keys in FIELD_ENCRYPTION_KEYS opens what is stored."""


@lru_cache(maxsize=8)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_Fernet(key.encode()) for key in keys])


def fernet() -> MultiFernet:
    """Return the cipher of the present keys: encrypts with the first, reads with all.

    It holds no state between calls, so threads may share it.
    """
    return _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS))


def encrypt_bytes(content: bytes) -> bytes:
    """Return ``content`` encrypted with the newest key."""
    return fernet().encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """Return what ``encrypt_bytes`` was given; raises Undecipherable when no key fits."""
    try:
        return fernet().decrypt(token)
    except InvalidToken:
        raise Undecipherable("No key in FIELD_ENCRYPTION_KEYS opens this content.") from None


def rotate_bytes(token: bytes) -> bytes:
    """Return the same content encrypted with the newest key."""
    try:
        return fernet().rotate(token)
    except InvalidToken:
        raise Undecipherable("No key in FIELD_ENCRYPTION_KEYS opens this content.") from None


def encrypt_text(text: str) -> str:
    """Return ``text`` encrypted with the newest key."""
    return encrypt_bytes(text.encode()).decode()


def decrypt_text(token: str) -> str:
    """Return what ``encrypt_text`` was given; raises Undecipherable when no key fits."""
    return decrypt_bytes(token.encode()).decode()


def digits(value: str) -> str:
    """Return the digits of ``value`` only: how a NIK is compared."""
    return re.sub(r"\D", "", value)


def phone_digits(value: str) -> str:
    """Return a telephone number as it is compared: +62 812…, 62812… and 0812… are one."""
    number = digits(value)
    if number.startswith("0062"):
        number = number[2:]
    if number.startswith("62"):
        number = number[2:].lstrip("0")
        return f"0{number}" if number else ""
    return number


def blind_index(value: str, purpose: str) -> str:
    """Return a keyed fingerprint of ``value``, to find it without being able to read it.

    ``purpose`` ("nik", "phone") chooses the normal form and keeps indexes of different fields
    apart. An empty value has an empty index.
    """
    normal = {"nik": digits, "phone": phone_digits}.get(purpose, str.strip)(value or "")
    if not normal:
        return ""
    key = settings.BLIND_INDEX_KEY.encode()
    return hmac.new(key, f"{purpose}\0{normal}".encode(), hashlib.sha256).hexdigest()
