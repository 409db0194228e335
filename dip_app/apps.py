"""The public information list (SOP 1, 5, 6, 7 and 8)."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _l


class DipConfig(AppConfig):
    """The public information list (SOP 1, 5, 6, 7 and 8)."""

    name = "dip_app"
    verbose_name = _l("Daftar Informasi Publik")

    def ready(self) -> None:
        from dip_app.files import may_read
        from dip_app.importing.access import may_read as may_read_import
        from dip_app.search.sqlite import mend, register
        from ppid_portal.files import access

        connection_created.connect(register, dispatch_uid="dip_app.search.register")
        post_migrate.connect(mend, sender=self, dispatch_uid="dip_app.search.mend")
        access.register(may_read)
        access.register(may_read_import)
