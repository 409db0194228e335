"""The counter: an officer takes an objection in person, by letter, e-mail or fax."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from objections_app.counter_forms import NumberForm, ObjectionCounterForm
from objections_app.intake import file_objection
from objections_app.models import Objection
from ppid_portal.audit.services import record_view
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import User
from ppid_portal.sop import catalogue, engine
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import may_view
from requests_app.counter_views import Counter
from requests_app.drafts import Draft


class ObjectionCounter(Counter[ObjectionCounterForm]):
    """The counter of objections."""

    namespace = "objections_app"
    prefix = "loket-kb"
    form_class = ObjectionCounterForm
    template = "objections_app/counter.html"
    done_template = "objections_app/counter_done.html"
    model = Objection
    receipt_kind = "objection_receipt"
    answered_by = "objection_reply"
    groups = (
        ("masuk", ("appointment", "channel", "received_on", "received_time", "request_number")),
        (
            "pemohon",
            (
                "kind",
                "name",
                "nik",
                "occupation",
                "entity_number",
                "contact_name",
                "members",
                "email",
                "phone",
                "address",
            ),
        ),
        ("kuasa", ("proxy_name", "proxy_email", "proxy_phone", "proxy_address")),
        ("wali", ("guardian_name", "guardian_relation", "guardian_nik")),
        ("alasan", ("grounds",)),
        ("isi", ("case_position", "information", "purpose", "found_on")),
        ("berkas", ("letter", "identity_papers", "power_papers", "attachments")),
        ("pernyataan", ("written_down", "complete")),
    )

    def blank_look_up(self) -> forms.Form:
        """Return the empty form by which an officer finds the request."""
        return NumberForm(auto_id="cari_%s")

    def look_up(self, request: HttpRequest, actors: list[Actor]) -> HttpResponse:
        """Fill the form with what is known of a request; the look is recorded."""
        look_up = NumberForm(request.POST, auto_id="cari_%s")
        form, note = self.form_class.blank(actors), ""
        if look_up.is_valid():
            found = look_up.found
            if not _may_see(actors[0], found):
                look_up.add_error("number", _out_of_scope())
            else:
                if found.applicant_id is not None:
                    # UU 27/2022: whoever looks somebody up leaves a trace.
                    record_view(actors[0], f"applicant:{found.applicant_id}", "counter")
                form = self.form_class.of_request(actors, found)
                note = _("Identitas diisi dari permohonan {number}: {title}.").format(
                    number=found.number, title=found.title
                )
        return self.page(request, form, look_up, note=note)

    def file(self, form: ObjectionCounterForm, draft: Draft, key: str) -> Case:
        """File the objection; where it is complete, register it and sign its receipt too."""
        actor = form.actor()
        if form.request is not None and not _may_see(actor, form.request):
            raise Refused(_out_of_scope(), "request_number")
        case = file_objection(form.objection(draft), actor=actor, idempotency_key=key)
        if form.cleaned_data["complete"]:
            for name, no in (("register_objection", "2"), ("give_receipt", "3")):
                requires = catalogue.step("objection", no).requires
                case = engine.perform(case, name, actor, checklist=list(requires))
        return case


def _out_of_scope() -> str:
    return _("Permohonan ini tidak dapat Anda buka. Mintalah petugas yang berwenang mencatatnya.")


def _may_see(actor: Actor, case: Case) -> bool:
    return isinstance(actor.user, User) and may_view(actor.user, case)


COUNTER = ObjectionCounter()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Take an objection in (SOP 3.1; Perki 1/2021 Pasal 40)."""
    return COUNTER.counter(request)


@never_cache
@login_required
@require_safe
def done(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the number, the receipt to print, and the code to hand to the objector."""
    return COUNTER.done(request, public_id)
