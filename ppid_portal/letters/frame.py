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
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.render import image_address, qr_image
from ppid_portal.letters.words import as_moment
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body as public_body
from ppid_portal.people.models.body import logo_type

LABELS = {
    "access": schemas.ACCESS_LABELS,
    "copy_form": schemas.COPY_FORM_LABELS,
    "delivery": schemas.DELIVERY_LABELS,
}


def build(
    kind: LetterKind, signatory: Actor | None, *, number: str, code: str, at: datetime
) -> dict[str, Any]:
    """The frame of a letter as JSON values, frozen with it.

    The logo goes in by the name under which it is stored, and becomes a picture when the
    letter is rendered; ``code`` "" makes a draft.
    """
    body = public_body()
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
        "body": {
            "name": body.name,
            "lines": body.letterhead_lines or [body.name, body.office_name],
            "address": " ".join(body.address.split()),
            "contact": " · ".join(contact_lines(body)),
            "city": body.city,
            "logo": body.logo.name or "",
            "fee_text": body.fee_text,
            "form_reference": body.form_reference,
        },
    }


def for_template(context: dict[str, Any]) -> dict[str, Any]:
    """What the template gets: the frozen context with logo and QR code as pictures.

    Raises:
        RenderFailed: the logo named in the letter is gone.
    """
    frame = context["frame"]
    url = frame["verification"]["url"]
    return {
        "letter": context["letter"],
        "labels": LABELS,
        "frame": {
            **frame,
            "body": {**frame["body"], "logo": _picture(frame["body"]["logo"])},
            "verification": {**frame["verification"], "qr": qr_image(url) if url else ""},
        },
    }


def _signatory(actor: Actor | None) -> dict[str, str]:
    if actor is None:
        return {"position": "", "name": "", "nip": "", "mandate": "", "role": ""}
    if actor.kind != "staff":
        # The portal itself acknowledges what came in over the web: the office, and no person.
        office = f"PPID {public_body().short_name or public_body().name}"
        return {"position": office, "name": "", "nip": "", "mandate": "", "role": actor.role}
    with translation.override("id"):
        # "Plh. Ketua PPID"; the order by which somebody stands in is printed below it.
        position = str(actor.title)
    decree = actor.appointment.decree if actor.mandate and actor.appointment else ""
    return {
        "position": position,
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
    if not name:
        return ""
    try:
        with default_storage.open(name) as handle:
            content = handle.read()
    except OSError as error:
        raise RenderFailed("the logo of the letterhead cannot be read") from error
    kind = logo_type(content[:16])
    if kind is None:
        raise RenderFailed("the logo of the letterhead is neither PNG nor JPG")
    return image_address(content, kind)
