"""The answer of a request: its editor for the secretariat, and its letters before they are sent."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ppid_portal.audit.services import record_view
from ppid_portal.files.services import store
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.scope import sees_applicant, visible_cases
from requests_app import drafting, letters, reading
from requests_app.draft_forms import AnswerForm, Choices, PartFormSet
from requests_app.models import AnswerDraft, InformationRequest, UnitTask

#: Taken from here too by the apps above.
__all__ = ["answer", "preview", "show_draft", "signatory_of"]

_SAVE, _ADD = "simpan", "tambah"


@dataclass(frozen=True)
class Desk:
    """A request, and the office's people who look at it."""

    case: InformationRequest
    actors: list[Actor]


def _opened(request: HttpRequest, pk: int) -> Desk:
    """Return the request for somebody of the office who may see it; 404 for everybody else."""
    user = request.user
    actors = actors_of(user)
    if isinstance(user, User) and sees_applicant(actors):
        visible = visible_cases(user, actors).filter(pk=pk).values("pk")
        case = InformationRequest.objects.select_related("applicant").filter(pk__in=visible).first()
        if case is not None:
            return Desk(case, actors)
    raise Http404(_("Berkas tidak ditemukan."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the answer part by part; saved under lock, shown with what the law still misses."""
    desk = _opened(request, pk)
    refusal = drafting.why_not(desk.case, desk.actors)
    if request.method == "POST" and refusal is None:
        return _posted(request, desk)
    if refusal is not None:
        messages.warning(request, refusal.message)
        return redirect("desk:case", pk=pk)
    draft = _current(desk.case)
    if draft is None:
        initial = drafting.from_units(desk.case)
        form = AnswerForm(initial={"seen": ""})
    else:
        initial = [_initial(part) for part in draft.parts.prefetch_related("documents")]
        form = AnswerForm(
            initial={
                "note": draft.note,
                "cost_sheets": draft.cost_sheets,
                "cost_per_sheet": draft.cost_per_sheet,
                "cost_delivery": draft.cost_delivery,
                "seen": drafting.stamp(draft),
            }
        )
    parts = _formset(desk.case)(initial=initial or [{}])
    return _shown(request, desk, form, parts, draft)


def _current(case: InformationRequest) -> AnswerDraft | None:
    return case.drafts.select_related("prepared_by").order_by("-version").first()


def _formset(case: InformationRequest) -> Any:
    """Return the formset with the choices read once, however many parts there are."""
    return partial(PartFormSet, prefix="bagian", form_kwargs={"choices": Choices.read(case)})


def _initial(part: Any) -> dict[str, Any]:
    names = (
        "text",
        "outcome",
        "explanation",
        "article",
        "other_law",
        "consequence",
        "redaction",
        "holder",
        "ready_in_days",
    )
    return {
        **{name: getattr(part, name) for name in names},
        "basis": part.basis_id,
        "documents": [document.pk for document in part.documents.all()],
    }


def _posted(request: HttpRequest, desk: Desk) -> HttpResponse:
    actor = drafting.writer(desk.actors)
    if actor is None:
        raise Http404(_("Berkas tidak ditemukan."))
    data, refused = _keep_uploads(request, desk.case, actor)
    build = _formset(desk.case)
    form, parts = AnswerForm(data), build(data)
    if request.POST.get("aksi") == _ADD:
        return _one_more(request, desk, form, parts, refused)
    valid = form.is_valid() and parts.is_valid()
    for index, sentences in refused.items():
        if index < len(parts.forms):
            parts.forms[index].add_error("uploads", sentences)
            valid = False
    if not valid:
        return _shown(request, desk, form, parts, _current(desk.case))
    try:
        drafting.save_draft(
            desk.case,
            actor,
            parts=[kept.part() for kept in parts.kept()],
            note=form.cleaned_data["note"],
            costs=form.costs(),
            seen=form.cleaned_data["seen"],
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _shown(request, desk, form, parts, _current(desk.case))
    messages.success(request, _("Konsep jawaban tersimpan."))
    return redirect("requests_desk:answer", pk=desk.case.pk)


def _keep_uploads(
    request: HttpRequest, case: InformationRequest, actor: Actor
) -> tuple[Any, dict[int, list[ValidationError]]]:
    """Store the files that are in order at once, and tick them, so that no error loses them.

    Returns the posted data with the new documents ticked, and the refusals per part.
    """
    data = request.POST.copy()
    refused: dict[int, list[ValidationError]] = {}
    # A copy: the declared field is one for all threads, and remembers what it accepted.
    field = deepcopy(PartFormSet.form.base_fields["uploads"])
    for name in request.FILES:
        prefix, _dash, last = name.rpartition("-")
        index = prefix.rpartition("-")[2]
        if last != "uploads" or not index.isdigit():
            continue
        try:
            field.clean(request.FILES.getlist(name))
        except ValidationError as error:
            refused[int(index)] = error.error_list
        accepted = field.accepted  # type: ignore[attr-defined]
        with transaction.atomic():
            files = [store(upload, purpose="answer", actor=actor) for upload in accepted]
            new = drafting.attach(case, actor, files)
        key = f"{prefix}-documents"
        data.setlist(key, [*data.getlist(key), *(str(document.pk) for document in new)])
    return data, refused


def _one_more(
    request: HttpRequest,
    desk: Desk,
    form: AnswerForm,
    parts: Any,
    refused: dict[int, list[ValidationError]],
) -> HttpResponse:
    """Show the same page with one more part; nothing is checked and nothing typed is lost."""
    typed = [
        {name: each[name].data for name in each.fields if name != "uploads"} for each in parts.forms
    ]
    again = _formset(desk.case)(initial=[*typed, {}])
    kept = AnswerForm(initial={name: form[name].data for name in form.fields})
    for sentences in refused.values():
        for error in sentences:
            messages.error(request, " ".join(error.messages))
    return _shown(request, desk, kept, again, _current(desk.case), checked=False)


def _shown(
    request: HttpRequest,
    desk: Desk,
    form: AnswerForm,
    parts: Any,
    draft: AnswerDraft | None,
    *,
    checked: bool = True,
) -> HttpResponse:
    case = desk.case
    record_view(desk.actors[0], f"case:{case.pk}", "applicant")
    returned = (
        case.drafts.filter(status=AnswerDraft.Status.RETURNED)
        .exclude(return_reason="")
        .order_by("-version")
        .first()
    )
    bound = form.is_bound
    clean = checked and not bound and draft is not None
    context = {
        "case": case,
        "form": form,
        "parts": parts,
        "all_forms": [form, *parts.forms] if bound else [],
        "formset_errors": parts.non_form_errors() if bound else [],
        "draft": draft,
        "returned": returned,
        "tasks": reading.tasks(case),
        "answered": (UnitTask.TaskState.ANSWERED, UnitTask.TaskState.REJECTED),
        "problems": drafting.problems(draft) if clean and draft else [],
        "is_clean": clean,
        "has_refusal": bool(
            draft and any(part.outcome == "refused" and part.basis_id for part in draft.parts.all())
        ),
    }
    return render(request, "requests_app/desk/answer.html", context)


_PREVIEWS = {
    "surat-pemberitahuan": "written_notification",
    "surat-keputusan": "refusal_decree",
}


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, letter: str) -> HttpResponse:
    """Show a letter of the newest version as it will be sent, marked as a draft; stores nothing."""
    desk = _opened(request, pk)
    case = desk.case
    draft = _current(case)
    kind = _PREVIEWS.get(letter)
    if draft is None or kind is None:
        raise Http404(_("Belum ada konsep jawaban."))
    context: Any
    if kind == "refusal_decree":
        context = letters.decree_context(case, draft)
        if context is None:
            raise Http404(_("Tidak ada bagian yang ditolak dengan penetapan."))
    else:
        context = letters.notification_context(case, draft)
    return show_draft(
        request,
        kind,
        case=case,
        context=context,
        signatory=signatory_of(desk.actors, Role.KETUA_PPID),
        name=letter,
        actor=desk.actors[0],
    )
