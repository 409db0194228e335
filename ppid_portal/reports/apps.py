"""Registers as pages and files, and what is counted from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class ReportsConfig(AppConfig):
    """Registers as pages and files, and what is counted from them."""

    name = "ppid_portal.reports"
    verbose_name = _l("Register dan laporan")
