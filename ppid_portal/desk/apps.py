"""Staff pages over any kind of case."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class DeskConfig(AppConfig):
    """Staff pages over any kind of case."""

    name = "ppid_portal.desk"
    verbose_name = _l("Meja kerja")
