"""Users, units, dated appointments and applicants."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class PeopleConfig(AppConfig):
    """Users, units, dated appointments and applicants."""

    name = "ppid_portal.people"
    verbose_name = _l("Orang dan unit")

    def ready(self) -> None:
        """Listen to the account pages, and lead the admin's login through them."""
        from allauth.account.decorators import secure_admin_login
        from django.contrib import admin

        from ppid_portal.people import signals

        signals.connect()
        admin.site.site_header = admin.site.site_title = _l("Pengaturan portal PPID")
        admin.site.index_title = _l("Data acuan")
        # With it come the rate limits and the second factor.
        admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
