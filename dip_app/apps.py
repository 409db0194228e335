"""The public information list (SOP 1, 5, 6, 7 and 8)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class DipConfig(AppConfig):
    """The public information list (SOP 1, 5, 6, 7 and 8)."""

    name = "dip_app"
    verbose_name = _l("Daftar Informasi Publik")
