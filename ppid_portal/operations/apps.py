"""Running the portal: health, supervision and demonstration data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class OperationsConfig(AppConfig):
    """Running the portal: health, supervision and demonstration data."""

    name = "ppid_portal.operations"
    verbose_name = _l("Operasi")

    def ready(self) -> None:
        """Register the system checks."""
        from ppid_portal.operations import checks  # noqa: F401
