"""Notices to people, through a database outbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class MailConfig(AppConfig):
    """Notices to people, through a database outbox."""

    name = "ppid_portal.mail"
    verbose_name = _l("Pemberitahuan")
