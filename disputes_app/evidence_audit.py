"""The extract of an audit chain that goes to the Commission: roles and acts, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from ppid_portal.audit import services as audit
from ppid_portal.audit.models import AuditEntry, AuditStream
from ppid_portal.clock import local
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.models import Case

#: Longer extracts are read in the audit room.
MOST_ENTRIES = 1500

_COMMON_VERBS = {
    "take_on": "Diambil untuk dikerjakan",
    "release": "Dilepas kembali ke antrean",
    "withdraw_letter": "Surat ditarik",
    "message_to_applicant": "Pesan kepada pemohon",
    "internal_note": "Catatan internal",
    "notice_failed": "Pemberitahuan tidak tersampaikan",
    "resend_notice": "Pemberitahuan dikirim ulang",
    "send_letters": "Surat dikirim",
    "letters_arrived": "Surat diterima",
    "letters_returned": "Surat tidak sampai",
    "request_evidence": "Berkas bukti diminta",
}


@dataclass(frozen=True)
class Head:
    """The end of an audit chain when the evidence was built, by which it can be verified later."""

    stream: str
    length: int
    hash: str
    whole: bool


@dataclass(frozen=True)
class Performed:
    """One entry of an audit chain, without anything that names or describes a person."""

    when: str
    role: str
    what: str
    before: str
    after: str
    sequence: int


def heads(cases: Sequence[Case]) -> dict[int, Head]:
    """Return the head of each case's chain as it is now, verified, by the key of the case."""
    found = {
        head.name: head
        for head in AuditStream.objects.filter(name__in=[case.stream for case in cases])
    }
    found_heads = {}
    for case in cases:
        head = found.get(case.stream)
        found_heads[case.pk] = Head(
            stream=case.stream,
            length=head.length if head else 0,
            hash=head.hash if head else "",
            whole=not audit.verify(case.stream),
        )
    return found_heads


def acts(case: Case, head: Head) -> list[Performed]:
    """Return what was done in a case, up to a head of its chain, the first act first."""
    words = _verbs(case)
    entries = AuditEntry.objects.filter(stream=case.stream, sequence__lte=head.length)
    return [
        Performed(
            when=f"{local(entry.at):%d-%m-%Y %H.%M}",
            role=_role(entry),
            what=words.get(entry.verb, entry.verb),
            before=_state(case, entry.from_state),
            after=_state(case, entry.to_state),
            sequence=entry.sequence,
        )
        for entry in entries.order_by("sequence")[:MOST_ENTRIES]
    ]


def _role(entry: AuditEntry) -> str:
    """Return in which role somebody acted; a mandate ("Plh. …") without the order's number."""
    label = role_label(entry.role)
    for short in ("Plh.", "Plt."):
        if entry.mandate.startswith(short):
            return f"{short} {label}"
    return label


def _verbs(case: Case) -> dict[str, str]:
    """Return words for the acts of a case: its transitions, and what its app says of others."""
    said: dict[str, str] = {}
    config = apps.get_containing_app_config(type(case).__module__)
    if config and config.module and module_has_submodule(config.module, "desk_panels"):
        verbs = getattr(import_module(f"{config.name}.desk_panels"), "verbs", None)
        said = verbs() if verbs is not None else {}
    own = {name: str(found.label) for name, found in declarations(type(case)).items()}
    return {**_COMMON_VERBS, **{key: str(value) for key, value in said.items()}, **own}


def _state(case: Case, state: str) -> str:
    """Return a state in words; a state that the case no longer knows comes back as it is."""
    if not state:
        return ""
    try:
        return type(case)(state=state).state_label
    except ValueError:
        return state
