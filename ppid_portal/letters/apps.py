"""Numbered, frozen, verifiable letters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class LettersConfig(AppConfig):
    """Numbered, frozen, verifiable letters."""

    name = "ppid_portal.letters"
    verbose_name = _l("Surat")

    def ready(self) -> None:
        """Declare the letters of SOP 2 and say who may open a letter's PDF."""
        from ppid_portal.files import access as files
        from ppid_portal.letters import access, standard
        from ppid_portal.letters.kind_settings import services as kind_settings  # noqa: F401

        standard.register_all()
        files.register(access.may_open)
