"""A letter as the settings of the body would make it, before they are stored."""

from __future__ import annotations

from ppid_portal.clock import now
from ppid_portal.letters import frame, kinds, samples
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.previews import signatory_of
from ppid_portal.letters.render import image_address, render_html, render_pdf
from ppid_portal.people.models import PublicBody
from ppid_portal.people.models.body import logo_type

#: A letter of the office, one of Atasan PPID, and one with a wide annex.
SHOWN = ("extension", "objection_reply", "test_decree")


def sample(kind_key: str, body: PublicBody) -> bytes:
    """Return the invented letter of a kind as a PDF, in the name of a body.

    Raises:
        RenderFailed: the PDF cannot be made.
    """
    kind = kinds.get(kind_key)
    around = frame.build(
        kind,
        signatory_of([], signing_role(kind_key)),
        number="",
        code="",
        at=now(),
        body=body,
    )
    if around["body"]["logo"]:
        around["body"]["logo"] = _new_picture(body) or around["body"]["logo"]
    context = {"frame": around, "letter": samples.contexts()[kind_key].as_context()}
    return render_pdf(render_html(kind.template, frame.for_template(context)))


def _new_picture(body: PublicBody) -> str:
    """The emblem that was just uploaded, as a picture; "" when it is one that is stored."""
    field = body.emblem or body.logo
    if not field or getattr(field, "_committed", True):
        return ""
    field.file.seek(0)
    content: bytes = field.file.read()
    kind = logo_type(content[:16])
    return image_address(content, kind) if kind is not None else ""
