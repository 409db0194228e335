"""Users, units, dated appointments and applicants."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class PeopleConfig(AppConfig):
    """Users, units, dated appointments and applicants."""

    name = "ppid_portal.people"
    verbose_name = _l("Orang dan unit")
