"""What people do to their own accounts is recorded, too."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa

from ppid_portal.audit import services as audit
from ppid_portal.people.actors import Actor

_VERBS = (
    (account.password_changed, "change_password"),
    (account.password_set, "set_password"),
    (account.password_reset, "reset_password"),
    (mfa.authenticator_added, "add_second_factor"),
    (mfa.authenticator_removed, "remove_second_factor"),
    (mfa.authenticator_reset, "renew_second_factor"),
)


def connect() -> None:
    """Record each of these signals in the stream "people"."""
    for signal, verb in _VERBS:
        signal.connect(_recorder(verb), weak=False, dispatch_uid=f"people.{verb}")


def _recorder(verb: str) -> Any:
    def receive(sender: Any, user: Any, **kwargs: Any) -> None:
        audit.record(verb, stream="people", subject=f"user:{user.pk}", actor=Actor.account(user))

    return receive
