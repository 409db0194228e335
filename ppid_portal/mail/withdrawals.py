"""What is told of a letter that was withdrawn, and the e-mails that would still carry it.

Listens to ``letter_withdrawn``, inside its transaction. Whoever received the letter is told once;
an e-mail that has not left yet leaves without it, and says so (``mail.outbox``).
"""

from __future__ import annotations

from ppid_portal.clock import local
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.mail import services, telling
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.mail.models import Notice
from ppid_portal.mail.standard import LETTER_WITHDRAWN


def letter_withdrawn(letter: Letter) -> None:
    """Let e-mails go that waited for the letter, promise it to nobody any more, and tell of it."""
    # Locked, as the outbox locks a notice when its e-mail has left: one of the two sees the other.
    carrying = list(
        Notice.objects.select_for_update(of=("self",))
        .filter(letters=letter)
        .select_related("case")
        .order_by("pk")
    )
    for notice in carrying:
        if notice.status == Notice.Status.WAITING:
            services.let_go(notice)
        elif notice.letters_owed and not services.still_coming(notice):
            notice.letters_owed = False
            notice.save(update_fields=["letters_owed"])
    if was_received(letter):
        tell(letter)


def was_received(letter: Letter) -> bool:
    """Tell whether a letter reached its applicant, or was announced to them as theirs.

    By an e-mail that left, or that could not be delivered while the letter stands on their page;
    or on paper, unless it came back. An e-mail that still waits says itself that it is withdrawn.
    """
    if letter.audience != Letter.Audience.APPLICANT:
        return False
    announced = Notice.objects.filter(letters=letter, audience=Notice.Audience.APPLICANT).exclude(
        status=Notice.Status.WAITING
    )
    on_paper = Delivery.objects.filter(letters=letter).exclude(status=Delivery.Status.FAILED)
    return announced.exists() or on_paper.exists()


def tell(letter: Letter) -> None:
    """Write to the applicant that a letter no longer counts; the reason stays in the office."""
    if letter.withdrawn_at is None:
        raise ValueError(f"letter {letter.pk} stands")
    telling.tell_applicant(
        letter.case,
        LETTER_WITHDRAWN.key,
        {
            "letter_title": letter.title,
            "letter_number": letter.number,
            "issued_on": date_long(local(letter.issued_at).date()),
            "withdrawn_on": date_long(local(letter.withdrawn_at).date()),
        },
        unique=str(letter.pk),
    )


def told(letter: Letter) -> bool:
    """Tell whether the applicant was written to about the withdrawal of a letter."""
    key = LETTER_WITHDRAWN.key
    return Notice.objects.filter(dedupe=f"{key}:{letter.case_id}:{letter.pk}").exists()
