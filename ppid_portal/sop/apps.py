"""The catalogue of the eight SOPs and the engine that performs their steps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class SopConfig(AppConfig):
    """The catalogue of the eight SOPs and the engine that performs their steps."""

    name = "ppid_portal.sop"
    verbose_name = _l("Mesin SOP")
