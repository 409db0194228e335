"""The form of SOP 3 for people who come on paper (domain 3.6)."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from objections_app.models import Ground
from ppid_portal.letters.paper_forms import PaperForm, register


def _grounds() -> dict[str, Any]:
    with translation.override("id"):
        return {"grounds": [(ground.value, str(ground.label)) for ground in Ground]}


OBJECTION = PaperForm(
    key="keberatan",
    title="Pernyataan Keberatan atas Permohonan Informasi",
    template="objections_app/forms/objection.html",
    context=_grounds,
)


def register_all() -> None:
    """Register every form of this module."""
    register(OBJECTION)
