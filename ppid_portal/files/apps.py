"""Uploads: checked, encrypted and served by permission only."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class FilesConfig(AppConfig):
    """Uploads: checked, encrypted and served by permission only."""

    name = "ppid_portal.files"
    verbose_name = _l("Berkas unggahan")

    def ready(self) -> None:
        """Take part when keys are rotated."""
        from ppid_portal.files import services
        from ppid_portal.people import rotation

        rotation.register("files", services.rotate)
