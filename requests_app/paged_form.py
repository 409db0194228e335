"""A public form of several pages: one topic a page, kept as it goes, checked, sent once.

Requests and objections are written with it; each adds its own pages, words and filing.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ppid_portal.clock import now, today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import legal_due
from ppid_portal.sop.documents import remember_applicant
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import Case
from requests_app import throttle
from requests_app.drafts import Draft
from requests_app.public_forms import FILES_PER_DRAFT, Page, SendForm
from requests_app.wizard import CHECK, FROM_CHECK, Wizard


class PagedForm:
    """The views of one public form; the class of a form fills in what is its own.

    Its ``wizard`` names the addresses: ``start``, ``page``, ``check``, ``discard``, ``sent``.
    The browser holds the key of its draft in ``cookie``; in the database it stands behind
    ``prefix``, so that no draft can be opened as one of another form.
    """

    wizard: Wizard
    cookie: str
    prefix: str = ""
    page_template: str
    check_template: str
    #: The limit by which a case that is sent now is answered.
    answered_by: str
    #: Session key of the case that this browser sent last.
    filed: str
    send_form: type[SendForm] = SendForm

    # -- what each form adds -------------------------------------------------------------------

    def page_context(
        self, request: HttpRequest, draft: Draft | None, page_class: type[Page]
    ) -> dict[str, Any]:
        """Return what a page shows beside its questions."""
        return {}

    def check_context(self, request: HttpRequest, draft: Draft) -> dict[str, Any]:
        """Return what the check page shows beside the answers."""
        return {}

    def judge(self, request: HttpRequest, draft: Draft, form: Page) -> int:
        """Judge right answers by what their page cannot know, and add the errors to the form.

        Returns the status of the answer that shows them.
        """
        return 200

    def take(self, request: HttpRequest, draft: Draft, form: Page) -> None:
        """Note right answers in the draft; it is saved afterwards."""
        draft.answers[form.slug] = form.answers()
        draft.unfinished.pop(form.slug, None)

    def too_many_words(self) -> str:
        """Return what somebody reads who sent too many."""
        raise NotImplementedError

    def no_date_words(self) -> str:
        """Return what somebody reads when the date of the answer cannot be told."""
        return _(
            "Tanggal jawaban belum dapat dihitung karena daftar hari libur belum lengkap. "
            "Isian Anda tersimpan. Hubungi kami, atau coba lagi besok."
        )

    def file(self, request: HttpRequest, draft: Draft) -> Case:
        """Make the case of a complete draft; its key makes that once."""
        raise NotImplementedError

    # -- pages ---------------------------------------------------------------------------------

    def page(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one page, or take its answers and go on.

        A GET keeps nothing. A POST stores good files at once, then the answers when they are
        right; what is not right stays as it was typed, also when the person comes back later.
        """
        page_class = self.wizard.by_slug.get(slug)
        if page_class is None:
            return redirect(self.wizard.address(self.wizard.first))
        if request.method == "POST":
            return self._take(request, page_class)
        draft = self.current(request)
        if not self.wizard.may_visit(draft, page_class):
            return redirect(self.wizard.address(self.wizard.first_incomplete(draft)))
        return self._show(request, draft, page_class, self._unbound(draft, page_class))

    def _unbound(self, draft: Draft | None, page_class: type[Page]) -> Page:
        initial: dict[str, Any] = {}
        if draft is not None:
            initial.update(draft.answers.get(page_class.slug, {}))
            fields = page_class(draft=draft).fields
            for name, values in draft.unfinished.get(page_class.slug, {}).items():
                many = isinstance(fields.get(name), forms.MultipleChoiceField)
                initial[name] = values if many else values[-1] if values else ""
        return page_class(initial=initial, draft=draft)

    @transaction.atomic
    def _take(self, request: HttpRequest, page_class: type[Page]) -> HttpResponse:
        wizard = self.wizard
        draft = self.current(request, lock=True)
        if draft is not None and draft.sent_as is not None:
            if page_class is not wizard.first:
                return self.to_confirmation(request, draft.sent_as)
            draft = None
        if draft is None:
            draft = self.start()
        if page_class not in wizard.pages(draft):
            return self.begin_with(redirect(wizard.address(wizard.first_incomplete(draft))), draft)
        if file_id := request.POST.get("hapus"):
            draft.remove_file(file_id)
            return self._leave(request, draft, page_class, page_class)
        if "kembali" in request.POST:
            form = page_class(request.POST, request.FILES, draft=draft)
            form.is_valid()
            self._keep_files(request, form, draft)
            target = wizard.previous(draft, page_class) or page_class
            return self._leave(request, draft, page_class, target)
        form = page_class(request.POST, request.FILES, draft=draft)
        status = self.judge(request, draft, form) if form.is_valid() else 200
        self._keep_files(request, form, draft)
        if form.errors:
            return self._keep(request, draft, page_class, form, status)
        self.take(request, draft, form)
        draft.save()
        if request.GET.get(FROM_CHECK) == CHECK:
            target_page = wizard.first_incomplete(draft)
        else:
            target_page = wizard.following(draft, page_class)
        return self.begin_with(redirect(wizard.address(target_page)), draft)

    def _keep(
        self,
        request: HttpRequest,
        draft: Draft,
        page_class: type[Page],
        form: Page,
        status: int,
    ) -> HttpResponse:
        """Keep what is not right as it was typed, and show it with its errors."""
        draft.unfinished[page_class.slug] = _typed(request, form)
        draft.save()
        return self.begin_with(self._show(request, draft, page_class, form, status), draft)

    def _leave(
        self, request: HttpRequest, draft: Draft, page_class: type[Page], target: type[Page]
    ) -> HttpResponse:
        """Keep what was typed without judging it, and go to another page."""
        form = page_class(request.POST, draft=draft)
        draft.unfinished[page_class.slug] = _typed(request, form)
        draft.save()
        query = f"?{FROM_CHECK}={CHECK}" if FROM_CHECK in request.GET else ""
        return self.begin_with(redirect(f"{self.wizard.address(target)}{query}"), draft)

    def _keep_files(self, request: HttpRequest, form: Page, draft: Draft) -> None:
        accepted = [(kind, files) for kind, files in form.accepted_files() if files]
        if not accepted:
            return
        field = next(name for name, kind in form.UPLOADS.items() if kind == accepted[0][0])
        if len(draft.files) + sum(len(files) for _kind, files in accepted) > FILES_PER_DRAFT:
            form.add_error(field, self.too_many_files())
            return
        if throttle.too_many(request, "upload"):
            form.add_error(
                field, _("Terlalu banyak berkas dari jaringan ini. Coba lagi satu jam lagi.")
            )
            return
        for kind, files in accepted:
            draft.keep_files(kind, files)

    def too_many_files(self) -> str:
        """Return what somebody reads who sends more files than one draft may hold."""
        return _(
            "Satu permohonan memuat paling banyak %(most)d berkas. Gabungkan beberapa berkas."
        ) % {"most": FILES_PER_DRAFT}

    def _show(
        self,
        request: HttpRequest,
        draft: Draft | None,
        page_class: type[Page],
        form: Page,
        status: int = 200,
    ) -> HttpResponse:
        wizard = self.wizard
        return render(
            request,
            self.page_template,
            {
                "form": form,
                "page": page_class,
                "caption": wizard.caption(draft, page_class),
                "first": page_class is wizard.first,
                "previous": wizard.previous(draft, page_class) is not None,
                "held": [
                    {"id": held.id, "name": held.name, "size": held.size, "what": field.label}
                    for name, field in form.fields.items()
                    if name in form.UPLOADS
                    for held in form.held(name)
                ],
                "resumed": page_class is wizard.first
                and not form.is_bound
                and draft is not None
                and not draft.is_empty,
                "days": legal_rules()[self.answered_by].limit.value,
                **self.page_context(request, draft, page_class),
            },
            status=status,
        )

    @transaction.atomic
    def discard(self, request: HttpRequest) -> HttpResponse:
        """Forget everything that was typed and uploaded, and start again."""
        draft = self.current(request, lock=True)
        if draft is not None and draft.sent_as is None:
            draft.discard()
        response = redirect(self.wizard.address(self.wizard.first))
        response.delete_cookie(self.cookie, path=self._cookie_path())
        return response

    # -- check and send ------------------------------------------------------------------------

    def check(self, request: HttpRequest) -> HttpResponse:
        """Show everything once more, and send it; sending twice makes one case (S11)."""
        draft = self.current(request)
        if draft is not None and draft.sent_as is not None:
            return self.to_confirmation(request, draft.sent_as)
        incomplete = self.wizard.first_incomplete(draft)
        if draft is None or incomplete is not None:
            return redirect(self.wizard.address(incomplete))
        form = self.send_form(request.POST if request.method == "POST" else None)
        problem, status = "", 200
        if request.method == "POST" and form.is_valid():
            if throttle.too_many(request, "file"):
                problem, status = self.too_many_words(), 429
            else:
                try:
                    return self._send(request, draft.key)
                except Refused as refusal:
                    problem = refusal.message
                except NoHolidayTable:
                    problem = self.no_date_words()
        if problem:
            form.add_error(None, problem)
        return render(
            request,
            self.check_template,
            {
                "form": form,
                "sections": self.wizard.sections(draft),
                "due": self._due_if_sent_now(),
                "days": {key: rule.limit.value for key, rule in legal_rules().items()},
                **self.check_context(request, draft),
            },
            status=status,
        )

    def _send(self, request: HttpRequest, key: str) -> HttpResponse:
        """File the draft; only its key is taken over, the content is read anew under lock."""
        with transaction.atomic():
            draft = Draft.find(key, lock=True)
            if draft is None:
                return redirect(self.wizard.address(self.wizard.first))
            case = draft.sent_as
            if case is None:
                case = self.file(request, draft)
                draft.close(case)
        return self.to_confirmation(request, case)

    def to_confirmation(self, request: HttpRequest, case: Case) -> HttpResponse:
        """Lead to the page that says what was sent, as the applicant of the case."""
        remember_applicant(request, case)
        request.session[self.filed] = case.pk
        return redirect(f"{self.wizard.namespace}:sent")

    def _due_if_sent_now(self) -> dict[str, Any] | None:
        try:
            due = legal_due(now(), legal_rules()[self.answered_by].limit)
        except NoHolidayTable:
            return None
        return {
            "on": due.due_on,
            "explanation": due.as_json(),
            "counted_from": due.counted_from,
            "later": due.counted_from != today(),
        }

    # -- the draft of this browser -------------------------------------------------------------

    def start(self) -> Draft:
        """Start an empty draft of this form."""
        return Draft.start(f"{self.prefix}{secrets.token_urlsafe(32)}")

    def current(self, request: HttpRequest, *, lock: bool = False) -> Draft | None:
        """Return the draft of this browser; sent ones included.

        Drafts of the desk, of open cases and of other forms have a purpose before their key.
        """
        key = request.COOKIES.get(self.cookie, "")
        return None if not key or ":" in key else Draft.find(f"{self.prefix}{key}", lock=lock)

    def begin_with(self, response: HttpResponse, draft: Draft) -> HttpResponse:
        """Give the browser the key of its draft, until it is closed: computers are shared."""
        response.set_cookie(
            self.cookie,
            draft.key.removeprefix(self.prefix),
            path=self._cookie_path(),
            httponly=True,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )
        return response

    def _cookie_path(self) -> str:
        return self.wizard.address(self.wizard.first)


def _typed(request: HttpRequest, form: Page) -> dict[str, list[str]]:
    # A checkbox that is not ticked is not posted, but is an answer too.
    return {name: request.POST.getlist(name) for name in form.fields if name not in form.UPLOADS}
