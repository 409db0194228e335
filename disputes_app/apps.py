"""Disputes before the Information Commission (SOP 4)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class DisputesConfig(AppConfig):
    """Disputes before the Information Commission (SOP 4)."""

    name = "disputes_app"
    verbose_name = _l("Sengketa informasi")

    def ready(self) -> None:
        """Make disputes, their letters and their notices known to the rooms below."""
        from disputes_app import bundles, letter_kinds, notices, registers, tracking
        from disputes_app.models import Dispute
        from ppid_portal.files import access
        from ppid_portal.letters import incoming
        from ppid_portal.sop import registry

        registry.register(Dispute)
        letter_kinds.register_all()
        notices.declare_all()
        tracking.show()
        access.register(bundles.may_open)
        incoming.register(registers.papers)
