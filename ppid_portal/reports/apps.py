"""Registers as pages and files, and what is counted from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class ReportsConfig(AppConfig):
    """Registers as pages and files, and what is counted from them."""

    name = "ppid_portal.reports"
    verbose_name = _l("Register dan laporan")

    def ready(self) -> None:
        """Make the yearly report and its document known to the rooms below."""
        from ppid_portal.reports.annual import letter_kinds
        from ppid_portal.reports.models import AnnualReport
        from ppid_portal.sop import registry

        registry.register(AnnualReport)
        letter_kinds.register_all()
