"""Perlu perhatian: what nobody would look for, and somebody must see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Case as Choice
from django.db.models import Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ppid_portal.clock import heartbeat, now
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.desk import panels
from ppid_portal.desk.forms import ResendForm
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.desk.words import TimeWords
from ppid_portal.letters import archive
from ppid_portal.letters.models import Letter
from ppid_portal.mail.deliveries.services import outstanding
from ppid_portal.mail.models import Notice
from ppid_portal.mail.services import resend
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop import sweeps
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import LegalDeadline

#: Longest list per section; the number above it counts no further either.
MOST = 20
#: Cases looked at for one list, before those are left out that the reader may not see.
_LOOKED_AT = 500
#: A PDF that is not there after this long is held up, also if nobody has tried to make it.
_TOO_LONG = timedelta(minutes=15)


@dataclass
class Section:
    """One kind of trouble: what it is, what to do, and where."""

    key: str
    title: str
    explain: str
    good: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    more: bool = False
    danger: bool = False


@require_safe
@desk_page
def attention(request: HttpRequest, member: Member) -> HttpResponse:
    """Show what lies unopened, undelivered, late, failed, provisional or silent, and what does not.

    What the apps add comes with it, their alarms before all others.
    """
    sections = [_late_units(member)]
    if member.is_office:
        sections = [
            _damaged(member),
            _unopened(member),
            _breached(member),
            *sections,
            _undelivered(member),
            _returned(member),
            *_letters(member),
            _provisional(member),
            _silent(),
        ]
    sections = [
        *(_alert(alarm, danger=True) for alarm in panels.alarms(member.actors)),
        *sections,
        *(_alert(alert) for alert in panels.attention(member.actors)),
    ]
    return render(
        request,
        "desk/attention.html",
        {
            "waiting": [section for section in sections if section.rows],
            "settled": [section for section in sections if not section.rows],
        },
    )


@require_POST
@desk_page
def send_again(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Send a notice again that did not arrive (S15)."""
    notice = Notice.objects.filter(pk=pk, case__in=member.cases()).first()
    if notice is None or not member.sees_applicant:
        raise Http404(_("Pemberitahuan tidak ditemukan."))
    form = ResendForm(request.POST)
    if not form.is_valid():
        for error in form.errors["to"]:
            messages.error(request, str(error))
        return redirect("desk:attention")
    address = form.cleaned_data["to"]
    try:
        resend(notice, actor=member.record_actor(), to=[address] if address else ())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Pemberitahuan dikirim ulang."))
    return redirect("desk:attention")


def _cut(section: Section, rows: list[dict[str, Any]]) -> Section:
    section.rows, section.more = rows[:MOST], len(rows) > MOST
    return section


def _alert(alert: panels.Alert, *, danger: bool = False) -> Section:
    """Return what an app wants to be seen, as a section of the page."""
    section = Section(alert.key, alert.title, alert.explain, alert.empty, danger=danger)
    return _cut(section, [{**row, "title": row["text"], "note": ""} for row in alert.rows])


def _unopened(member: Member) -> Section:
    section = Section(
        "belum-dibuka",
        _("Belum dibuka 3 hari kerja"),
        _("Berkas ini belum dibuka siapa pun. Buka, lalu periksa kelengkapannya."),
        _("Semua berkas sudah dibuka."),
    )
    found = (
        member.cases()
        .filter(pk__in=sweeps.unopened(most=_LOOKED_AT))
        .order_by("opened_at")
        .values_list("pk", "number", "title", "opened_at")[: MOST + 1]
    )
    return _cut(
        section,
        [
            _case(pk, number, title, _("masuk {date}").format(date=date_long(opened_at)))
            for pk, number, title, opened_at in found
        ],
    )


def _breached(member: Member) -> Section:
    section = Section(
        "lewat-batas",
        _("Batas undang-undang terlewati"),
        _("Pemohon sudah dapat menempuh langkah berikutnya. Selesaikan secepatnya."),
        _("Tidak ada berkas yang melewati batas."),
    )
    words, rules = TimeWords(), legal_rules()
    found = (
        LegalDeadline.objects.filter(
            status=LegalDeadline.Status.BREACHED,
            rule__in=[key for key, rule in rules.items() if rule.is_duty],
            case__closed_at__isnull=True,
            case__in=member.cases(),
        )
        .order_by("due_on", "id")
        .values_list("case_id", "case__number", "case__title", "rule", "due_on")[: MOST + 1]
    )
    return _cut(
        section,
        [
            _case(pk, number, title, f"{rules[rule].label}: {words.due_on(due_on).words}")
            for pk, number, title, rule, due_on in found
        ],
    )


def _late_units(member: Member) -> Section:
    section = Section(
        "unit-terlambat",
        _("Unit yang terlambat"),
        _("Ingatkan unit dari halaman berkasnya."),
        _("Tidak ada unit yang terlambat."),
    )
    words = TimeWords()
    late = member.open_work().filter(role__in=UNIT_BOUND, due_at__lt=now(), paused_at__isnull=True)
    if not member.is_office:
        late = late.filter(unit_id__in=member.unit_ids)
    found = late.order_by("due_at", "id").values_list(
        "case_id", "case__number", "case__title", "role", "unit__short_name", "unit__name", "due_at"
    )[: MOST + 1]
    rows = []
    for pk, number, title, role, short, name, due_at in found:
        note = f"{short or name or role_label(role)} · {words.due(due_at).words}"
        rows.append(_case(pk, number, title, note))
    return _cut(section, rows)


def _undelivered(member: Member) -> Section:
    section = Section(
        "tidak-tersampaikan",
        _("Pemberitahuan tidak tersampaikan"),
        _("Pemohon belum menerima surel ini. Perbaiki alamatnya, atau hubungi dengan cara lain."),
        _("Tidak ada surel yang gagal."),
    )
    found = (
        Notice.objects.filter(status=Notice.Status.FAILED, case__in=member.cases())
        .select_related("case")
        .order_by("failed_at", "pk")[: MOST + 1]
    )
    rows = []
    for notice in found:
        if notice.case is None:
            continue
        row = _case(notice.case.pk, notice.case.number, notice.subject, notice.first_error[:200])
        row["resend"] = reverse("desk:resend", args=[notice.pk])
        row["form"] = ResendForm(auto_id=f"id_{notice.pk}_%s")
        rows.append(row)
    return _cut(section, rows)


def _returned(member: Member) -> Section:
    section = Section(
        "surat-kembali",
        _("Surat yang tidak sampai"),
        _("Pos, kurir, atau pengambilan yang gagal. Periksa alamatnya, lalu kirim ulang."),
        _("Tidak ada surat yang kembali."),
    )
    found = (
        outstanding()
        .filter(case__in=member.cases())
        .values_list("case_id", "case__number", "case__title", "pk", "error")[: MOST + 1]
    )
    rows = []
    for case_pk, number, title, pk, error in found:
        address = reverse("desk:deliveries", args=[case_pk])
        rows.append({**_case(case_pk, number, title, error), "url": f"{address}#pengiriman-{pk}"})
    return _cut(section, rows)


def _letters(member: Member) -> list[Section]:
    """Letters without a PDF: held up in the portal, or waiting to be signed outside of it."""
    held = Section(
        "surat-gagal",
        _("Surat yang PDF-nya tertahan"),
        _("Portal mencoba lagi sendiri. Bila tetap gagal, beri tahu pengelola sistem."),
        _("Tidak ada surat yang tertahan."),
    )
    unsigned = Section(
        "surat-menunggu-tanda-tangan",
        _("Surat yang menunggu tanda tangan"),
        _("Surat ini ditandatangani di luar portal dan baru terbit setelah hasilnya diunggah."),
        _("Tidak ada surat yang menunggu tanda tangan."),
    )
    stuck = Q(status__in=(Letter.Status.QUEUED, Letter.Status.FAILED)) & (
        Q(attempts__gt=0) | Q(issued_at__lt=now() - _TOO_LONG)
    )
    to_sign = Q(status=Letter.Status.UNSIGNED)
    found = list(
        Letter.objects.filter(stuck | to_sign, case__in=member.cases())
        .annotate(waits=Choice(When(to_sign, then=Value(True)), default=Value(False)))
        # Each list is as long as any other, and both are read at once.
        .annotate(place=Window(RowNumber(), partition_by="waits", order_by=("issued_at", "pk")))
        .filter(place__lte=MOST + 1)
        .order_by("issued_at", "pk")
        .values_list("waits", "pk", "case_id", "number", "title", "attempts", "issued_at")
    )
    _cut(
        held,
        [
            _case(case_pk, number, title, _("{n} kali dicoba").format(n=attempts))
            for waits, _pk, case_pk, number, title, attempts, _at in found
            if not waits
        ],
    )
    _cut(
        unsigned,
        [
            {
                "url": reverse("desk:sign", args=[pk]),
                "number": number,
                "title": title,
                "note": _("sejak {date}").format(date=date_long(issued_at)),
            }
            for waits, pk, _case_pk, number, title, _attempts, issued_at in found
            if waits
        ],
    )
    return [held, unsigned]


def _damaged(member: Member) -> Section:
    """Letters whose stored PDF is no longer what was issued: nothing is graver than that."""
    section = Section(
        "surat-rusak",
        _("PDF surat yang berubah atau hilang"),
        _(
            "Berkas yang tersimpan tidak lagi sama dengan surat yang terbit. Beri tahu pengelola "
            "sistem sekarang: berkas asli dipulihkan dari cadangan, dan sebabnya dicari."
        ),
        _("Semua PDF surat yang diperiksa masih seperti saat terbit."),
    )
    found = (
        archive.damaged()
        .filter(case__in=member.cases())
        .values_list("case_id", "number", "title", "damage")[: MOST + 1]
    )
    section.danger = bool(found)
    return _cut(
        section,
        [
            _case(pk, number, title, str(Letter.Damage(damage).label))
            for pk, number, title, damage in found
        ],
    )


def _provisional(member: Member) -> Section:
    section = Section(
        "sementara",
        _("Tanggal yang masih sementara"),
        _("Hari libur tahun itu belum ditetapkan. Tanggal dihitung ulang begitu SKB dicatat."),
        _("Semua tanggal sudah pasti."),
    )
    found = (
        LegalDeadline.objects.filter(
            Q(status=LegalDeadline.Status.RUNNING) | Q(status=LegalDeadline.Status.PAUSED),
            provisional=True,
            case__in=member.cases(),
        )
        .order_by("due_on", "id")
        .values_list("case_id", "case__number", "case__title", "due_on")[: MOST + 1]
    )
    return _cut(
        section, [_case(pk, number, title, date_long(day)) for pk, number, title, day in found]
    )


def _silent() -> Section:
    section = Section(
        "latar-belakang",
        _("Pekerjaan latar belakang yang berhenti"),
        _("Pengingat dan surel tidak berjalan. Beri tahu pengelola sistem sekarang."),
        _("Semua pekerjaan latar belakang berjalan."),
    )
    names = {
        "deadlines": _("Penghitung batas waktu"),
        "mail": _("Pengirim surel"),
        "letters": _("Pembuat surat"),
        "archive": _("Pemeriksa PDF surat"),
        "daily": _("Laporan harian"),
        "files": _("Pembersihan berkas"),
        "drafts": _("Pembersihan isian yang tidak dikirim"),
        "evidence": _("Penyusun berkas bukti"),
        "hearings": _("Pengingat sidang"),
        "objection_report": _("Laporan keberatan berkala"),
        "annual_report": _("Laporan layanan informasi tahunan"),
        "exclusions": _("Pembukaan informasi dikecualikan"),
        "freshness": _("Pengingat pembaruan informasi"),
        "announcements": _("Penayang pengumuman"),
        "rounds": _("Pengikut penyusunan daftar di unit"),
        "list": _("Penerbit daftar yang ditetapkan"),
    }
    for missed in heartbeat.missed():
        last = (
            _("terakhir {moment}").format(moment=moment_long(missed.last_at))
            if missed.last_at
            else _("belum pernah berjalan")
        )
        usual = _usual(missed.every)
        section.rows.append(
            {
                "url": "",
                "number": "",
                "title": names.get(missed.name.split(".")[0], missed.name),
                "note": f"{last} · {usual}",
            }
        )
    return section


def _usual(every: timedelta) -> str:
    if every >= timedelta(days=1):
        return _("seharusnya setiap hari")
    minutes = max(1, every // timedelta(minutes=1))
    return _("seharusnya setiap {minutes} menit").format(minutes=minutes)


def _case(pk: int, number: str | None, title: str, note: str) -> dict[str, Any]:
    return {
        "url": reverse("desk:case", args=[pk]),
        "number": number or "",
        "title": title,
        "note": note,
    }
