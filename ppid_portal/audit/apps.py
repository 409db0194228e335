"""Append-only record of every act and every look at personal data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class AuditConfig(AppConfig):
    """Append-only record of every act and every look at personal data."""

    name = "ppid_portal.audit"
    verbose_name = _l("Jejak audit")
