"""The counter: an officer takes a request in person, by letter, e-mail, telephone or fax."""

from __future__ import annotations

import uuid
from typing import Generic, TypeVar

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ppid_portal.audit.services import record_view
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.crypto import blind_index
from ppid_portal.people.models import Applicant, User
from ppid_portal.sop.access import code_of, secret_url
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, LegalDeadline
from ppid_portal.sop.scope import may_view
from requests_app.counter_forms import ArrivalForm, CounterForm, LookUpForm
from requests_app.drafts import Draft
from requests_app.intake import file_request
from requests_app.models import SECRETARIAT, InformationRequest
from requests_app.public_forms import FILES_PER_DRAFT

FormT = TypeVar("FormT", bound=ArrivalForm)

LOOK_UP = "cari"


class Counter(Generic[FormT]):
    """The counter of one kind of case; its class fills in what is its own.

    ``namespace`` has the routes ``counter`` and ``counter_done``; ``prefix`` stands before the
    officer's key, so that no form can be sent as one of another counter.
    """

    namespace: str
    prefix: str
    form_class: type[FormT]
    template: str
    done_template: str
    model: type[Case]
    #: The kind of letter that is the receipt, and the limit by which the case is answered.
    receipt_kind: str
    answered_by: str
    #: Names of the fields by the part of the page in which they stand.
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    # -- what each counter adds ----------------------------------------------------------------

    def file(self, form: FormT, draft: Draft, key: str) -> Case:
        """Make the case; its key makes that once."""
        raise NotImplementedError

    def look_up(self, request: HttpRequest, actors: list[Actor]) -> HttpResponse:
        """Fill the form with what the same person told last; the look is recorded."""
        look_up = LookUpForm(request.POST, auto_id="cari_%s")
        found = None
        note = ""
        if look_up.is_valid():
            index = blind_index(look_up.cleaned_data["nik"], "nik")
            found = Applicant.objects.filter(nik_index=index).order_by("-pk").first()
            if found is None:
                note = _("NIK ini belum pernah tercatat. Isi identitas pemohon di bawah.")
            else:
                # UU 27/2022: whoever looks somebody up leaves a trace.
                record_view(actors[0], f"applicant:{found.pk}", "counter")
                note = _("Identitas diisi dari permohonan terakhir. Periksa bersama pemohon.")
        form = self.form_class.blank(actors, found)
        if found is None and look_up.is_valid():
            form.initial["nik"] = look_up.cleaned_data["nik"]
        return self.page(request, form, look_up, note=note)

    def blank_look_up(self) -> forms.Form:
        """Return the empty form by which an officer finds what is known already."""
        return LookUpForm(auto_id="cari_%s")

    # -- the page ------------------------------------------------------------------------------

    def counter(self, request: HttpRequest) -> HttpResponse:
        """Show the form, look somebody up, or take in what was keyed in."""
        actors = self.officers(request)
        if request.method != "POST":
            return self.page(request, self.form_class.blank(actors), self.blank_look_up())
        if LOOK_UP in request.POST:
            return self.look_up(request, actors)
        return self._take(request, actors)

    def officers(self, request: HttpRequest) -> list[Actor]:
        """Return the appointments under which the reader serves the counter."""
        actors = candidates(actors_of(request.user), SECRETARIAT)
        if not actors:
            raise PermissionDenied(_("Loket dilayani oleh Tim Sekretariat PPID."))
        return actors

    def page(
        self, request: HttpRequest, form: FormT, look_up: forms.Form, *, note: str = ""
    ) -> HttpResponse:
        """Show the form."""
        return render(
            request,
            self.template,
            {
                "form": form,
                "look_up": look_up,
                "forms": [look_up, form],
                "note": note,
                "held": form.draft.files if form.draft is not None else [],
                "groups": {
                    name: [form[field] for field in fields if field in form.fields]
                    for name, fields in self.groups
                },
            },
        )

    def _take(self, request: HttpRequest, actors: list[Actor]) -> HttpResponse:
        draft = self._draft(request)
        if draft is not None and draft.sent_as is not None:
            return self._to_receipt(draft.sent_as)
        form = self.form_class(request.POST, request.FILES, actors=actors, draft=draft)
        valid = form.is_valid()
        if "key" not in form.cleaned_data:
            return self.page(request, form, self.blank_look_up())
        if file_id := request.POST.get("hapus"):
            with transaction.atomic():
                if (held := self._draft(request, lock=True)) and held.remove_file(file_id):
                    held.save()
            unjudged = self.form_class(
                initial=form.as_typed(), actors=actors, draft=self._draft(request)
            )
            return self.page(request, unjudged, self.blank_look_up())
        with transaction.atomic():
            draft = self._draft(request, lock=True) or Draft.start(self._key(request))
            accepted = [(kind, files) for kind, files in form.accepted_files() if files]
            if len(draft.files) + sum(len(files) for _kind, files in accepted) > FILES_PER_DRAFT:
                form.add_error(None, _("Paling banyak %(n)d berkas.") % {"n": FILES_PER_DRAFT})
            else:
                for kind, files in accepted:
                    draft.keep_files(kind, files, actor=actors[0])
            draft.save()
        form.draft = draft
        if valid and not form.errors:
            try:
                with transaction.atomic():
                    locked = self._draft(request, lock=True) or draft
                    case = locked.sent_as
                    if case is None:
                        case = self.file(form, locked, self._key(request))
                        locked.close(case)
                return self._to_receipt(case)
            except Refused as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
            except NoHolidayTable:
                form.add_error(
                    "received_on",
                    _(
                        "Tanggal jawaban tidak dapat dihitung: daftar hari libur tahun itu belum "
                        "ada. Minta admin melengkapinya, atau periksa tanggalnya."
                    ),
                )
        return self.page(request, form, self.blank_look_up())

    def _key(self, request: HttpRequest) -> str:
        # Bound to the officer: a key that was guessed or copied leads nobody to another's case.
        return f"{self.prefix}:{request.user.pk}:{request.POST.get('key', '')}"

    def _draft(self, request: HttpRequest, *, lock: bool = False) -> Draft | None:
        return Draft.find(self._key(request), lock=lock)

    def _to_receipt(self, case: Case) -> HttpResponse:
        return redirect(f"{self.namespace}:counter_done", case.public_id)

    # -- the receipt ---------------------------------------------------------------------------

    def done(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Show the number, the receipt to print, and the code to hand to the applicant."""
        self.officers(request)
        case = self.model._base_manager.filter(public_id=public_id).first()
        user = request.user
        if case is None or not isinstance(user, User) or not may_view(user, case):
            raise Http404
        letters = Letter.objects.filter(case_id=case.pk, kind=self.receipt_kind)
        return render(
            request,
            self.done_template,
            {
                "case": case,
                "code": code_of(case),
                "link": secret_url(case),
                "receipt": letters.select_related("pdf").first(),
                "deadline": LegalDeadline.objects.filter(case=case, rule=self.answered_by).first(),
            },
        )


class RequestCounter(Counter[CounterForm]):
    """The counter of requests."""

    namespace = "requests_app"
    prefix = "loket"
    form_class = CounterForm
    template = "requests_app/counter.html"
    done_template = "requests_app/counter_done.html"
    model = InformationRequest
    receipt_kind = "receipt"
    answered_by = "written_notification"
    groups = (
        (
            "masuk",
            ("appointment", "channel", "received_on", "received_time"),
        ),
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
        (
            "wakil",
            (
                "proxy_name",
                "proxy_email",
                "proxy_phone",
                "proxy_address",
                "guardian_name",
                "guardian_relation",
                "guardian_nik",
            ),
        ),
        (
            "permohonan",
            ("information", "purpose", "access_method", "copy_form", "delivery"),
        ),
        (
            "berkas",
            ("letter", "identity_papers", "power_papers", "attachments"),
        ),
        ("pernyataan", ("written_down",)),
    )

    def file(self, form: CounterForm, draft: Draft, key: str) -> Case:
        """File the request (UU 14/2008 Pasal 22 ayat (1) to (3))."""
        return file_request(form.filing(draft), actor=form.actor(), idempotency_key=key)


COUNTER = RequestCounter()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Take a request in (SOP 2.1; UU 14/2008 Pasal 22 ayat (1) to (3))."""
    return COUNTER.counter(request)


@never_cache
@login_required
@require_safe
def done(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the number, the receipt to print, and the code to hand to the applicant."""
    return COUNTER.done(request, public_id)
