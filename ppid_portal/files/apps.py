"""Uploads: checked, encrypted and served by permission only."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class FilesConfig(AppConfig):
    """Uploads: checked, encrypted and served by permission only."""

    name = "ppid_portal.files"
    verbose_name = _l("Berkas unggahan")
