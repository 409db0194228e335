"""Following one's own request: the secret link, the code, and what can be done from there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ppid_portal.audit.services import record
from ppid_portal.clock import now
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.files.services import open_bytes
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.access import check_token, code_of
from ppid_portal.sop.documents import remember_applicant
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, CaseMessage, LegalDeadline
from requests_app import codes, notices, throttle, tracking, wizard
from requests_app.drafts import Draft
from requests_app.intake import case_documents
from requests_app.models import InformationRequest, RequestDraft, State
from requests_app.public_forms import (
    FILES_PER_DRAFT,
    AnswerQuestionForm,
    CompleteRequestForm,
    MessageForm,
    OpenForm,
    SendCodeForm,
    WithdrawRequestForm,
    WithFiles,
)
from requests_app.views import FORM
from requests_app.wizard import WIZARD


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


# -- getting in ------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Open a request by its number and code."""
    form = OpenForm(_posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if throttle.too_many(request, "track"):
            form.add_error(None, _too_many())
            status = 429
        else:
            number, code = form.cleaned_data["number"], form.cleaned_data["code"]
            case = tracking.find_by_code(number, code)
            if case is not None:
                return _enter(request, case)
            form.add_error(
                None,
                _(
                    "Nomor dan kode ini tidak cocok. Periksa keduanya pada tanda bukti Anda, atau "
                    "minta tautan lewat surel di bawah."
                ),
            )
    return _entrance(request, form, SendCodeForm(auto_id="kirim_%s"), status)


@never_cache
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """Send the secret link by e-mail; the answer is the same whether there is such a request."""
    form = SendCodeForm(request.POST, auto_id="kirim_%s")
    status = 200
    if form.is_valid():
        if not throttle.too_many(request, "code"):
            codes.send_link(form.cleaned_data["number"], form.cleaned_data["email"])
            return redirect("requests_app:code_sent")
        form.add_error(None, _too_many())
        status = 429
    return _entrance(request, OpenForm(), form, status)


@require_safe
def code_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, in the same words for everybody."""
    return render(request, "requests_app/code_sent.html")


def _entrance(
    request: HttpRequest, form: OpenForm, send_form: SendCodeForm, status: int
) -> HttpResponse:
    return render(
        request,
        "requests_app/track.html",
        {"form": form, "send_form": send_form, "forms": [form, send_form]},
        status=status,
    )


def _too_many() -> str:
    return _("Terlalu banyak percobaan dari jaringan ini. Coba lagi sepuluh menit lagi.")


@never_cache
@require_safe
def open_link(request: HttpRequest, public_id: uuid.UUID, token: str) -> HttpResponse:
    """Open a request by its secret link, which then leaves the address bar."""
    case = InformationRequest.objects.filter(public_id=public_id).first()
    if case is None or not check_token(case, token):
        raise Http404
    return _enter(request, case)


def _enter(request: HttpRequest, case: Case) -> HttpResponse:
    # A session that somebody else may have planted does not gain rights.
    request.session.cycle_key()
    remember_applicant(request, case)
    return redirect("requests_app:case", case.public_id)


# -- the page of a request -------------------------------------------------------------------------


@never_cache
@require_safe
def case(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show where the request stands, what to do now, and everything that was sent."""
    return _case_page(request, tracking.own_case(request, public_id))


def _case_page(
    request: HttpRequest,
    found: InformationRequest,
    *,
    next_form: Any = None,
    message_form: MessageForm | None = None,
) -> HttpResponse:
    options = tracking.options(found)
    given, sent = tracking.document_rows(found)
    draft = None
    if options.complete or options.answer:
        draft = _held(found)
        if next_form is None:
            next_form = (CompleteRequestForm if options.complete else AnswerQuestionForm)(
                draft=draft
            )
    message_form = message_form or MessageForm(auto_id="pesan_%s")
    dates = tracking.dates(found)
    return render(
        request,
        "requests_app/case.html",
        {
            "case": found,
            "code": code_of(found),
            "options": options,
            "next_form": next_form,
            "held": draft.files if draft is not None else [],
            "forms": [form for form in (next_form, message_form) if form is not None],
            "message_form": message_form,
            "dates": dates,
            "main_late": dates.main is not None
            and dates.main.status == LegalDeadline.Status.BREACHED,
            "main_paused": dates.main is not None
            and dates.main.status == LegalDeadline.Status.PAUSED,
            "timeline": tracking.timeline(found),
            "letters": tracking.letter_rows(found),
            "given": given,
            "sent": sent,
            "conversation": tracking.messages(found),
            "notices": tracking.notices(found),
            "answered": found.state == State.ANSWERED,
            "followed_by": _followed_by(request, found),
        },
    )


def _followed_by(request: HttpRequest, found: InformationRequest) -> list[Case]:
    from ppid_portal.sop.documents import is_applicant_of

    return [later for later in found.followed_by.all() if is_applicant_of(request, later)]


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


# -- acts ------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def complete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand in what was missing (SOP 2.2)."""
    return _act(
        request,
        public_id,
        "complete",
        CompleteRequestForm,
        _("Terima kasih. Kelengkapan Anda kami terima; hitungan hari dimulai hari ini."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer a question of the office; the clock runs on."""
    return _act(
        request,
        public_id,
        "answer_clarification",
        AnswerQuestionForm,
        _("Terima kasih. Jawaban Anda kami terima; hitungan hari berjalan lagi."),
    )


def _act(
    request: HttpRequest,
    public_id: uuid.UUID,
    name: str,
    form_class: type[WithFiles],
    done: str,
) -> HttpResponse:
    found = tracking.own_case(request, public_id)
    if request.method != "POST" or not tracking.options(found).allows(name):
        # Also where the form comes for a second time: the page says what became of the first.
        return redirect("requests_app:case", public_id)
    draft = _hold(found)
    if file_id := request.POST.get("hapus"):
        with transaction.atomic():
            if (locked := Draft.find(draft.key, lock=True)) and locked.remove_file(file_id):
                locked.save()
        return redirect("requests_app:case", public_id)
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
        return _case_page(request, found, next_form=form)
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
        return _case_page(request, tracking.own_case(request, public_id), next_form=form)
    except NoHolidayTable:
        form.add_error(
            None,
            _(
                "Tanggal jawaban belum dapat dihitung karena daftar hari libur belum lengkap. "
                "Isian Anda tersimpan. Hubungi kami, atau coba lagi besok."
            ),
        )
        return _case_page(request, tracking.own_case(request, public_id), next_form=form)
    messages.success(request, done)
    return redirect("requests_app:case", public_id)


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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def message(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write to the office; the same text sent twice in a row is one message."""
    found = tracking.own_case(request, public_id)
    if request.method != "POST":
        return redirect("requests_app:case", public_id)
    form = MessageForm(request.POST, auto_id="pesan_%s")
    if form.is_valid():
        if not throttle.too_many(request, "write"):
            _write(found, form.cleaned_data["text"])
            messages.success(request, _("Pesan Anda terkirim."))
            return redirect("requests_app:case", public_id)
        form.add_error("text", _("Terlalu banyak pesan. Coba lagi satu jam lagi."))
    return _case_page(request, found, message_form=form)


def _write(found: InformationRequest, text: str) -> None:
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
        notices.applicant_wrote(found, str(written.pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask once more, then withdraw the request; it stays in the register."""
    found = tracking.own_case(request, public_id)
    if not tracking.options(found).withdraw:
        return redirect("requests_app:case", public_id)
    form = WithdrawRequestForm(_posted(request))
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
            messages.success(request, _("Permohonan Anda sudah dicabut."))
            return redirect("requests_app:case", public_id)
    return render(request, "requests_app/withdraw.html", {"case": found, "form": form})


@require_POST
def resend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Start a new request with everything that the lapsed one held, linked to it (S9)."""
    found = tracking.own_case(request, public_id)
    if not tracking.options(found).resend:
        return redirect("requests_app:case", public_id)
    with transaction.atomic():
        draft = FORM.start()
        wizard.refill(draft, found)
        draft.save()
    return FORM.begin_with(redirect(WIZARD.address(WIZARD.first_incomplete(draft))), draft)


# -- letters ---------------------------------------------------------------------------------------


@never_cache
@require_safe
def letter(request: HttpRequest, public_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Hand out the PDF of a letter to the applicant of its case, and to nobody else."""
    found = tracking.own_case(request, public_id)
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
        return redirect("requests_app:case", public_id)
    response = HttpResponse(open_bytes(chosen.pdf), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, chosen.file_name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
