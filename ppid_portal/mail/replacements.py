"""Delivering the letter in the place of a withdrawn one as that one was delivered.

Listens to ``letter_rendered``, inside its transaction. A replacement of what never reached the
applicant waits for the act that delivers it, as every first letter does. Where the withdrawn
letter had been delivered, the new one goes out at once: by e-mail, and ready to be fetched where
the other was. What went by post, courier or fax is sent by hand (``unsent`` lists it until then).
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.mail import telling
from ppid_portal.mail.deliveries.models import Delivery, Method
from ppid_portal.mail.deliveries.services import send
from ppid_portal.mail.redelivery import before, delivered_before, tell_case
from ppid_portal.mail.standard import LETTER_REPLACED
from ppid_portal.people.actors import Actor

#: Ways on which somebody of the office has to send it.
_BY_HAND = (Method.POST, Method.COURIER, Method.FAX)
_TO_SEND = ~Q(to_send="") & Q(new__withdrawn_at__isnull=True)
_ATTACHED = "Surat itu terlampir pada surel ini."
_FETCH = "Surat itu dapat diambil di tempat layanan kami, dan terlampir pada surel ini."
_SENT = "Surat itu terlampir pada surel ini, dan kami kirimkan juga seperti surat sebelumnya."


def ready(letter: Letter) -> None:
    """Deliver a letter that has just got its PDF, if one that it replaces was delivered."""
    if delivered_before(letter) is None:
        return
    on_paper = sent_as(letter)
    way = on_paper.method if on_paper is not None else ""
    row: Replacement = letter.replaces  # type: ignore[attr-defined]
    old, following, how = row.letter, "", _ATTACHED
    if not way:
        following = tell_case([letter], today(), Actor.system())
    elif way in _BY_HAND:
        how = _SENT
        row.to_send = way
        row.save(update_fields=["to_send"])
    else:
        how = _FETCH
        send(
            letter.case,
            [letter],
            Method.PICKUP,
            sent_on=max(today(), local(letter.issued_at).date()),
            actor=Actor.system(),
            key=f"replacement:{letter.pk}",
        )
    telling.tell_applicant(
        letter.case,
        LETTER_REPLACED.key,
        {
            "letter_title": letter.title,
            "letter_number": letter.number,
            "issued_on": date_long(local(letter.issued_at).date()),
            "old_number": old.number,
            "old_issued_on": date_long(local(old.issued_at).date()),
            "how": how,
            "next": following,
        },
        unique=str(letter.pk),
        letters=[letter],
    )


def unsent() -> QuerySet[Replacement]:
    """Return replacements that somebody has to send, as the letter before them was sent."""
    return Replacement.objects.filter(_TO_SEND)


def waiting() -> QuerySet[Replacement]:
    """Return what is still to be issued or waived, and what is issued and to be sent."""
    return Replacement.objects.filter(Q(status__in=Replacement.OPEN) | _TO_SEND)


def sent_as(letter: Letter) -> Delivery | None:
    """Return how the letters before a replacement last left on paper, ``None`` if none did."""
    for each in before(letter):
        sent = Delivery.objects.filter(letters=each).exclude(status=Delivery.Status.FAILED)
        if found := sent.order_by("-pk").first():
            return found
    return None
