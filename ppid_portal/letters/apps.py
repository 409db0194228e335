"""Numbered, frozen, verifiable letters."""

from django.apps import AppConfig
from django.core.checks import register as register_check
from django.utils.translation import gettext_lazy as _l


class LettersConfig(AppConfig):
    """Numbered, frozen, verifiable letters."""

    name = "ppid_portal.letters"
    verbose_name = _l("Surat")

    def ready(self) -> None:
        """Declare the letters of SOP 2, say who may open a PDF, and compare the catalogue."""
        from ppid_portal.files import access as files
        from ppid_portal.letters import access, standard
        from ppid_portal.letters.catalogue import check_outputs
        from ppid_portal.letters.kind_settings import services as kind_settings  # noqa: F401

        standard.register_all()
        files.register(access.may_open)
        register_check(check_outputs)
