"""The catalogue of the eight SOPs and the engine that performs their steps."""

from django.apps import AppConfig
from django.core.checks import register as register_check
from django.utils.translation import gettext_lazy as _l


class SopConfig(AppConfig):
    """The catalogue of the eight SOPs and the engine that performs their steps."""

    name = "ppid_portal.sop"
    verbose_name = _l("Mesin SOP")

    def ready(self) -> None:
        """Hook the start-up checks, the calendar and the files to the engine."""
        from ppid_portal.clock.signals import calendar_changed
        from ppid_portal.files.access import register as register_access
        from ppid_portal.sop import redate
        from ppid_portal.sop.checks import check_bindings
        from ppid_portal.sop.documents import may_open

        register_check(check_bindings)
        register_access(may_open)
        calendar_changed.connect(redate.on_calendar_changed, dispatch_uid="sop.redate")
