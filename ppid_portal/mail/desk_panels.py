"""What the mail room adds to the desk: withdrawn letters and what takes their place.

See ``desk.panels``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ppid_portal.clock import local
from ppid_portal.letters import access
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.letters.replacing import rules
from ppid_portal.mail import replacements
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import User
from ppid_portal.sop.scope import sees_applicant, visible_cases

#: Far more than are ever withdrawn at a time; both lists are read at once.
_MOST = 200


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return letters in whose place nothing has come yet, and what came and is to be sent.

    Units see those of letters that they may read, and nothing where there are none.
    """
    user = next((actor.user for actor in actors if isinstance(actor.user, User)), None)
    if user is None:
        return []
    office = sees_applicant(list(actors))
    cases = visible_cases(user, list(actors))
    letters = access.in_scope(Letter.objects.filter(case__in=cases), actors)
    rows = (
        replacements.waiting()
        .filter(letter__in=letters.values("pk"))
        .order_by("created_at", "pk")
        .select_related("letter", "new")
        .defer("sealed_content", "letter__sealed_context", "new__sealed_context")[:_MOST]
    )
    due = [_due(row) for row in rows if row.is_open]
    unsent = [_unsent(row.new) for row in rows if office and row.new is not None]
    found = [
        {
            "title": _("Surat ditarik yang belum ada penggantinya"),
            "explain": _(
                "Terbitkan surat penggantinya, atau catat mengapa tidak perlu. Jawaban yang "
                "suratnya ditarik tidak dapat disampaikan sebelum itu."
            ),
            "empty": _("Semua surat yang ditarik sudah diganti atau tidak perlu diganti."),
            "rows": due,
        },
        {
            "title": _("Surat pengganti yang belum dikirim"),
            "explain": _(
                "Surat yang digantikannya dikirim di atas kertas, jadi penggantinya dikirim dengan "
                "cara yang sama."
            ),
            "empty": _("Semua surat pengganti sudah dikirim."),
            "rows": unsent,
        },
    ]
    return found if office else [section for section in found if section["rows"]]


def _due(row: Replacement) -> dict[str, Any]:
    return {
        "url": reverse("desk:replace_letter", args=[row.letter_id]),
        "number": row.letter.number,
        "text": _("{title}: {state}, giliran {whose}").format(
            title=row.letter.title,
            state=str(row.get_status_display()).lower(),
            whose=rules.turn(row),
        ),
        "tone": "late",
        "date": local(row.created_at).date(),
    }


def _unsent(letter: Letter) -> dict[str, Any]:
    address = reverse("desk:deliveries", args=[letter.case_id])
    return {
        "url": f"{address}?ganti={letter.pk}#kirim",
        "number": letter.number,
        "text": letter.title,
        "tone": "waiting",
        "date": local(letter.issued_at).date(),
    }
