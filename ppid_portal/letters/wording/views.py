"""The pages on which an administrator words the letters of the body, under /meja/naskah-surat/."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ppid_portal.audit.services import record_view
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.letters import kinds
from ppid_portal.letters.errors import RenderFailed, UnknownKind
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import STYLESHEET, render_pdf
from ppid_portal.letters.wording import previews, services
from ppid_portal.letters.wording.blocks import Block, blocks_of
from ppid_portal.letters.wording.forms import DefaultForm, PreviewForm, WordingForm
from ppid_portal.letters.wording.models import Wording
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.sop import catalogue
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.scope import sees_applicant, visible_cases

P = ParamSpec("P")
PERMISSION = "letters.change_wording"
#: Newest letters of a kind that a preview can be filled from.
_RECENT = 10
_DEFAULT = "bawaan"


@dataclass(frozen=True)
class Editor:
    """Who words the letters, and in which roles they act today, if in any."""

    user: User
    actors: list[Actor]

    @property
    def actor(self) -> Actor:
        """Return as whom a look at an applicant's data is recorded."""
        return next(iter(self.actors), Actor.account(self.user))

    def letters(self, kind: str) -> list[Letter]:
        """Return the newest letters of a kind that this person may read.

        Wording letters is no right to read them: only who sees the applicant's case elsewhere
        sees it here (UU 27/2022).
        """
        if not sees_applicant(self.actors):
            return []
        seen = visible_cases(self.user, self.actors)
        found = Letter.objects.filter(kind=kind, case__in=seen).order_by("-issued_at", "-pk")
        return list(found.select_related("case")[:_RECENT])


@dataclass(frozen=True)
class Held:
    """A block with the version that holds today and the next one."""

    block: Block
    now: Wording | None
    next: Wording | None
    wrong: Sequence[str] = ()

    @property
    def is_adapted(self) -> bool:
        """Tell whether the office words it itself today."""
        return self.now is not None and not self.now.uses_default

    @property
    def text(self) -> str:
        """Return what is printed today."""
        if self.now is None or self.now.uses_default:
            return self.block.default
        return self.now.text


def for_editors(
    view: Callable[Concatenate[HttpRequest, Editor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a page to accounts that may word letters; it takes no appointment."""

    @never_cache
    @login_required
    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user: Any = request.user
        if not user.has_perm(PERMISSION):
            raise PermissionDenied(_("Naskah surat hanya dapat dibuka oleh administrator."))
        actors = request.actors = actors_of(user)  # type: ignore[attr-defined]
        return view(request, Editor(user, actors), *args, **kwargs)

    return opened


@require_safe
@for_editors
def index(request: HttpRequest, editor: Editor) -> HttpResponse:
    """List every kind of letter: how many blocks it has, and what is worded by the office."""
    written: dict[str, list[Wording]] = defaultdict(list)
    # Texts are not needed to count.
    for each in Wording.objects.filter(cancelled_at=None).defer("text"):
        written[each.kind].append(each)
    rows = []
    for kind in kinds.kinds():
        blocks = blocks_of(kind.key)
        mine = [each for each in written[kind.key] if each.block in blocks]
        held = services.in_force(mine, today())
        rows.append(
            {
                "kind": kind,
                "steps": ", ".join(_step(step) for step in kind.steps),
                "blocks": len(blocks),
                "adapted": sum(not each.uses_default for each in held.values()),
                "planned": sum(each.valid_from > today() for each in mine),
            }
        )
    return render(request, "letters/wording/index.html", {"rows": rows})


@require_safe
@for_editors
def kind_page(request: HttpRequest, editor: Editor, kind: str) -> HttpResponse:
    """Show the blocks of one kind as they are printed today, and what is planned."""
    found = _kind(kind)
    held = _held(found)
    return render(
        request,
        "letters/wording/kind.html",
        {
            "kind": found,
            "held": held,
            "preview": PreviewForm(letters=editor.letters(kind)) if held else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def block_page(request: HttpRequest, editor: Editor, kind: str, block: str) -> HttpResponse:
    """Word one block anew, or go back to the text of the template, from a day on."""
    found = _kind(kind)
    held = _held_block(found, block)
    form, back = _form(editor, found, held), DefaultForm()
    status = 200
    if request.method == "POST":
        if request.POST.get("aksi") == _DEFAULT:
            back = DefaultForm(request.POST)
            done = back.is_valid() and _changed(request, editor, found, held, None, back)
        else:
            form = _form(editor, found, held, request.POST)
            done = form.is_valid() and _changed(
                request, editor, found, held, form.cleaned_data["text"], form
            )
        if done:
            return redirect("wording:block", kind=kind, block=block)
        status = 400
    return _block_page(request, found, held, form, back, status=status)


@require_POST
@for_editors
def preview(request: HttpRequest, editor: Editor, kind: str, block: str = "") -> HttpResponse:
    """Show a letter with the text as it is typed, or as it holds today; nothing is stored."""
    found = _kind(kind)
    form: PreviewForm
    changed: dict[str, str] = {}
    if block:
        held = _held_block(found, block)
        form = _form(editor, found, held, request.POST, previewing=True)
        if not form.is_valid():
            return _block_page(request, found, held, form, DefaultForm(), status=400)
        changed[block] = form.cleaned_data["text"]
    else:
        form = PreviewForm(request.POST, letters=editor.letters(kind))
        if not form.is_valid():
            return render(
                request,
                "letters/wording/kind.html",
                {"kind": found, "held": _held(found), "preview": form},
                status=400,
            )
    letter = form.letter()
    if letter is not None:
        record_view(editor.actor, f"case:{letter.case_id}", "applicant")
    html = previews.html_of(kind, letter, changed)
    if request.POST.get("bentuk") == "html":
        return HttpResponse(_on_screen(html))
    try:
        pdf = render_pdf(html)
    except RenderFailed:
        messages.error(request, _("Pratinjau PDF belum dapat dibuat. Coba lagi."))
        return redirect(_address(kind, block))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="pratinjau-{kind}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@for_editors
def cancel(request: HttpRequest, editor: Editor, pk: int) -> HttpResponse:
    """Take back a version that has not begun."""
    version = get_object_or_404(Wording, pk=pk)
    try:
        services.cancel(version, by=editor.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Versi {n} dibatalkan.").format(n=version.version))
    return redirect("wording:block", kind=version.kind, block=version.block)


@require_safe
@cache_control(private=True, max_age=3600)
def paper(request: HttpRequest) -> HttpResponse:
    """Return the style of letters for a screen: the same sheet that the PDF is made with."""
    css = render_to_string(STYLESHEET) + render_to_string("letters/wording/screen.css")
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _step(key: str) -> str:
    """A step of an SOP as staff call it; an article of law as it is."""
    sop, dot, no = key.partition(".")
    found = catalogue.sops().get(sop)
    return f"SOP {found.number}.{no}" if dot and found is not None else key


def _kind(key: str) -> LetterKind:
    try:
        return kinds.get(key)
    except UnknownKind:
        raise Http404(_("Jenis surat tidak ditemukan.")) from None


def _held(kind: LetterKind, only: str = "") -> list[Held]:
    written = Wording.objects.filter(kind=kind.key, cancelled_at=None)
    if only:
        written = written.filter(block=only)
    versions = list(written)
    now = services.in_force(versions, today())
    found = []
    for block in blocks_of(kind.key).values():
        if only and block.name != only:
            continue
        planned = [
            each for each in versions if each.block == block.name and each.valid_from > today()
        ]
        held = Held(
            block,
            now.get((kind.key, block.name)),
            min(planned, key=lambda each: (each.valid_from, -each.version), default=None),
        )
        # A template that lost a field, or gained a sentence of the law, leaves an old text wrong.
        wrong = services.problems(kind.key, block, held.text) if held.is_adapted else []
        found.append(Held(block, held.now, held.next, wrong))
    return found


def _held_block(kind: LetterKind, block: str) -> Held:
    found = _held(kind, block)
    if not found:
        raise Http404(_("Bagian surat ini tidak ditemukan."))
    return found[0]


def _form(
    editor: Editor, kind: LetterKind, held: Held, data: Any = None, *, previewing: bool = False
) -> WordingForm:
    block = held.block
    newest = (
        Wording.objects.filter(kind=kind.key, block=block.name)
        .order_by("-version")
        .values_list("version", flat=True)
        .first()
    )
    return WordingForm(
        data,
        kind=kind.key,
        block=block,
        newest=newest or 0,
        letters=editor.letters(kind.key),
        previewing=previewing,
        initial={"text": held.text},
    )


def _changed(
    request: HttpRequest,
    editor: Editor,
    kind: LetterKind,
    held: Held,
    text: str | None,
    form: WordingForm | DefaultForm,
) -> bool:
    day = form.cleaned_data["valid_from"]
    try:
        services.change(
            kind.key,
            held.block.name,
            text,
            valid_from=day,
            reason=form.cleaned_data["reason"],
            by=editor.user,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(
        request,
        _("Tersimpan. Surat yang terbit sejak {day} memakai naskah ini.").format(
            day=date_long(day)
        ),
    )
    return True


def _block_page(
    request: HttpRequest,
    kind: LetterKind,
    held: Held,
    form: WordingForm,
    back: DefaultForm,
    *,
    status: int,
) -> HttpResponse:
    history = Wording.objects.filter(kind=kind.key, block=held.block.name).order_by("-version")
    offer = held.block.offer(())
    return render(
        request,
        "letters/wording/block.html",
        {
            "kind": kind,
            "held": held,
            # Not "block": inside a block of a template that is the block itself.
            "part": held.block,
            "form": form,
            "back": back,
            "law": offer.law,
            "fields": previews.fields_with_examples(kind.key, held.block),
            "history": [_version(each, held) for each in history],
            "has_versions": held.is_adapted or held.next is not None,
        },
        status=status,
    )


def _version(each: Wording, held: Held) -> dict[str, Any]:
    if each.cancelled_at is not None:
        words, tone = _("dibatalkan oleh {name}").format(name=each.cancelled_by_name), "neutral"
    elif held.now is not None and each.pk == held.now.pk:
        words, tone = _("berlaku"), "done"
    elif each.valid_from > today():
        words, tone = _("akan berlaku"), "waiting"
    else:
        words, tone = _("pernah berlaku"), "neutral"
    return {
        "version": each,
        "since": date_long(each.valid_from),
        "written": date_long(each.created_at),
        "words": words,
        "tone": tone,
        "is_planned": each.cancelled_at is None and each.valid_from > today(),
    }


def _on_screen(html: str) -> str:
    link = f'<link rel="stylesheet" href="{reverse("wording:paper")}">'
    return html.replace("</head>", f"{link}</head>", 1)


def _address(kind: str, block: str) -> str:
    if block:
        return reverse("wording:block", args=[kind, block])
    return reverse("wording:kind", args=[kind])
