"""Notices and the outbox."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class MailConfig(AppConfig):
    """Notices and the outbox."""

    name = "ppid_portal.mail"
    verbose_name = _l("Pemberitahuan")

    def ready(self) -> None:
        """Declare the room's own notices and listen for letters that become ready."""
        from ppid_portal.letters.signals import letter_rendered
        from ppid_portal.mail import standard, telling

        standard.declare_all()
        telling.declare_all()
        letter_rendered.connect(_letter_rendered, dispatch_uid="mail.letters_ready")


def _letter_rendered(letter: Any, **_: Any) -> None:
    from ppid_portal.mail.services import letters_ready

    letters_ready(letter)
