"""Surat pengganti: what takes the place of a withdrawn letter, from its draft to its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ppid_portal.desk.documents import letter_or_404
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.letters.replacing import content, rules, services
from ppid_portal.letters.replacing.forms import DraftForm, SendBackForm, WaiveForm
from ppid_portal.mail import replacements
from ppid_portal.people.actors import Actor
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case


@dataclass
class Sheet:
    """A withdrawn letter, what is to take its place, and what this reader may do about it."""

    member: Member
    case: Case
    letter: Letter
    row: Replacement
    bound: dict[str, forms.Form] = field(default_factory=dict)

    @cached_property
    def preparer(self) -> Actor | None:
        return rules.preparer(self.row, self.member.actors)

    @cached_property
    def decider(self) -> Actor | None:
        return rules.decider(self.row, self.member.actors)

    @cached_property
    def waiver(self) -> Actor | None:
        return rules.waiver(self.row, self.member.actors)

    @cached_property
    def why_not(self) -> str:
        """Return what keeps the one whose office decides from deciding."""
        if self.decider is None:
            return ""
        return rules.why_not_sign(self.row, self.case, self.decider) or ""

    @cached_property
    def proposed(self) -> dict[str, Any]:
        return services.proposed(self.row, self.case)

    @cached_property
    def draft_form(self) -> DraftForm:
        return DraftForm(texts=content.texts(self.proposed))

    @property
    def may_read(self) -> bool:
        """Tell whether the reader works on the letter or decides, and so reads what it says."""
        return self.preparer is not None or self.decider is not None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def replace(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Prepare, decide or waive what takes the place of a withdrawn letter; one page for all."""
    sheet = _sheet(member, pk)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("aksi", ""))
        if act is None:
            raise Http404(_("Tindakan ini tidak dikenal."))
        done = act(request, sheet)
        if done is not None:
            return done
    row = sheet.row
    return render(
        request,
        "desk/replace_letter.html",
        {
            "sheet": sheet,
            "case": sheet.case,
            "letter": sheet.letter,
            "row": row,
            "turn": rules.turn(row),
            "differences": content.differences(sheet.letter.context["letter"], sheet.proposed)
            if sheet.may_read
            else [],
            "draft_form": sheet.bound.get("draft")
            or (sheet.draft_form if sheet.preparer else None),
            "back_form": sheet.bound.get("back") or SendBackForm(auto_id="id_kembali_%s"),
            "waive_form": sheet.bound.get("waive") or WaiveForm(auto_id="id_tanpa_%s"),
            "all_forms": list(sheet.bound.values()),
            "send_url": _send_url(sheet),
        },
        status=400 if sheet.bound else 200,
    )


@require_safe
@desk_page
def preview(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show the replacement as it would be issued, marked as a draft; stores nothing."""
    sheet = _sheet(member, pk)
    if not sheet.row.is_open:
        raise Http404(_("Surat pengganti ini sudah selesai."))
    if not sheet.may_read:
        raise PermissionDenied
    letter = sheet.letter
    return show_draft(
        request,
        letter.kind,
        case=sheet.case,
        context=sheet.proposed,
        signatory=signatory_of(member.actors, rules.signing_role(letter.kind)),
        name="pengganti",
        actor=sheet.preparer or sheet.decider or member.record_actor(),
        replaces=letter,
    )


def _sheet(member: Member, pk: int) -> Sheet:
    letter = letter_or_404(member, pk)
    row = (
        Replacement.objects.filter(letter_id=letter.pk)
        .select_related("letter__case", "new", "approved_as")
        .first()
    )
    if row is None:
        raise Http404(_("Surat ini tidak memerlukan pengganti."))
    return Sheet(member, member.case_or_404(letter.case_id), row.letter, row)


def _draft(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    submit = request.POST["aksi"] == "ajukan"
    actor = sheet.preparer
    if actor is None:
        return _not_yours(request, sheet, rules.preparing_roles(sheet.letter.kind))
    form = DraftForm(request.POST, texts=content.texts(sheet.proposed))
    if not form.is_valid():
        sheet.bound["draft"] = form
        return None
    return _tried(
        request,
        sheet,
        form,
        "draft",
        lambda: services.prepare(sheet.row, actor=actor, written=form.written, submit=submit),
        _("Surat pengganti diajukan untuk ditandatangani.")
        if submit
        else _("Konsep surat pengganti disimpan."),
    )


def _approve(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    actor = sheet.decider
    if actor is None:
        return _not_yours(request, sheet, (rules.deciding_role(sheet.row),))
    try:
        done = services.approve(sheet.row, actor=actor)
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(
            request,
            _("Surat pengganti terbit dengan nomor {number}.").format(number=done.new.number)
            if done.new is not None
            else _("Disetujui. Menunggu persetujuan kedua dari Atasan PPID."),
        )
    return _back(sheet)


def _send_back(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    actor = sheet.decider
    if actor is None:
        return _not_yours(request, sheet, (rules.deciding_role(sheet.row),))
    form = SendBackForm(request.POST, auto_id="id_kembali_%s")
    if not form.is_valid():
        sheet.bound["back"] = form
        return None
    reason = form.cleaned_data["reason"]
    return _tried(
        request,
        sheet,
        form,
        "back",
        lambda: services.send_back(sheet.row, actor=actor, reason=reason),
        _("Konsep surat pengganti dikembalikan."),
    )


def _waive(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    actor = sheet.waiver
    if actor is None:
        return _not_yours(request, sheet, ())
    form = WaiveForm(request.POST, auto_id="id_tanpa_%s")
    if not form.is_valid():
        sheet.bound["waive"] = form
        return None
    reason = form.cleaned_data["reason"]
    return _tried(
        request,
        sheet,
        form,
        "waive",
        lambda: services.waive(sheet.row, actor=actor, reason=reason),
        _("Tercatat: surat ini tidak memerlukan pengganti."),
    )


_ACTS: dict[str, Callable[[HttpRequest, Sheet], HttpResponse | None]] = {
    "simpan": _draft,
    "ajukan": _draft,
    "setujui": _approve,
    "kembalikan": _send_back,
    "tanpa": _waive,
}


def _tried(
    request: HttpRequest,
    sheet: Sheet,
    form: forms.Form,
    name: str,
    perform: Callable[[], Any],
    done: str,
) -> HttpResponse | None:
    try:
        perform()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        sheet.bound[name] = form
        return None
    messages.success(request, done)
    return _back(sheet)


def _not_yours(request: HttpRequest, sheet: Sheet, roles: tuple[str, ...]) -> HttpResponse:
    """Refuse; but whose office it is, and came too late, hears what has become of it."""
    held = {actor.role for actor in sheet.member.actors}
    if not held & set(roles) and (roles or sheet.row.is_open):
        raise PermissionDenied
    messages.warning(
        request,
        _("Ini tidak dapat dilakukan sekarang: surat pengganti berstatus “{state}”.").format(
            state=sheet.row.get_status_display()
        ),
    )
    return _back(sheet)


def _back(sheet: Sheet) -> HttpResponse:
    return redirect("desk:replace_letter", pk=sheet.letter.pk)


def _send_url(sheet: Sheet) -> str:
    """Return where a replacement is sent on paper, as the letter before it was; "" if not so."""
    new = sheet.row.new
    if new is None or not sheet.member.sees_applicant or new.withdrawn_at is not None:
        return ""
    if not replacements.unsent().filter(pk=sheet.row.pk).exists():
        return ""
    return f"{reverse('desk:deliveries', args=[sheet.case.pk])}?ganti={new.pk}#kirim"
