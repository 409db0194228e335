"""The way through the pages of a form: which comes next, what is still missing, the filing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.people.models.applicants import mask
from ppid_portal.sop.models import Case, CaseDocument
from requests_app.drafts import Draft, HeldFile
from requests_app.intake import IDENTITY_KINDS, Filing, copy_documents
from requests_app.models import AccessMethod, InformationRequest
from requests_app.public_forms import (
    GUARDIAN,
    PAGES,
    PROXY,
    SELF,
    AccessPage,
    ContactPage,
    CopyPage,
    DocumentsPage,
    GuardianPage,
    IdentityPage,
    InformationPage,
    Page,
    ProxyPage,
    PurposePage,
    WhoPage,
)

CHECK = "periksa"
FROM_CHECK = "dari"

Topics = tuple[tuple[Any, tuple[type[Page], ...]], ...]


@dataclass(frozen=True)
class Row:
    """One answer on the check page, with the page on which it can be changed."""

    label: str
    value: str
    change_url: str
    change_what: str


class Wizard:
    """The way through the pages of one public form.

    ``namespace`` has the routes ``start`` (the first page), ``page`` and ``check``. ``topics``
    group the pages on the check page.
    """

    def __init__(self, namespace: str, pages: tuple[type[Page], ...], topics: Topics) -> None:
        self.namespace = namespace
        self.all_pages = pages
        self.topics = topics
        self.by_slug: dict[str, type[Page]] = {page.slug: page for page in pages}

    @property
    def first(self) -> type[Page]:
        """Return the page on which the form starts."""
        return self.all_pages[0]

    def pages(self, draft: Draft | None) -> list[type[Page]]:
        """Return the pages that are asked after what was answered so far."""
        return [page for page in self.all_pages if page.applies(draft)]

    def first_incomplete(self, draft: Draft | None) -> type[Page] | None:
        """Return the first page that is not yet answered rightly; ``None`` when all are.

        Every page is checked again with all answers, so that a later change of mind (another
        kind of applicant, another delivery) leads back to what it calls for.
        """
        for page in self.pages(draft):
            if draft is None or page.slug not in draft.answers:
                return page
            if not page(draft.answers[page.slug], draft=draft).is_valid():
                return page
        return None

    def may_visit(self, draft: Draft | None, page: type[Page]) -> bool:
        """Tell whether all pages before this one are answered."""
        asked = self.pages(draft)
        if page not in asked:
            return False
        first = self.first_incomplete(draft)
        return first is None or asked.index(page) <= asked.index(first)

    def previous(self, draft: Draft | None, page: type[Page]) -> type[Page] | None:
        """Return the page before this one."""
        asked = self.pages(draft)
        place = asked.index(page)
        return asked[place - 1] if place else None

    def following(self, draft: Draft | None, page: type[Page]) -> type[Page] | None:
        """Return the page after this one; ``None`` is the check page."""
        asked = self.pages(draft)
        place = asked.index(page) + 1
        return asked[place] if place < len(asked) else None

    def address(self, page: type[Page] | None) -> str:
        """Return the address of a page; ``None`` is the check page."""
        if page is None:
            return reverse(f"{self.namespace}:check")
        if page is self.first:
            return reverse(f"{self.namespace}:start")
        return reverse(f"{self.namespace}:page", args=[page.slug])

    def caption(self, draft: Draft | None, page: type[Page]) -> str:
        """Return "Langkah 2 dari 8"; the check page is the last step."""
        asked = self.pages(draft)
        return _("Langkah %(step)d dari %(steps)d") % {
            "step": asked.index(page) + 1,
            "steps": len(asked) + 1,
        }

    def sections(self, draft: Draft) -> list[tuple[str, list[Row]]]:
        """Return all answers by topic, as the check page shows them; of a NIK only the end."""
        asked = self.pages(draft)
        return [
            (str(title), rows)
            for title, topic in self.topics
            if (rows := [row for page in asked if page in topic for row in self._rows(draft, page)])
        ]

    def _rows(self, draft: Draft, page: type[Page]) -> list[Row]:
        answers = draft.answers.get(page.slug, {})
        form = page(answers, draft=draft)
        change = f"{self.address(page)}?{FROM_CHECK}={CHECK}"
        rows = []
        for name, field in form.fields.items():
            # A question that fills its page is called by the page's short name.
            label = str(page.name if getattr(field, "as_heading", False) else field.label)
            if name in form.NOT_LISTED:
                continue
            if name in form.UPLOADS:
                value = "\n".join(file_words(held) for held in form.held(name)) or _("Belum ada")
            else:
                value = _shown(name, field, answers.get(name, ""))
            rows.append(Row(label, value, change, label))
        return rows


def _shown(name: str, field: Any, value: Any) -> str:
    if name in ("nik", "guardian_nik"):
        return mask(str(value), 0, 4) if value else ""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    choices = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return "\n".join(str(choices.get(each, each)) for each in value)
    return str(choices.get(value, value) if value not in (None, "") else "")


def file_words(held: HeldFile) -> str:
    """Return name and size of a file."""
    return f"{held.name} ({filesizeformat(held.size)})"


# -- the request -----------------------------------------------------------------------------------

WIZARD = Wizard(
    "requests_app",
    PAGES,
    (
        (_l("Pemohon"), (WhoPage, IdentityPage, ProxyPage, GuardianPage, DocumentsPage)),
        (_l("Permohonan"), (InformationPage, PurposePage, AccessPage, CopyPage)),
        (_l("Kontak"), (ContactPage,)),
    ),
)


def missing_papers(draft: Draft) -> list[str]:
    """Return the identity papers that were not uploaded."""
    return DocumentsPage({}, draft=draft).missing()


def filing(draft: Draft) -> Filing:
    """Return what a complete draft asks for, ready to be filed."""
    answers = draft.answers
    who, identity = answers["siapa"], answers[IdentityPage.slug]
    applicant: dict[str, Any] = {"kind": who["kind"], **identity, **answers[ContactPage.slug]}
    applicant.pop("no_nik", None)
    for page in (ProxyPage, GuardianPage):
        if page.applies(draft):
            applicant.update(answers[page.slug])
    access = answers["cara"]["access_method"]
    copy = answers[CopyPage.slug] if access == AccessMethod.COPY else {}
    return Filing(
        applicant=applicant,
        information=answers[InformationPage.slug]["information"],
        purpose=answers["tujuan"]["purpose"],
        access_method=access,
        copy_form=copy.get("copy_form", ""),
        delivery=copy.get("delivery", ""),
        origin=_origin(draft),
        documents=draft.stored_files(),
    )


def _origin(draft: Draft) -> Case | None:
    if draft.origin_id is None:
        return None
    return Case.objects.filter(pk=draft.origin_id).first()


def refill(draft: Draft, case: InformationRequest) -> None:
    """Fill a draft with what an earlier request asked, linked to it (S9)."""
    applicant = case.applicant
    if applicant is None:
        return
    filer = PROXY if applicant.proxy_name else GUARDIAN if applicant.guardian_name else SELF
    draft.origin_id = case.pk
    draft.answers = {
        "siapa": {"kind": applicant.kind, "filer": filer},
        "informasi": {"information": case.information},
        "tujuan": {"purpose": case.purpose},
        "cara": {"access_method": case.access_method},
    }
    if case.access_method == AccessMethod.COPY:
        draft.answers["salinan"] = {"copy_form": case.copy_form, "delivery": case.delivery}
    for page in (IdentityPage, ProxyPage, GuardianPage, ContactPage):
        if page.applies(draft):
            names = page(draft=draft).fields
            draft.answers[page.slug] = {
                name: getattr(applicant, name) for name in names if hasattr(applicant, name)
            }
    if filer != GUARDIAN and not applicant.nik and "no_nik" in IdentityPage(draft=draft).fields:
        draft.answers[IdentityPage.slug]["no_nik"] = True
    draft.answers["dokumen"] = {}
    for kind, file in copy_documents(case, (*IDENTITY_KINDS, CaseDocument.Kind.ATTACHMENT)):
        draft.hold(kind, file)
