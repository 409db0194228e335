"""Sessions before the Commission, and what was said in them (SOP 4.8 to 4.12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app.forms.base import (
    DisputeStepForm,
    MomentSpec,
    PaperSpec,
    PastDay,
    documents_field,
    text_field,
)
from disputes_app.forms.fields import Choice, DayField, HearingField, LinesField, yes_or_no
from disputes_app.records import Hearing, HearingKind, HearingStatus
from ppid_portal.clock import local, now, today

#: A date further away than this is a slip of the keyboard.
_FAR = timedelta(days=730)


def check_far(form: forms.Form, name: str) -> None:
    """Refuse a day that nobody means: 2206 for 2026."""
    day = form.cleaned_data.get(name)
    if day is not None and abs(day - today()) > _FAR:
        form.add_error(name, _("Tanggal ini lebih dari dua tahun dari hari ini. Periksa tahunnya."))


# -- the calendar of sessions ----------------------------------------------------------------------


class ScheduleHearingForm(DisputeStepForm):
    """A session to which the Commission has called, by letter or in the session before."""

    moments = (MomentSpec("hearing_at", _l("Tanggal sidang")),)
    papers = (
        PaperSpec(
            "summons",
            _l("Surat panggilan (bila ada)"),
            _l("surat panggilan"),
            optional=True,
        ),
    )
    order_of_fields = ("kind", "hearing_at_day", "hearing_at_time", "place", "served_on")

    kind = forms.ChoiceField(
        label=_l("Jenis sidang"),
        choices=HearingKind.choices,
        widget=Choice(),
        error_messages={"required": _l("Pilih jenis sidang.")},
    )
    place = forms.CharField(
        label=_l("Tempat sidang"),
        max_length=300,
        error_messages={"required": _l("Isi tempat sidang.")},
    )
    served_on = PastDay(
        label=_l("Diberitahukan pada"),
        help_text=_l(
            "Bila tanpa surat, misalnya diumumkan dalam sidang. Bila ada surat, yang dipakai "
            "tanggal surat itu diterima."
        ),
        required=False,
    )

    def build(self) -> None:
        """Begin with the place of the last session."""
        last = self.case.hearings.order_by("at", "pk").last()
        if last is not None:
            self.initial.setdefault("place", last.place)

    def clean(self) -> dict[str, Any]:
        """Refuse a slip of the keyboard."""
        cleaned = super().clean()
        check_far(self, "hearing_at_day")
        return cleaned


class _OfHearing(DisputeStepForm):
    """Base of the forms that are about one session."""

    hearing = HearingField()

    def build(self) -> None:
        """Offer the sessions that it may be about."""
        cast("HearingField", self.fields["hearing"]).offer(self.hearings())

    def hearings(self) -> list[Hearing]:
        """Return the sessions that stand on the calendar."""
        return list(self.case.hearings.filter(status=HearingStatus.SCHEDULED))


class PostponeHearingForm(_OfHearing):
    """A session that was put off, to a new date or to one not yet known."""

    moments = (
        MomentSpec(
            "hearing_at",
            _l("Tanggal yang baru"),
            optional=True,
            hint=_l("Kosongkan bila belum diketahui; catat jadwalnya kemudian."),
        ),
    )
    order_of_fields = ("hearing", "hearing_at_day", "hearing_at_time", "place", "reason")

    place = forms.CharField(
        label=_l("Tempat yang baru"),
        help_text=_l("Kosongkan bila tempatnya sama."),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a new time that is not later, beside its field."""
        cleaned = super().clean()
        check_far(self, "hearing_at_day")
        hearing, at = cleaned.get("hearing"), self.moment(self.moments[0])
        if hearing is not None and at is not None and at <= hearing.at:
            self.add_error("hearing_at_day", _("Waktu yang baru harus setelah waktu semula."))
        return cleaned


class CancelHearingForm(_OfHearing):
    """A session that the Commission called off."""


class RecordHearingForm(_OfHearing):
    """What happened in a session. Whether we were there is answered, never assumed."""

    order_of_fields = (
        "hearing",
        "we_attended",
        "delegates",
        "petitioner_attended",
        "minutes",
        "outcome",
        "documents",
    )

    we_attended = yes_or_no(
        _l("Badan publik hadir?"),
        _l("Pilih apakah badan publik hadir."),
        help_text=_l(
            "Ketidakhadiran menjadi peringatan penting: majelis dapat memeriksa dan memutus tanpa "
            "termohon (Perki 1/2013 Pasal 31)."
        ),
    )
    delegates = LinesField(
        label=_l("Yang hadir mewakili badan publik"),
        help_text=_l("Satu nama per baris."),
        required=False,
        rows=3,
    )
    petitioner_attended = yes_or_no(
        _l("Pemohon hadir?"),
        _l("Pilih apakah pemohon hadir."),
        unknown=_l("Tidak diketahui"),
    )
    minutes = text_field(
        _l("Jalannya sidang"),
        _l("Tuliskan jalannya sidang."),
        help_text=_l("Ringkas: apa yang diperiksa dan apa yang diminta majelis."),
        rows=6,
    )
    outcome = text_field(
        _l("Hasil sidang"),
        help_text=_l("Misalnya: dilanjutkan dengan pembuktian pada sidang berikutnya."),
        max_length=2000,
        rows=2,
    )
    documents = documents_field(_l("Berita acara atau risalah sidang"))

    def hearings(self) -> list[Hearing]:
        """Return the sessions whose time has come."""
        return [hearing for hearing in super().hearings() if hearing.at <= now()]


class AttendPreliminaryForm(RecordHearingForm):
    """SOP 4.8: the preliminary hearing; one that is recorded already is only taken over."""

    def hearings(self) -> list[Hearing]:
        """Return preliminary sessions to record, or else those that were recorded before."""
        sessions = self.case.hearings.filter(kind=HearingKind.PRELIMINARY)
        waiting = [
            hearing
            for hearing in sessions.filter(status=HearingStatus.SCHEDULED)
            if hearing.at <= now()
        ]
        return waiting or [hearing for hearing in sessions if hearing.took_place]

    def build(self) -> None:
        """Ask nothing a second time."""
        super().build()
        if all(hearing.took_place for hearing in self.hearings()):
            for name in ("we_attended", "delegates", "petitioner_attended", "minutes", "outcome"):
                del self.fields[name]
            self.fields["hearing"].help_text = _(
                "Hasilnya sudah dicatat; langkah ini hanya melanjutkan berkas."
            )


# -- what was said ---------------------------------------------------------------------------------


class TestifyForm(DisputeStepForm):
    """SOP 4.9: what the body said about the information."""

    __test__ = False

    testimony = text_field(
        _l("Keterangan yang diberikan badan publik"),
        _l("Tuliskan keterangan yang diberikan."),
        rows=6,
    )
    documents = documents_field(_l("Dokumen yang diserahkan kepada majelis"))
    order_of_fields = ("testimony", "documents")


class EnterMediationForm(DisputeStepForm):
    """SOP 4.10: both sides agreed to mediate; the fourteen days count from the first meeting."""

    papers = (PaperSpec("ruling", _l("Penetapan mediasi"), _l("penetapan mediasi")),)
    order_of_fields = (
        "number",
        "dated_on",
        "sent_on",
        "received_on",
        "file",
        "first_meeting_on",
        "mediator",
    )

    first_meeting_on = DayField(
        label=_l("Pertemuan mediasi pertama"),
        help_text=_l("Batas 14 hari kerja mediasi dihitung dari tanggal ini."),
        error_messages={"required": _l("Isi tanggal pertemuan mediasi pertama.")},
    )
    mediator = forms.CharField(label=_l("Mediator"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a first meeting before the preliminary hearing, or far from it."""
        cleaned = super().clean()
        check_far(self, "first_meeting_on")
        first = self.case.hearings.filter(kind=HearingKind.PRELIMINARY).order_by("at").first()
        day = cleaned.get("first_meeting_on")
        if first is not None and day is not None and day < local(first.at).date():
            self.add_error(
                "first_meeting_on", _("Mediasi tidak dapat dimulai sebelum sidang pertama.")
            )
        return cleaned


class TestifyMediationForm(DisputeStepForm):
    """SOP 4.11: what was said in the mediation, and which agreement lies on the table."""

    __test__ = False

    result = text_field(
        _l("Hasil mediasi yang diusulkan"),
        _l("Tuliskan hasil mediasi yang diusulkan."),
        help_text=_l(
            "Apa yang akan diberikan, kapan, dan dengan syarat apa. Ketua PPID menyetujui atau "
            "menolaknya."
        ),
        rows=6,
    )
    documents = documents_field(_l("Konsep kesepakatan atau dokumen lain"))
    order_of_fields = ("result", "documents")


class AcceptAgreementForm(DisputeStepForm):
    """SOP 4.12: what is agreed stands beside the button; only the checklist is asked."""


class DeclineAgreementForm(DisputeStepForm):
    """SOP 4.12: the reason why not; adjudication follows."""
