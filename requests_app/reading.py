"""What several parts of one page ask of a request, read once per instance.

Only for showing: the engine reads the request anew under lock before anything is decided.
"""

from __future__ import annotations

from requests_app.models import AnswerDraft, InformationRequest, UnitTask


def versions(case: InformationRequest) -> list[AnswerDraft]:
    """Return all versions of the answer, newest first."""
    kept: list[AnswerDraft] | None = case.__dict__.get("_read_versions")
    if kept is None:
        kept = list(
            case.drafts.select_related("prepared_by", "submitted_by", "approved_by").order_by(
                "-version"
            )
        )
        case.__dict__["_read_versions"] = kept
    return kept


def tasks(case: InformationRequest) -> list[UnitTask]:
    """Return what every unit was asked for, in order."""
    kept: list[UnitTask] | None = case.__dict__.get("_read_tasks")
    if kept is None:
        kept = list(case.unit_tasks.select_related("unit").order_by("asked_at", "id"))
        case.__dict__["_read_tasks"] = kept
    return kept
