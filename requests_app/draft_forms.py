"""The answer as a form: one set of fields per part, shown or folded by the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.consequence.panels import determinations_of
from dip_app.models import ArticleLetter, ClassificationDecree
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.files.forms import UploadField
from ppid_portal.sop.models import CaseDocument
from requests_app.drafting import Costs, Part, candidates
from requests_app.models import InformationRequest, Outcome

MOST_PARTS = 30


def document_label(document: CaseDocument) -> str:
    """Return how the list names a document: by name and origin."""
    name = document.label or document.file.original_name
    source = str(document.unit) if document.unit else _("diunggah sekretariat")
    return f"{name} ({source}, {date_long(document.added_at)})"


def decree_label(decree: ClassificationDecree, *, is_own: bool = False) -> str:
    """Return how the list names a decree: by letter, number and subject."""
    words = _("huruf {letter} · {number} · {title}").format(
        letter=decree.letter, number=decree.number, title=decree.title
    )
    return _("Uji permohonan ini: {decree}").format(decree=words) if is_own else words


@dataclass(frozen=True)
class Choices:
    """What the parts may choose from, read once for all of them."""

    documents: dict[str, CaseDocument]
    decrees: dict[str, ClassificationDecree]
    #: Those of the decrees that the request's own consequence test brought about.
    own: frozenset[str] = frozenset()

    @classmethod
    def read(cls, case: InformationRequest) -> Choices:
        """Read the documents that may be given, and the decrees valid today, its own first."""
        own = {str(decree.pk): decree for decree in determinations_of(case)}
        valid = ClassificationDecree.objects.valid_on(today())
        return cls(
            {str(document.pk): document for document in candidates(case)},
            own | {str(decree.pk): decree for decree in valid if str(decree.pk) not in own},
            frozenset(own),
        )


def _text(label: Any, *, rows: int = 3, most: int = 4000, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _one_of(table: dict[str, Any]) -> Callable[[Any], Any]:
    """Return how a field finds its choice; one that is gone meanwhile is invalid, no failure."""

    def find(key: Any) -> Any:
        found = table.get(str(key))
        if found is None:
            raise ValueError(key)
        return found

    return find


class PartForm(forms.Form):
    """One part of the request and what is decided on it.

    Only text and outcome are asked for at once; what the law wants beside them is told after
    saving, and binds when the answer is submitted.
    """

    text = forms.CharField(
        label=_l("Bagian yang diminta"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _l("Tulis bagian permohonan yang dijawab di sini.")},
    )
    outcome = forms.ChoiceField(
        label=_l("Keputusan"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih keputusan untuk bagian ini.")},
    )
    explanation = _text(
        _l("Penjelasan kepada pemohon"), help_text=_l("Dibaca pemohon di dalam surat.")
    )
    documents = forms.TypedMultipleChoiceField(
        label=_l("Dokumen yang diberikan"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _l("Pilih dokumen dari berkas ini saja.")},
    )
    uploads = UploadField(label=_l("Unggah dokumen lain untuk bagian ini"), required=False)
    redaction = _text(
        _l("Apa yang dihitamkan, dan mengapa"),
        help_text=_l("Misalnya: nomor rekening pada halaman 2, rahasia pribadi (huruf h)."),
    )
    article = forms.ChoiceField(
        label=_l("Huruf Pasal 17 UU 14/2008"),
        choices=[("", _l("Pilih huruf")), *ArticleLetter.choices],
        required=False,
    )
    other_law = forms.CharField(
        label=_l("Undang-undang lain dan pasalnya"),
        help_text=_l("Wajib untuk huruf j, misalnya: UU 43/2009 Pasal 44 ayat (1)."),
        max_length=300,
        required=False,
    )
    basis = forms.TypedChoiceField(
        label=_l("Uji konsekuensi atau penetapan yang berlaku"),
        help_text=_l("Tanpa penetapan yang masih berlaku, penolakan tidak dapat diajukan."),
        required=False,
        empty_value=None,
        error_messages={
            "invalid_choice": _l("Penetapan ini tidak berlaku lagi. Pilih yang masih berlaku.")
        },
    )
    consequence = _text(
        _l("Akibat bila informasi dibuka"),
        help_text=_l("Tulis kerugian yang nyata bagi kepentingan yang dilindungi (Pasal 19)."),
    )
    holder = forms.CharField(
        label=_l("Badan publik yang menguasai informasi"),
        help_text=_l("Bila diketahui. Bila tidak, jelaskan pada penjelasan di atas."),
        max_length=200,
        required=False,
    )
    ready_in_days = forms.IntegerField(
        label=_l("Disediakan dalam (hari kerja)"),
        min_value=1,
        max_value=365,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "min_value": _l("Isi paling sedikit satu hari kerja."),
            "max_value": _l("Isi paling banyak 365 hari kerja."),
            "invalid": _l("Isi dengan angka, misalnya 5."),
        },
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Which fields are wanted depends on the outcome; "not required" at each would mislead.
        self.mark_optional = False
        documents: Any = self.fields["documents"]
        documents.choices = [
            (key, document_label(document)) for key, document in choices.documents.items()
        ]
        documents.coerce = _one_of(choices.documents)
        basis: Any = self.fields["basis"]
        basis.choices = [
            ("", _("Pilih penetapan")),
            *(
                (key, decree_label(decree, is_own=key in choices.own))
                for key, decree in choices.decrees.items()
            ),
        ]
        basis.coerce = _one_of(choices.decrees)

    def part(self) -> Part:
        """Return the cleaned part, without what its outcome has no place for."""
        data = self.cleaned_data
        outcome = data["outcome"]
        excluded = outcome in (Outcome.REFUSED, Outcome.PARTLY)
        return Part(
            text=data["text"],
            outcome=outcome,
            explanation=data["explanation"],
            article=data["article"] if excluded else "",
            other_law=data["other_law"] if excluded else "",
            basis=data["basis"] if excluded else None,
            consequence=data["consequence"] if outcome == Outcome.REFUSED else "",
            redaction=data["redaction"] if outcome == Outcome.PARTLY else "",
            holder=data["holder"] if outcome == Outcome.NOT_HELD else "",
            ready_in_days=data["ready_in_days"] if outcome == Outcome.NOT_DOCUMENTED else None,
            documents=tuple(data["documents"])
            if outcome in (Outcome.GRANTED, Outcome.PARTLY)
            else (),
        )


class BasePartFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The parts; at least one stays."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that removes a part."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Hapus bagian ini")

    def kept(self) -> list[Any]:
        """Return the forms of the parts that stay, in order."""
        return [form for form in self.forms if not form.cleaned_data.get("DELETE")]

    def clean(self) -> None:
        """Refuse an answer without any part."""
        if any(self.errors):
            return
        if not self.kept():
            raise forms.ValidationError(
                _("Jawaban harus memuat paling sedikit satu bagian. Batalkan penghapusannya.")
            )


PartFormSet = forms.formset_factory(
    PartForm,
    formset=BasePartFormSet,
    extra=0,
    can_delete=True,
    max_num=MOST_PARTS,
    validate_max=True,
    absolute_max=MOST_PARTS + 1,
)


class AnswerForm(forms.Form):
    """What belongs to the answer as a whole: a note and the costs."""

    note = _text(_l("Catatan kepada pemohon"), rows=3, most=2000)
    cost_sheets = forms.IntegerField(
        label=_l("Jumlah lembar yang digandakan"), min_value=0, max_value=100_000, required=False
    )
    cost_per_sheet = forms.IntegerField(
        label=_l("Biaya per lembar (rupiah)"), min_value=0, max_value=1_000_000, required=False
    )
    cost_delivery = forms.IntegerField(
        label=_l("Biaya pengiriman (rupiah)"), min_value=0, max_value=100_000_000, required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cost_sheets", "cost_per_sheet", "cost_delivery"):
            self.fields[name].widget.attrs.update(
                {"class": "govuk-input--width-5", "inputmode": "numeric"}
            )
            self.fields[name].error_messages.update(
                {
                    "invalid": _("Isi dengan angka bulat tanpa titik, misalnya 500."),
                    "min_value": _("Isi nol atau lebih."),
                }
            )

    def costs(self) -> Costs:
        """Return the costs; what is left empty costs nothing."""
        data = self.cleaned_data
        return Costs(
            sheets=data["cost_sheets"] or 0,
            per_sheet=data["cost_per_sheet"] or 0,
            delivery=data["cost_delivery"] or 0,
        )
