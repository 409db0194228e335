"""What happened in a case, from its audit chain, with each step's norm and actual time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ppid_portal.audit.models import AuditEntry
from ppid_portal.desk import panels
from ppid_portal.desk.words import TimeWords, norm_words
from ppid_portal.language import translated
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.models import Case, WorkItem

#: The newest entries of a case; a longer history is read in the audit room.
MOST = 200
#: Entries that have a place of their own on the page.
_ELSEWHERE = ("message_to_applicant", "internal_note")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline as ``components/timeline.html`` takes it."""

    title: str
    at: datetime | None
    who: str = ""
    text: str = ""
    norm: str = ""
    tone: str = ""
    letters: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody who took part in the case."""

    name: str
    role: str


def chain_of(case: Case) -> list[AuditEntry]:
    """Return the newest entries of the case's chain, newest first."""
    return list(AuditEntry.objects.filter(stream=case.stream).order_by("-sequence")[:MOST])


def timeline(
    case: Case,
    chain: Iterable[AuditEntry],
    work: Iterable[WorkItem],
    words: TimeWords,
    *,
    in_detail: bool = True,
) -> list[Entry]:
    """Return open steps first, then what happened, newest first.

    Reasons and letters are left out for whoever may not know the applicant (``in_detail``):
    they may speak of the person.
    """
    work = list(work)
    labels = _labels(case)
    ended: dict[tuple[str, datetime], list[WorkItem]] = {}
    for item in work:
        if item.closed_at is not None:
            ended.setdefault((item.closed_by_act, item.closed_at), []).append(item)
    entries = [_open(item, words) for item in work if item.closed_at is None]
    for entry in chain:
        if entry.verb in _ELSEWHERE:
            continue
        items = ended.get((entry.verb, entry.at), [])
        entries.append(
            Entry(
                title=labels.get(entry.verb, entry.verb),
                at=entry.at,
                who=_who(entry),
                text=_text(entry) if in_detail else "",
                norm="; ".join(filter(None, (_norm(item, words) for item in items))),
                tone="late" if any(_was_late(item) for item in items) else "act",
            )
        )
    return entries


def people(chain: Iterable[AuditEntry]) -> list[Person]:
    """Return everybody of the staff who acted, each once, the latest first."""
    found: dict[tuple[str, str], Person] = {}
    for entry in chain:
        if entry.name:
            role = entry.mandate or role_label(entry.role)
            found.setdefault((entry.name, role), Person(entry.name, role))
    return list(found.values())


def _labels(case: Case) -> dict[str, str]:
    words = {name: str(found.label) for name, found in declarations(type(case)).items()}
    return {
        "take_on": _("Diambil untuk dikerjakan"),
        "release": _("Dilepas kembali ke antrean"),
        "withdraw_letter": _("Surat ditarik"),
        "draft_replacement": _("Konsep surat pengganti disimpan"),
        "submit_replacement": _("Surat pengganti diajukan untuk ditandatangani"),
        "return_replacement": _("Konsep surat pengganti dikembalikan"),
        "approve_replacement": _("Surat pengganti disetujui, menunggu persetujuan kedua"),
        "issue_replacement": _("Surat pengganti diterbitkan"),
        "waive_replacement": _("Surat pengganti dinyatakan tidak perlu"),
        "hand_over_signature": _("Penanda tangan surat berganti"),
        "notice_failed": _("Pemberitahuan tidak tersampaikan"),
        "resend_notice": _("Pemberitahuan dikirim ulang"),
        "send_letters": _("Surat dikirim"),
        "letters_arrived": _("Surat diterima"),
        "letters_returned": _("Surat tidak sampai"),
        "request_evidence": _("Berkas bukti diminta"),
        **panels.verbs(case),
        **words,
    }


def _open(item: WorkItem, words: TimeWords) -> Entry:
    paused = item.paused_at is not None
    due = words.due(item.due_at, paused=paused)
    whose = item.role_label
    if item.unit is not None:
        whose = f"{whose}, {item.unit}"
    if item.assigned_to is not None:
        whose = f"{whose}: {item.assigned_to.name}"
    norm = norm_words(item.norm_value, item.norm_unit)
    passed = words.spent(item.counted_since, words.moment, item.paused_minutes)
    sentence = due.words if not due.date else f"{due.words} ({due.date})"
    return Entry(
        title=_("Sedang berjalan: {step}").format(step=item.title),
        at=None,
        who=whose,
        text=sentence,
        norm=_("norma {norm}, terpakai {passed}").format(norm=norm, passed=passed)
        if norm
        else _("terpakai {passed}").format(passed=passed),
        tone="late" if due.tone == "late" else "open",
    )


def _who(entry: AuditEntry) -> str:
    role = entry.mandate or role_label(entry.role)
    return f"{entry.name} ({role})" if entry.name else role


def _text(entry: AuditEntry) -> str:
    lines = [
        f"{translated(label)}: {translated(reference)}"
        for _kind, label, reference in entry.data.get("outputs", [])
    ]
    if entry.reason:
        lines.append(_("Alasan: {reason}").format(reason=translated(entry.reason)))
    return "\n".join(lines)


def _norm(item: WorkItem, words: TimeWords) -> str:
    norm = norm_words(item.norm_value, item.norm_unit)
    if not norm or item.closed_at is None:
        return ""
    return _("norma {norm}, nyata {actual}").format(
        norm=norm, actual=words.spent(item.counted_since, item.closed_at, item.paused_minutes)
    )


def _was_late(item: WorkItem) -> bool:
    return item.due_at is not None and item.closed_at is not None and item.closed_at > item.due_at
