"""The applicant's page of a case, and what can be done from there, for every kind of case."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ppid_portal.audit.services import record
from ppid_portal.clock import now
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.files.services import open_bytes
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.access import case_path, code_of
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, CaseMessage
from requests_app import throttle, tracking
from requests_app.drafts import Draft
from requests_app.intake import case_documents
from requests_app.models import RequestDraft
from requests_app.public_forms import FILES_PER_DRAFT, MessageForm, WithdrawRequestForm, WithFiles

CaseT = TypeVar("CaseT", bound=Case)


class Options(Protocol):
    """What the applicant can do now."""

    @property
    def withdraw(self) -> bool:
        """Tell whether the case can be withdrawn."""

    def allows(self, act: str) -> bool:
        """Tell whether an act of the engine is open to the applicant."""


class CasePages(Generic[CaseT]):
    """The pages of one kind of case; the class of a kind fills in what is its own.

    Everybody but the applicant of the case hears that there is no such page (S18).
    """

    model: type[CaseT]
    template: str
    withdraw_template: str
    withdraw_form: type[WithdrawRequestForm]

    # -- what each kind adds -------------------------------------------------------------------

    def options(self, case: CaseT) -> Options:
        """Return what the applicant can do now, as the engine would allow it."""
        raise NotImplementedError

    def asked_for(self, options: Any) -> type[WithFiles] | None:
        """Return the form of what the applicant is asked for, if anything."""
        raise NotImplementedError

    def context(self, request: HttpRequest, case: CaseT) -> dict[str, Any]:
        """Return what the page shows beside what every page of a case shows."""
        return {}

    def tell_office(self, case: CaseT, unique: str) -> None:
        """Tell the office that the applicant wrote."""
        raise NotImplementedError

    def withdrawn_words(self) -> str:
        """Return what somebody reads who has withdrawn the case."""
        raise NotImplementedError

    # -- the page ------------------------------------------------------------------------------

    def own(self, request: HttpRequest, public_id: uuid.UUID) -> CaseT:
        """Return the case of this applicant."""
        return tracking.own_case(request, public_id, self.model)

    def page(
        self,
        request: HttpRequest,
        case: CaseT,
        *,
        next_form: WithFiles | None = None,
        message_form: MessageForm | None = None,
    ) -> HttpResponse:
        """Show where the case stands, what to do now, and everything that was sent."""
        options = self.options(case)
        given, sent = tracking.document_rows(case)
        asked = self.asked_for(options)
        draft = _held(case) if asked is not None else None
        if next_form is None and asked is not None:
            next_form = asked(draft=draft)
        message_form = message_form or MessageForm(auto_id="pesan_%s")
        return render(
            request,
            self.template,
            {
                "case": case,
                "code": code_of(case),
                "options": options,
                "next_form": next_form,
                "held": draft.files if draft is not None else [],
                "forms": [form for form in (next_form, message_form) if form is not None],
                "message_form": message_form,
                "timeline": tracking.timeline(case),
                "letters": tracking.letter_rows(case),
                "given": given,
                "sent": sent,
                "conversation": tracking.messages(case),
                "notices": tracking.notices(case),
                "stages": tracking.stages(request, case),
                **self.context(request, case),
            },
        )

    # -- acts ----------------------------------------------------------------------------------

    def act(
        self,
        request: HttpRequest,
        public_id: uuid.UUID,
        name: str,
        form_class: type[WithFiles],
        done: str,
    ) -> HttpResponse:
        """Perform an act of the applicant, with files that wait in a draft until it is done."""
        found = self.own(request, public_id)
        if request.method != "POST" or not self.options(found).allows(name):
            # Also where the form comes for a second time: the page says what became of the first.
            return redirect(case_path(found))
        draft = _hold(found)
        if file_id := request.POST.get("hapus"):
            with transaction.atomic():
                if (locked := Draft.find(draft.key, lock=True)) and locked.remove_file(file_id):
                    locked.save()
            return redirect(case_path(found))
        form = form_class(request.POST, request.FILES, draft=draft)
        valid = form.is_valid()
        # Good files are kept first: neither a refused one beside them nor a refusal loses them.
        with transaction.atomic():
            draft = Draft.find(draft.key, lock=True) or draft
            form.draft = draft
            accepted = [(kind, files) for kind, files in form.accepted_files() if files]
            if len(draft.files) + sum(len(files) for _k, files in accepted) > FILES_PER_DRAFT:
                form.add_error(None, _("Paling banyak %(n)d berkas.") % {"n": FILES_PER_DRAFT})
            else:
                for kind, files in accepted:
                    draft.keep_files(kind, files)
            draft.save()
        if not valid or form.errors:
            return self.page(request, found, next_form=form)
        actor = Actor.applicant(found.pk)
        try:
            with transaction.atomic():
                locked = Draft.find(draft.key, lock=True) or draft
                engine.perform(
                    found,
                    name,
                    actor,
                    **form.answers(),
                    documents=case_documents(locked.stored_files(), actor),
                )
                locked.row.delete()
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.page(request, self.own(request, public_id), next_form=form)
        except NoHolidayTable:
            form.add_error(
                None,
                _(
                    "Tanggal jawaban belum dapat dihitung karena daftar hari libur belum lengkap. "
                    "Isian Anda tersimpan. Hubungi kami, atau coba lagi besok."
                ),
            )
            return self.page(request, self.own(request, public_id), next_form=form)
        messages.success(request, done)
        return redirect(case_path(found))

    def message(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Write to the office; the same text sent twice in a row is one message."""
        found = self.own(request, public_id)
        if request.method != "POST":
            return redirect(case_path(found))
        form = MessageForm(request.POST, auto_id="pesan_%s")
        if form.is_valid():
            if not throttle.too_many(request, "write"):
                self._write(found, form.cleaned_data["text"])
                messages.success(request, _("Pesan Anda terkirim."))
                return redirect(case_path(found))
            form.add_error("text", _("Terlalu banyak pesan. Coba lagi satu jam lagi."))
        return self.page(request, found, message_form=form)

    def _write(self, found: CaseT, text: str) -> None:
        with transaction.atomic():
            # Messages of one case come one after the other; the lock makes "the last one" certain.
            Case.objects.select_for_update().get(pk=found.pk)
            last = found.messages.order_by("-at", "-id").first()
            if (
                last is not None
                and last.direction == CaseMessage.Direction.FROM_APPLICANT
                and last.text == text
            ):
                return
            moment = now()
            written = found.messages.create(
                direction=CaseMessage.Direction.FROM_APPLICANT, text=text, at=moment
            )
            record(
                "message",
                stream=found.stream,
                subject=found.number or str(found.public_id),
                actor=Actor.applicant(found.pk),
                from_state=found.state,
                to_state=found.state,
                data={"message": written.pk, "characters": len(text)},
                at=moment,
            )
            self.tell_office(found, str(written.pk))

    def withdraw(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Ask once more, then withdraw the case; it stays in the register."""
        found = self.own(request, public_id)
        if not self.options(found).withdraw:
            return redirect(case_path(found))
        form = self.withdraw_form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                engine.perform(
                    found,
                    "withdraw",
                    Actor.applicant(found.pk),
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, self.withdrawn_words())
                return redirect(case_path(found))
        return render(request, self.withdraw_template, {"case": found, "form": form})

    # -- letters -------------------------------------------------------------------------------

    def letter(
        self, request: HttpRequest, public_id: uuid.UUID, letter_id: uuid.UUID
    ) -> HttpResponse:
        """Hand out the PDF of a letter to the applicant of its case, and to nobody else."""
        found = self.own(request, public_id)
        chosen = next(
            (each for each in tracking.visible_letters(found) if each.public_id == letter_id), None
        )
        if chosen is None or chosen.status == chosen.Status.WITHDRAWN:
            raise Http404
        if not chosen.is_ready or chosen.pdf is None:
            messages.info(
                request,
                _("Surat ini sedang disiapkan. Muat ulang halaman ini beberapa menit lagi."),
            )
            return redirect(case_path(found))
        response = HttpResponse(open_bytes(chosen.pdf), content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, chosen.file_name) or ""
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


def keeps_text(
    view: Callable[[HttpRequest, uuid.UUID], HttpResponse],
) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """Give back what was typed when the session ended meanwhile.

    The answer is the same for a case that is somebody else's and one that never was (S18).
    """

    @wraps(view)
    def guarded(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        try:
            return view(request, public_id)
        except Http404:
            names = ("text", "answer", "addition")
            typed = [text for name in names if (text := request.POST.get(name, "").strip())]
            if not typed:
                raise
            return render(request, "requests_app/ended.html", {"typed": typed}, status=404)

    return guarded


# -- how -------------------------------------------------------------------------------------------


def _key(found: Case) -> str:
    return f"berkas:{found.public_id.hex}"


def _held(found: Case) -> Draft | None:
    """Return the files that wait for an act of the applicant."""
    return Draft.find(_key(found))


def _hold(found: Case) -> Draft:
    draft = _held(found)
    if draft is not None:
        return draft
    with transaction.atomic():
        # One form sent twice at once may start here twice.
        Case.objects.select_for_update().get(pk=found.pk)
        return _held(found) or _start(_key(found))


def _start(key: str) -> Draft:
    # An expired one would stand in the way of the new one's key.
    RequestDraft.objects.filter(key=key).delete()
    return Draft.start(key)
