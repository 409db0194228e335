"""Notices and the outbox."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class MailConfig(AppConfig):
    """Notices and the outbox."""

    name = "ppid_portal.mail"
    verbose_name = _l("Pemberitahuan")

    def ready(self) -> None:
        """Declare the room's own notices and listen for what becomes of letters."""
        from ppid_portal.letters.signals import letter_rendered, letter_withdrawn
        from ppid_portal.mail import standard, telling

        standard.declare_all()
        telling.declare_all()
        letter_rendered.connect(_letter_rendered, dispatch_uid="mail.letters_ready")
        letter_withdrawn.connect(_letter_withdrawn, dispatch_uid="mail.letter_withdrawn")


def _letter_rendered(letter: Any, **_: Any) -> None:
    from ppid_portal.mail import replacements
    from ppid_portal.mail.services import letters_ready

    letters_ready(letter)
    replacements.ready(letter)


def _letter_withdrawn(letter: Any, **_: Any) -> None:
    from ppid_portal.mail import withdrawals

    withdrawals.letter_withdrawn(letter)
