"""Pages that every citizen can read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class PublicConfig(AppConfig):
    """Pages that every citizen can read."""

    name = "ppid_portal.public"
    verbose_name = _l("Halaman publik")
