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
        """Make the list's files, search and the SOPs known to the rooms below."""
        from dip_app.announcing import notices as announcing_notices
        from dip_app.announcing.campaign import letter_kinds as campaign_letters
        from dip_app.announcing.campaign import notices as campaign_notices
        from dip_app.announcing.campaign.models import Campaign, MemberList
        from dip_app.announcing.files import may_read as may_read_announced
        from dip_app.announcing.models import Announcement
        from dip_app.compiling import letter_kinds as list_letters
        from dip_app.compiling import notices as list_notices
        from dip_app.compiling.models import ListRound, UnitList
        from dip_app.consequence import letter_kinds as test_letters
        from dip_app.consequence import notices as test_notices
        from dip_app.consequence.models import ConsequenceTest
        from dip_app.documenting import letter_kinds as documenting_letters
        from dip_app.documenting import notices as documenting_notices
        from dip_app.documenting.disposal import DisposalProposal
        from dip_app.documenting.models import DocumentingRound, UnitDocuments
        from dip_app.exclusions import letter_kinds as exclusion_letters
        from dip_app.exclusions import notices as exclusion_notices
        from dip_app.exclusions.files import may_read as may_read_excluded
        from dip_app.exclusions.models import DocumentationRound, ExclusionOpening
        from dip_app.files import may_read
        from dip_app.freshness import notices as freshness_notices
        from dip_app.importing.access import may_read as may_read_import
        from dip_app.search.sqlite import mend, register
        from ppid_portal.files import access
        from ppid_portal.sop import registry

        connection_created.connect(register, dispatch_uid="dip_app.search.register")
        post_migrate.connect(mend, sender=self, dispatch_uid="dip_app.search.mend")
        access.register(may_read)
        access.register(may_read_import)
        access.register(may_read_excluded)
        access.register(may_read_announced)
        for kind in (
            ConsequenceTest,
            DocumentationRound,
            ExclusionOpening,
            DocumentingRound,
            UnitDocuments,
            DisposalProposal,
            ListRound,
            UnitList,
            Announcement,
            Campaign,
            MemberList,
        ):
            registry.register(kind)
        for letters, notices in (
            (test_letters, test_notices),
            (list_letters, list_notices),
            (exclusion_letters, exclusion_notices),
            (documenting_letters, documenting_notices),
            (campaign_letters, campaign_notices),
        ):
            letters.register_all()
            notices.declare_all()
        announcing_notices.declare_all()
        freshness_notices.declare_all()
