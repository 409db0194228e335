"""Objections to the handling of a request (SOP 3)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class ObjectionsConfig(AppConfig):
    """Objections to the handling of a request (SOP 3)."""

    name = "objections_app"
    verbose_name = _l("Keberatan")

    def ready(self) -> None:
        """Make objections, their letters and their notices known to the rooms below."""
        from objections_app import forms_on_paper, letter_kinds, notices, tracking
        from objections_app.models import Objection, ObjectionReport
        from ppid_portal.sop import registry

        registry.register(Objection)
        registry.register(ObjectionReport)
        letter_kinds.register_all()
        notices.declare_all()
        tracking.show()
        forms_on_paper.register_all()
