"""Numbered, frozen, verifiable letters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class LettersConfig(AppConfig):
    """Numbered, frozen, verifiable letters."""

    name = "ppid_portal.letters"
    verbose_name = _l("Surat")
