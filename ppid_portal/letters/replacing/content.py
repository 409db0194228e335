"""What a replacement says: the withdrawn letter, brought up to date and put right.

What the case knows of its applicant is taken from the case as it is now. What was decided, what
the clocks and other records say, stays as it was: a letter cannot decide anew (UU 30/2014 Pasal
64), that takes the act of the case. What people wrote by hand can be written again.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.letters.parties import blocks, party
from ppid_portal.sop.models import Case

#: How the applicant asked for it; the case has each by the same name as the letters.
_ASKED_AS = ("purpose", "access_method", "copy_form", "delivery")

#: The parts of an answer: each is explained in words of its own. All other tables of a letter
#: come from the records of the case and are put right there.
_PARTS = "parts"

#: What is written by hand in letters of any kind, by the name of its field.
WORDS: dict[str, str | Promise] = {
    "agenda": _l("Acara"),
    "arguments": _l("Dalil"),
    "attachments": _l("Lampiran"),
    "basis": _l("Dasar"),
    "budget": _l("Anggaran dan penggunaannya"),
    "conclusions": _l("Kesimpulan"),
    "copies_to": _l("Tembusan"),
    "direction": _l("Arahan"),
    "evidence_needed": _l("Bukti yang diperlukan"),
    "explanation": _l("Penjelasan"),
    "external": _l("Kendala eksternal"),
    "facilities": _l("Sarana dan prasarana"),
    "follow_up": _l("Tindak lanjut"),
    "heading": _l("Judul"),
    "holder_address": _l("Alamat badan publik"),
    "how_to_pay": _l("Cara pembayaran"),
    "instruction": _l("Arahan"),
    "internal": _l("Kendala internal"),
    "legal_grounds": _l("Dasar hukum"),
    "meeting_place": _l("Tempat rapat"),
    "needs": _l("Yang disiapkan"),
    "note": _l("Catatan"),
    "notes": _l("Catatan"),
    "opening": _l("Pembuka"),
    "place": _l("Tempat"),
    "policy": _l("Gambaran umum kebijakan"),
    "position": _l("Sikap"),
    "prayer": _l("Permohonan kepada majelis"),
    "reason_detail": _l("Uraian alasan"),
    "recommendation": _l("Rekomendasi"),
    "recommendations": _l("Rekomendasi dan rencana tindak lanjut"),
    "risks": _l("Risiko"),
    "scope": _l("Ruang lingkup kuasa"),
    "staff": _l("Sumber daya manusia"),
    "subject": _l("Hal"),
    "summary": _l("Ringkasan"),
    "task": _l("Tugas"),
    "to": _l("Kepada"),
}


@dataclass(frozen=True)
class Text:
    """One text of a letter that may be written again: ``path`` is its place in the content."""

    path: str
    label: str
    value: str
    is_list: bool


@dataclass(frozen=True)
class Difference:
    """What a replacement says otherwise; both "" where the words are the applicant's own data."""

    label: str
    before: str
    after: str


def current(letter: Letter, case: Case) -> dict[str, Any]:
    """Return what a letter would say with what its case knows of the applicant now."""
    content: dict[str, Any] = _renumbered(letter.context["letter"], _replaced_numbers(case))
    if case.applicant is None:
        return content
    if isinstance(content.get("applicant"), dict):
        content["applicant"] = dataclasses.asdict(party(case))
    asked = getattr(case, "information", None)
    if isinstance(content.get("information"), list) and isinstance(asked, str):
        content["information"] = blocks(asked)
    for name in _ASKED_AS:
        now_is = getattr(case, name, None)
        if isinstance(content.get(name), str) and isinstance(now_is, str):
            content[name] = now_is
    return content


def _replaced_numbers(case: Case) -> dict[str, str]:
    """Return by which number each replaced letter of the case is known now.

    A notification names its decree: it names the one that stands.
    """
    done = Replacement.objects.filter(
        letter__case_id=case.pk, status=Replacement.Status.ISSUED
    ).order_by("-pk")
    known: dict[str, str] = {}
    for old, new in done.values_list("letter__number", "new__number"):
        known[old] = known.get(new, new)
    return known


def _renumbered(value: Any, numbers: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _renumbered(each, numbers) for name, each in value.items()}
    if isinstance(value, list):
        return [_renumbered(each, numbers) for each in value]
    return numbers.get(value, value) if isinstance(value, str) else value


def texts(content: Mapping[str, Any]) -> list[Text]:
    """Return what of a letter may be written again, in the order of the letter."""
    return list(_texts(content))


def _texts(content: Mapping[str, Any]) -> Iterator[Text]:
    for name, value in content.items():
        if name in WORDS and isinstance(value, str):
            yield Text(name, str(WORDS[name]), value, is_list=False)
        elif name in WORDS and isinstance(value, list):
            if all(isinstance(each, str) for each in value):
                yield Text(name, str(WORDS[name]), "\n".join(value), is_list=True)
        elif name == _PARTS and isinstance(value, list):
            for place, part in enumerate(value):
                if isinstance(part.get("explanation"), str):
                    label = _("Bagian {number}: penjelasan").format(number=place + 1)
                    path = f"{name}.{place}.explanation"
                    yield Text(path, label, part["explanation"], is_list=False)


def with_texts(content: Mapping[str, Any], written: Mapping[str, str]) -> dict[str, Any]:
    """Return the content with texts written again; what may not be stays as it is."""
    result: dict[str, Any] = copy.deepcopy(dict(content))
    for text in texts(content):
        if text.path not in written:
            continue
        typed = written[text.path].strip()
        *way, last = text.path.split(".")
        place: Any = result
        for key in way:
            place = place[int(key)] if isinstance(place, list) else place[key]
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        place[last] = lines if text.is_list else typed
    return result


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what a replacement says otherwise than the letter before it."""
    old = {text.path: text for text in texts(before)}
    found = [
        Difference(text.label, old[text.path].value, text.value)
        for text in texts(after)
        if text.path in old and old[text.path].value != text.value
    ]
    # What the applicant gave of themselves is not spelled out here: it stands in the letter.
    for name, label in (
        ("applicant", _("Data pemohon")),
        ("information", _("Informasi yang diminta")),
        *((name, _("Cara dan tujuan permintaan")) for name in _ASKED_AS),
    ):
        if before.get(name) != after.get(name) and not any(d.label == label for d in found):
            found.append(Difference(label, "", ""))
    return found
