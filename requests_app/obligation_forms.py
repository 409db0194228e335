"""What carrying out an order asks of the secretariat: its proof, and its place in the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from dip_app.entry_forms import EntryForm, usual
from ppid_portal.clock import today
from ppid_portal.files.forms import UploadField
from ppid_portal.sop.case_forms import CaseForm, PastDayField, Textarea
from ppid_portal.sop.models import CaseDocument
from requests_app.obligation_models import Obligation


class ObligationForm(CaseForm):
    """Base of the forms here: knows the concrete obligation."""

    case: Obligation


class DeliverForm(ObligationForm):
    """How an order without a request behind it was carried out."""

    delivered_on = PastDayField(
        label=_l("Dilaksanakan pada"),
        error_messages={"required": _l("Isi tanggal pelaksanaannya.")},
    )
    note = forms.CharField(
        label=_l("Bagaimana perintah ini dilaksanakan?"),
        help_text=_l("Tersimpan sebagai catatan internal."),
        max_length=2000,
        required=False,
        widget=Textarea(3),
    )
    documents = UploadField(label=_l("Bukti atau dokumen yang diberikan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("delivered_on", today())

    def payload(self) -> dict[str, Any]:
        """Return day, note and the proof, which is for the office."""
        return {
            "delivered_on": self.cleaned_data["delivered_on"],
            "note": self.cleaned_data["note"],
            "documents": self.store_documents(
                "documents",
                kind=CaseDocument.Kind.ANSWER,
                audience=CaseDocument.Audience.INTERNAL,
                purpose="answer",
            ),
        }


class ListInformationForm(EntryForm):
    """UU 14/2008 Pasal 11 ayat (2): the entry of the public list, new or one that is there."""

    case: Obligation

    def known(self) -> dict[str, Any]:
        """Return what the request and the order tell of the information."""
        case, request = self.case, self.case.request
        asked = request.information if request is not None else case.title
        task = request.unit_tasks.order_by("pk").first() if request is not None else None
        return usual(case.title, asked, task.unit if task is not None else None, hint=asked)

    def released(self) -> list[CaseDocument]:
        """Return what was given to carry the order out."""
        found = list(self.case.documents.select_related("file").order_by("pk"))
        if self.case.request is not None:
            given = self.case.request.documents.filter(
                kind__in=(CaseDocument.Kind.ANSWER, CaseDocument.Kind.UNIT_ANSWER),
                released_at__isnull=False,
            )
            found += list(given.select_related("file").order_by("pk"))
        return found

    def payload(self) -> dict[str, Any]:
        """Return the entry; a new one is kept as a draft, with its files, until it is published."""
        return {"item": self.entry()}
