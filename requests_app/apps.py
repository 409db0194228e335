"""Information requests (SOP 2)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class RequestsConfig(AppConfig):
    """Information requests (SOP 2)."""

    name = "requests_app"
    verbose_name = _l("Permohonan informasi")

    def ready(self) -> None:
        """Make requests and their notices known to the engine and the mail room."""
        from ppid_portal.sop import registry
        from requests_app import codes, forms_on_paper, notices
        from requests_app.models import InformationRequest, Obligation

        registry.register(InformationRequest)
        registry.register(Obligation)
        notices.declare_all()
        codes.declare_all()
        forms_on_paper.register_all()
