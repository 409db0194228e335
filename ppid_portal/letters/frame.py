"""What stands around the text of a letter: letterhead, number, signature block, verification."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from ppid_portal.letters import schemas
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.kind_settings import services as kind_settings
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import image_address, qr_image
from ppid_portal.letters.wording import services as wording
from ppid_portal.letters.words import as_date, as_moment
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body as public_body
from ppid_portal.people.models import PositionTitle, PublicBody
from ppid_portal.people.models.body import PAPER, Align, Emblem, logo_type
from ppid_portal.people.roles import Role

LABELS = {
    "access": schemas.ACCESS_LABELS,
    "copy_form": schemas.COPY_FORM_LABELS,
    "delivery": schemas.DELIVERY_LABELS,
}


def build(
    kind: LetterKind,
    signatory: Actor | None,
    *,
    number: str,
    code: str,
    at: datetime,
    body: PublicBody | None = None,
    replaces: Letter | None = None,
) -> dict[str, Any]:
    """The frame of a letter as JSON values, frozen with it.

    The logo goes in by the name under which it is stored, and becomes a picture when the
    letter is rendered; ``code`` "" makes a draft. ``body`` is one that is not stored yet, to
    see what its settings would do; ``replaces`` is the withdrawn letter in whose place it comes.
    """
    body = body or public_body()
    address = reverse("letters:verify", args=[code]) if code else ""
    return {
        "title": kind.title,
        "number": number,
        "issued_at": as_moment(at).replace(microsecond=0).isoformat(),
        "draft": not code,
        "tracking_address": _readable("/lacak/"),
        "verification": {
            "code": code,
            "host": _readable(reverse("letters:verify_index")),
            "url": f"{settings.PUBLIC_URL}{address}" if code else "",
        },
        "signatory": _signatory(signatory),
        "wording": wording.frozen(kind.key, as_date(at)),
        "copies_to": kind_settings.of(kind.key).copies_to,
        "paper": _paper(body),
        **_in_place_of(replaces),
        "body": {
            "name": body.name,
            **_letterhead(body, signatory.role if signatory is not None else ""),
            "address": " ".join(body.address.split()),
            "contact": " · ".join(contact_lines(body)),
            "city": body.city,
            "fee_text": body.fee_text,
            "form_reference": body.form_reference,
        },
    }


def _in_place_of(letter: Letter | None) -> dict[str, Any]:
    if letter is None:
        return {}
    on = as_date(letter.issued_at).isoformat()
    return {"replaces": {"number": letter.number, "on": on}}


def for_template(context: dict[str, Any], *, seal: str = "") -> dict[str, Any]:
    """What the template gets: the frozen context with logo and QR code as pictures.

    ``seal`` is a value of ``Letter.SignedBy``: the letter says how it is signed.

    Raises:
        RenderFailed: the logo named in the letter is gone.
    """
    frame = context["frame"]
    url = frame["verification"]["url"]
    letter = context["letter"]
    # Letters from before the setting have none.
    if always := frame.get("copies_to"):
        letter = {**letter, "copies_to": _together(letter.get("copies_to") or [], always)}
    return {
        "letter": letter,
        "labels": LABELS,
        "seal": seal,
        "frame": {
            **frame,
            "body": {**frame["body"], "logo": _picture(frame["body"]["logo"])},
            "verification": {**frame["verification"], "qr": qr_image(url) if url else ""},
        },
    }


def _letterhead(body: PublicBody, role: str) -> dict[str, Any]:
    """The letterhead of the office, or that of its highest official (domain 4.1).

    "alone" is one line: the letterhead of an official is printed as it is, also where a letter
    that goes out for the whole body leaves the name of the office out.
    """
    is_leader = bool(role) and role == body.leader_role and bool(body.leader_letterhead_lines)
    shown = body.emblem_on == Emblem.ALL or (body.emblem_on == Emblem.LEADER and is_leader)
    picture = (body.emblem.name or body.logo.name or "") if shown else ""
    align: str = body.letterhead_align
    if align == Align.AUTO:
        align = Align.CENTRE if picture else Align.LEFT
    office = body.letterhead_lines or [body.name, body.office_name]
    return {
        "lines": body.leader_letterhead_lines if is_leader else office,
        "leader": is_leader,
        "align": str(align),
        "logo": picture,
        "logo_height": body.emblem_height,
    }


def _paper(body: PublicBody) -> dict[str, Any]:
    """The sheet: {} for the one that the stylesheet is made for."""
    if body.paper == "A4" and body.font_size == 11:
        return {}
    width, height = PAPER[body.paper]
    return {"width": width, "height": height, "font": body.font_size, "dense": body.font_size - 1}


def _together(first: list[str], more: list[str]) -> list[str]:
    return list(dict.fromkeys([*first, *more]))


def printed_position(actor: Actor) -> str:
    """The position as the body prints it, with the prefix of the appointment: "Plh. Ketua PPID"."""
    with translation.override("id"):
        own = PositionTitle.objects.filter(role=actor.role).values_list("title", flat=True).first()
        title, label = str(actor.title), actor.role_label
        own = own or _in_full(actor)
        return title.replace(label, own, 1) if label in title else own


def unit_of(actor: Actor) -> str:
    """The unit of the appointment by its full name, "" without one."""
    return actor.appointment.unit.name if actor.appointment is not None else ""


def _in_full(actor: Actor) -> str:
    """What the SOPs call short, or leave to the column: who it is outside of their tables."""
    unit = unit_of(actor)
    match actor.role:
        case Role.ASDEP_HUKUM:
            return "Asisten Deputi Hukum"
        case Role.PIMPINAN_UNIT_KERJA if unit:
            return f"Pimpinan {unit}"
        case Role.PPID_PELAKSANA | Role.ANGGOTA_PPID if unit:
            return f"{actor.role_label} {unit}"
    return actor.role_label


def _signatory(actor: Actor | None) -> dict[str, str]:
    if actor is None:
        return {"position": "", "name": "", "nip": "", "mandate": "", "role": ""}
    if actor.kind != "staff":
        # The portal itself acknowledges what came in over the web: the office, and no person.
        office = f"PPID {public_body().short_name or public_body().name}"
        return {"position": office, "name": "", "nip": "", "mandate": "", "role": actor.role}
    # The order by which somebody stands in is printed below the position.
    decree = actor.appointment.decree if actor.mandate and actor.appointment else ""
    return {
        "position": printed_position(actor),
        "name": actor.name,
        "nip": actor.nip,
        "mandate": decree,
        "role": actor.role,
    }


def contact_lines(body: Any) -> list[str]:
    """Return how the office is reached, as a letterhead says it."""
    parts = []
    if body.phone:
        parts.append(f"Telepon {body.phone}")
    if body.fax:
        parts.append(f"Faksimile {body.fax}")
    if body.email:
        parts.append(body.email)
    if body.website:
        parts.append(urlsplit(body.website).netloc)
    return parts


def _readable(path: str) -> str:
    """An address as a person types it, without the scheme."""
    parts = urlsplit(settings.PUBLIC_URL)
    return f"{parts.netloc}{path}"


def _picture(name: str) -> str:
    if not name or name.startswith("data:"):
        return name
    try:
        with default_storage.open(name) as handle:
            content = handle.read()
    except OSError as error:
        raise RenderFailed("the logo of the letterhead cannot be read") from error
    kind = logo_type(content[:16])
    if kind is None:
        raise RenderFailed("the logo of the letterhead is neither PNG nor JPG")
    return image_address(content, kind)
