"""SOP 4.2 to 4.8: from the summons to the file that is taken to the hearing, and its letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app.forms.base import DisputeStepForm, MomentSpec, documents_field, text_field
from disputes_app.forms.fields import (
    DayField,
    EvidenceField,
    LinesField,
    ParticipantsField,
    StaffField,
    TasksField,
    UnitsField,
    belongs_to,
)
from disputes_app.letters import USUAL_SCOPE
from ppid_portal.clock import local, today
from ppid_portal.sop.models import CaseDocument
from requests_app.forms import Ticks
from requests_app.rules import answering_units


def _place(label: Any, missing: Any = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        required=bool(missing),
        error_messages={"required": missing} if missing else {},
        **kwargs,
    )


# -- SOP 4.2, 4.3 ----------------------------------------------------------------------------------


class RegisterSummonsForm(DisputeStepForm):
    """SOP 4.2: the number is given by the portal; only the checklist is asked."""


class VerifySummonsForm(DisputeStepForm):
    """SOP 4.3: what the summons says, and the invitation to the units that hold it."""

    moments = (MomentSpec("meeting_at", _l("Tanggal rapat koordinasi")),)
    order_of_fields = (
        "commission_number",
        "panel",
        "registrar",
        "excluded",
        "units",
        "meeting_at_day",
        "meeting_at_time",
        "meeting_place",
        "agenda",
        "needs",
    )

    commission_number = forms.CharField(
        label=_l("Nomor register di Komisi Informasi"),
        help_text=_l("Cocokkan dengan surat panggilan."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    panel = LinesField(
        label=_l("Majelis komisioner"),
        help_text=_l("Satu nama per baris, ketua majelis lebih dahulu."),
        required=False,
        rows=3,
    )
    registrar = forms.CharField(label=_l("Panitera"), max_length=120, required=False)
    excluded = forms.BooleanField(
        label=_l("Sengketa tentang informasi yang dikecualikan"),
        help_text=_l("Sengketa seperti ini tidak melalui mediasi (UU 14/2008 Pasal 40)."),
        required=False,
    )
    units = UnitsField(
        label=_l("Unit yang menguasai informasinya"),
        help_text=_l("Setiap unit menerima undangan rapat dan diminta memberi dokumen."),
        error_messages={"required": _l("Pilih paling sedikit satu unit.")},
    )
    meeting_place = _place(_l("Tempat rapat"), _l("Isi tempat rapat."))
    agenda = text_field(
        _l("Acara rapat"),
        _l("Tuliskan acara rapat."),
        help_text=_l("Dimuat dalam surat undangan. Jangan menyebut nama pemohon."),
        max_length=1000,
        rows=2,
    )
    needs = LinesField(
        label=_l("Dokumen yang perlu dibawa unit"),
        help_text=_l("Satu dokumen per baris."),
        required=False,
    )

    def build(self) -> None:
        """Offer the units that can answer, ticked those that answered the request."""
        case = self.case
        self.fields["units"].queryset = answering_units(today())  # type: ignore[attr-defined]
        asked = case.request.unit_tasks.values_list("unit_id", flat=True) if case.request else []
        self.initial.setdefault("units", list(asked))
        for name in ("commission_number", "panel", "registrar"):
            self.initial.setdefault(name, getattr(case, name))
        if "a" in case.grounds:
            # The objection says it; nothing here can take it back.
            del self.fields["excluded"]
        else:
            self.initial.setdefault("excluded", case.excluded)
        number = case.commission_number or case.number
        # A letter is Indonesian, whatever the person who types reads.
        self.initial.setdefault("agenda", f"Persiapan sidang sengketa informasi {number}")

    def payload(self) -> dict[str, Any]:
        """Return the invitation; a refusal under letter a stays about excluded information."""
        return {"excluded": True, **super().payload()}


# -- SOP 4.4 ---------------------------------------------------------------------------------------


class GiveDocumentsForm(DisputeStepForm):
    """SOP 4.4, part of the unit: what it holds on the matter."""

    document_kind = CaseDocument.Kind.UNIT_ANSWER

    answer = text_field(
        _l("Keterangan unit"),
        _l("Tuliskan keterangan unit Anda."),
        help_text=_l("Sebutkan dokumen yang diberikan, atau bahwa unit tidak menguasainya."),
        rows=6,
    )
    documents = documents_field(_l("Dokumen terkait sengketa"))


class CoordinateForm(DisputeStepForm):
    """SOP 4.4: close the coordination; units that are still silent are let go by name."""

    summary = text_field(
        _l("Hasil koordinasi"),
        _l("Tuliskan hasil koordinasi."),
        help_text=_l("Tersimpan sebagai catatan internal. Jangan menyebut nama pemohon."),
    )
    documents = documents_field(_l("Dokumen terkait sengketa"))
    without_units = forms.BooleanField(
        label=_l("Lanjut tanpa menunggu unit yang belum memberi dokumen"), required=False
    )
    order_of_fields = ("summary", "documents", "without_units")

    def build(self) -> None:
        """Name who has not answered; with all answers there is nothing to tick."""
        waiting = [row.of.name for row in self.case.units.select_related("of") if row.is_open]
        if waiting:
            self.fields["without_units"].help_text = _("Belum memberi dokumen: {units}.").format(
                units=", ".join(waiting)
            )
        else:
            del self.fields["without_units"]


# -- SOP 4.5, 4.6 ----------------------------------------------------------------------------------


class RecommendForm(DisputeStepForm):
    """SOP 4.5: the recommendation of legal affairs, as its letter prints it."""

    position = text_field(
        _l("Pendapat hukum"),
        _l("Tuliskan pendapat hukum."),
        help_text=_l("Misalnya: alasan penolakan dapat dipertahankan, karena …"),
        rows=6,
    )
    arguments = LinesField(
        label=_l("Dasar dan alasan"), help_text=_l("Satu alasan per baris."), required=False
    )
    risks = LinesField(
        label=_l("Risiko"), help_text=_l("Satu risiko per baris."), required=False, rows=3
    )
    recommended_path = text_field(
        _l("Jalan yang disarankan"),
        help_text=_l("Misalnya: menawarkan mediasi, atau memberi sebagian informasi."),
        max_length=2000,
        rows=2,
    )
    evidence_needed = LinesField(
        label=_l("Bukti yang diperlukan"), help_text=_l("Satu bukti per baris."), required=False
    )


class HoldMeetingForm(DisputeStepForm):
    """SOP 4.6: the meeting before the hearing, set down in a memorandum."""

    moments = (MomentSpec("met_at", _l("Tanggal rapat")),)
    order_of_fields = (
        "met_at_day",
        "met_at_time",
        "place",
        "participants",
        "conclusions",
        "tasks",
    )

    place = _place(_l("Tempat rapat"), _l("Isi tempat rapat."))
    participants = ParticipantsField(
        label=_l("Peserta rapat"),
        error_messages={"required": _l("Tuliskan paling sedikit satu peserta rapat.")},
    )
    conclusions = LinesField(
        label=_l("Kesimpulan rapat"),
        help_text=_l("Satu kesimpulan per baris. Memorandum menomorinya sendiri."),
        error_messages={"required": _l("Tuliskan paling sedikit satu kesimpulan rapat.")},
    )
    tasks = TasksField(label=_l("Pembagian tugas"), required=False)

    def build(self) -> None:
        """Begin with the meeting to which the units were called."""
        letter = self.case.letters.filter(kind="coordination_letter").order_by("pk").last()
        if letter is None:
            return
        invited = letter.context["letter"]
        called = local(datetime.fromisoformat(invited["meeting_at"]))
        self.initial.setdefault("met_at_day", called.date())
        self.initial.setdefault("met_at_time", called.time())
        self.initial.setdefault("place", invited["meeting_place"])


# -- SOP 4.7: evidence -----------------------------------------------------------------------------


class EvidenceForm(DisputeStepForm):
    """Lines of the list of evidence, with their files (UU 14/2008 Pasal 45)."""

    evidence = EvidenceField(label=_l("Daftar bukti"), required=False, rows=5)
    existing = forms.MultipleChoiceField(
        label=_l("Jadikan bukti dokumen yang sudah ada dalam berkas ini"),
        help_text=_l("Setiap dokumen yang dicentang menjadi satu baris daftar bukti."),
        required=False,
        widget=Ticks(),
    )
    documents = documents_field(_l("Berkas bukti"))
    order_of_fields = ("evidence", "existing", "documents")

    def build(self) -> None:
        """Offer what the file holds and no line of evidence names yet."""
        self.taken = {row.mark: row.document_id for row in self.case.evidence.all()}
        self.in_file = {
            str(document.pk): document
            for document in self.case.documents.select_related("file", "unit")
            if document.pk not in self.taken.values()
            and document.audience != CaseDocument.Audience.IDENTITY
        }
        choices = [(key, _named(document)) for key, document in self.in_file.items()]
        if choices:
            self.fields["existing"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["existing"]
        self.fields["documents"].help_text = _(
            "Berkas yang namanya diawali tanda bukti, misalnya “T-1 tanggapan.pdf”, dihubungkan "
            "dengan baris itu. {kinds}"
        ).format(kinds=self.fields["documents"].help_text)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one line; refuse a mark that is on the list already."""
        cleaned = super().clean()
        if "evidence" in self.errors or "existing" in self.errors:
            return cleaned
        rows = cleaned["evidence"]
        for row in rows:
            if row["mark"] in self.taken:
                self.add_error(
                    "evidence",
                    _("Tanda bukti “{mark}” sudah dipakai.").format(mark=row["mark"]),
                )
        if not rows and not cleaned.get("existing") and not self.may_be_empty():
            self.add_error("evidence", _("Isi paling sedikit satu bukti."))
        return cleaned

    def may_be_empty(self) -> bool:
        """Tell whether nothing new is a good answer."""
        return False

    def payload(self) -> dict[str, Any]:
        """Return the lines, each with its file where one belongs to it."""
        data = super().payload()
        rows = [dict(row) for row in data["evidence"]]
        chosen = [self.in_file[key] for key in data.pop("existing", [])]
        rows += [
            {"mark": "", "title": _title(document), "document": document} for document in chosen
        ]
        self._link(rows[: len(data["evidence"])], data["documents"])
        return {**data, "evidence": rows}

    def _link(self, rows: list[dict[str, Any]], documents: list[CaseDocument]) -> None:
        left = list(documents)
        for row in rows:
            own = next(
                (
                    document
                    for document in left
                    if row["mark"] and belongs_to(row["mark"], document.file.original_name)
                ),
                None,
            )
            if own is not None:
                row["document"] = own
                left.remove(own)
        if len(rows) == len(left) == 1 and "document" not in rows[0]:
            rows[0]["document"] = left[0]


def _title(document: CaseDocument) -> str:
    name = document.label or document.file.original_name
    stem, dot, ending = name.rpartition(".")
    return (stem if dot and len(ending) <= 5 else name).replace("_", " ")[:300]


def _named(document: CaseDocument) -> str:
    name = document.label or document.file.original_name
    return f"{name} ({document.unit})" if document.unit is not None else name


class AddEvidenceForm(EvidenceForm):
    """More lines for the list."""


class CompileFileForm(EvidenceForm):
    """SOP 4.7: the documents and the list of evidence of the hearing."""

    def may_be_empty(self) -> bool:
        """Lines that were added before are enough."""
        return bool(self.taken)


# -- SOP 4.8: who goes, with which papers ----------------------------------------------------------


class PowerOfAttorneyForm(DisputeStepForm):
    """The special power of attorney of those who speak for the body."""

    grantees = StaffField(
        label=_l("Penerima kuasa"),
        error_messages={"required": _l("Pilih paling sedikit satu penerima kuasa.")},
    )
    scope = LinesField(
        label=_l("Yang dikuasakan"),
        help_text=_l("Satu kewenangan per baris. Hapus yang tidak diberikan."),
        error_messages={"required": _l("Tuliskan paling sedikit satu kewenangan.")},
        rows=6,
    )

    def build(self) -> None:
        """Offer everybody but the grantor; begin with what is usual."""
        field: Any = self.fields["grantees"]
        field.offer(self.case, without=self.actor.user)
        self.initial.setdefault("scope", list(USUAL_SCOPE))


class AssignmentForm(DisputeStepForm):
    """The letter of assignment for a session."""

    assignees = StaffField(
        label=_l("Yang ditugasi"),
        error_messages={"required": _l("Pilih paling sedikit satu petugas.")},
    )
    task = text_field(_l("Tugas"), _l("Tuliskan tugasnya."), max_length=1000, rows=2)
    from_on = DayField(label=_l("Mulai tanggal"))
    to_on = DayField(label=_l("Sampai tanggal"))
    place = _place(_l("Tempat"), help_text=_l("Kosongkan untuk memakai tempat sidang berikutnya."))

    def build(self) -> None:
        """Begin with the session that comes next."""
        case = self.case
        field: Any = self.fields["assignees"]
        field.offer(case)
        hearing = case.next_hearing
        if hearing is None:
            return
        day = local(hearing.at).date()
        number = case.commission_number or case.number
        kind = str(hearing.get_kind_display()).lower()
        # A letter is Indonesian, whatever the person who types reads.
        task = f"Menghadiri sidang {kind} sengketa informasi nomor {number}"
        for name, value in (
            ("task", task),
            ("from_on", day),
            ("to_on", day),
            ("place", hearing.place),
        ):
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        """Refuse an assignment that ends before it begins."""
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("Tanggal selesai tidak boleh sebelum tanggal mulai."))
        elif first and last and last - first > timedelta(days=60):
            self.add_error("to_on", _("Penugasan lebih dari dua bulan. Periksa tanggalnya."))
        return cleaned


class PositionPaperForm(DisputeStepForm):
    """What the body holds, for the panel; chronology and evidence come from the registers."""

    closing = forms.BooleanField(
        label=_l("Ini kesimpulan akhir, bukan tanggapan"),
        required=False,
    )
    stance = text_field(
        _l("Pendirian badan publik"),
        _l("Tuliskan pendirian badan publik."),
        help_text=_l("Riwayat perkara dan daftar bukti dimuat otomatis."),
        rows=8,
    )
    legal_grounds = LinesField(
        label=_l("Dasar hukum"), help_text=_l("Satu dasar hukum per baris."), required=False
    )
    prayer = LinesField(
        label=_l("Yang dimohonkan kepada majelis"),
        help_text=_l("Satu permintaan per baris."),
        required=False,
    )
    order_of_fields = ("stance", "legal_grounds", "prayer", "closing")
