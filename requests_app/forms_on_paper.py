"""The forms of SOP 2 for people who come on paper (domain 3.1)."""

from __future__ import annotations

from ppid_portal.letters.paper_forms import PaperForm, register

REQUEST = PaperForm(
    key="permohonan",
    title="Formulir Permohonan Informasi Publik",
    template="requests_app/forms/request.html",
)
POWER_OF_ATTORNEY = PaperForm(
    key="surat-kuasa",
    title="Surat Kuasa Khusus",
    template="requests_app/forms/power_of_attorney.html",
)


def register_all() -> None:
    """Register every form of this module."""
    register(REQUEST)
    register(POWER_OF_ATTORNEY)
