"""Information requests (SOP 2)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class RequestsConfig(AppConfig):
    """Information requests (SOP 2)."""

    name = "requests_app"
    verbose_name = _l("Permohonan informasi")
