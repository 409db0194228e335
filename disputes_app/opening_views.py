"""Keying in the Commission's summons, which opens the file of a dispute (SOP 4.1)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes_app.intake import open_dispute
from disputes_app.models import PETUGAS, Dispute
from disputes_app.opening_forms import Origin, OriginForm, SummonsForm
from objections_app.models import Objection
from ppid_portal.audit.services import record_view
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.models import User
from ppid_portal.sop import catalogue, engine
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, CaseDocument
from ppid_portal.sop.scope import may_view
from requests_app.counter_views import Counter
from requests_app.drafts import Draft


class Opening(Counter[SummonsForm]):
    """The counter at which a summons is keyed in."""

    namespace = "disputes_desk"
    prefix = "panggilan"
    form_class = SummonsForm
    template = "disputes_app/desk/opening.html"
    model = Dispute
    groups = (
        ("masuk", ("appointment", "channel", "received_on", "received_time")),
        ("surat", ("summons_number", "dated_on", "sent_on")),
        ("asal", ("origin_number", "without_objection")),
        ("perkara", ("commission", "commission_number", "filed_on", "respondents", "registrar")),
        ("majelis", ("panel",)),
        ("pemohon", ("name", "kind", "address", "proxy_name")),
        ("sidang", ("hearing_kind", "hearing_day", "hearing_time", "hearing_place")),
        ("berkas", ("letter", "attachments")),
        ("lanjut", ("register_now",)),
    )

    def officers(self, request: HttpRequest) -> list[Actor]:
        """Return the appointments under which the reader keys summonses in."""
        actors = candidates(actors_of(request.user), PETUGAS)
        if not actors:
            raise PermissionDenied(_("Panggilan sidang dicatat oleh Tim Sekretariat PPID."))
        return actors

    def blank_look_up(self) -> forms.Form:
        """Return the empty form by which an officer finds what the dispute is about."""
        return OriginForm(auto_id="cari_%s")

    def look_up(self, request: HttpRequest, actors: list[Actor]) -> HttpResponse:
        """Fill the form with what is known of an objection or request; the look is recorded."""
        look_up = OriginForm(request.POST, auto_id="cari_%s")
        form, note = self.form_class.blank(actors), ""
        if look_up.is_valid():
            found = look_up.found
            if not _may_see(actors[0], found):
                look_up.add_error("number", _out_of_scope())
            else:
                if found.applicant_id is not None:
                    # UU 27/2022: whoever looks somebody up leaves a trace.
                    record_view(actors[0], f"applicant:{found.applicant_id}", "counter")
                form = self.form_class.of_origin(actors, found)
                note = _note(found)
        return self.page(request, form, look_up, note=note)

    def page(
        self, request: HttpRequest, form: SummonsForm, look_up: forms.Form, *, note: str = ""
    ) -> HttpResponse:
        """Show the form, and with it the disputes that may be the same one."""
        return render(
            request,
            self.template,
            {
                "form": form,
                "look_up": look_up,
                "forms": [look_up, form],
                "note": note,
                "similar": [
                    {"case": case, "visible": _may_see(form.actors[0], case)}
                    for case in form.similar
                ],
                "held": form.draft.files if form.draft is not None else [],
                "groups": {
                    name: [form[field] for field in fields if field in form.fields]
                    for name, fields in self.groups
                },
            },
        )

    def file(self, form: SummonsForm, draft: Draft, key: str) -> Case:
        """Open the dispute with its papers; where it is wanted, number the summons as well."""
        actor = form.actor()
        if form.origin is not None and not _may_see(actor, form.origin):
            raise Refused(_out_of_scope(), "origin_number")
        files = [
            CaseDocument(
                kind=kind,
                audience=CaseDocument.Audience.INTERNAL,
                file=stored,
                added_by=actor.user,
            )
            for kind, stored in draft.stored_files()
        ]
        papers = [file for file in files if file.kind == CaseDocument.Kind.INCOMING_LETTER]
        summons = papers[0] if papers else None
        case = open_dispute(form.summons(summons), actor=actor, idempotency_key=key)
        for file in files:
            if file is not summons:
                file.case = case
                file.save()
        if form.cleaned_data["register_now"]:
            requires = catalogue.step("dispute", "2").requires
            case = engine.perform(case, "register_summons", actor, checklist=list(requires))
        return case

    def _to_receipt(self, case: Case) -> HttpResponse:
        return redirect("desk:case", pk=case.pk)


def _note(origin: Origin) -> str:
    if isinstance(origin, Objection):
        return _("Diisi dari keberatan {number}: {title}.").format(
            number=origin.number, title=origin.title
        )
    return _(
        "Diisi dari permohonan {number}: {title}. Permohonan ini belum pernah dikeberatani."
    ).format(number=origin.number, title=origin.title)


def _out_of_scope() -> str:
    return _("Berkas ini tidak dapat Anda buka. Mintalah petugas yang berwenang mencatatnya.")


def _may_see(actor: Actor, case: Case) -> bool:
    return isinstance(actor.user, User) and may_view(actor.user, case)


OPENING = Opening()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Key a summons in and open the file of its dispute."""
    response = OPENING.counter(request)
    if response.status_code == 302:
        messages.success(request, _("Panggilan sidang tersimpan dan berkasnya dibuka."))
    return response
