"""Working time: holidays, service hours and how every date comes about."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class ClockConfig(AppConfig):
    """Working time: holidays, service hours and how every date comes about."""

    name = "ppid_portal.clock"
    verbose_name = _l("Waktu kerja")

    def ready(self) -> None:
        """Notice deletions too, one by one or by queryset."""
        from ppid_portal.clock import receivers  # noqa: F401
