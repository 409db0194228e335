"""The rules of a consequence test that are more than a state.

Guards return the reason as a sentence, or ``None``; checks raise :class:`Refused`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dip_app import approvals
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import UNIT_BOUND, Role
from ppid_portal.sop.errors import Refused

if TYPE_CHECKING:
    from dip_app.consequence.models import ConsequenceTest, TestItem

_ARTICLE = re.compile(r"\b(Pasal|Ps\.?)\s*\d+", re.IGNORECASE)


def unit_is_waited_for(case: ConsequenceTest, actor: Actor | None) -> str | None:
    """The actor's unit was asked for its view and has not given it."""
    if actor is None or actor.role not in UNIT_BOUND:
        return None
    waiting = set(case.views.filter(given_at__isnull=True).values_list("unit_id", flat=True))
    if actor.unit_id in waiting:
        return None
    return _("Unit Anda tidak sedang ditunggu pendapatnya untuk uji ini.")


def every_item_is_weighed(case: ConsequenceTest, actor: Actor | None) -> str | None:
    """Perki 1/2021 Pasal 49 ayat (2): law, consequence and period are written for each item."""
    unweighed = [item.position for item in case.items.all() if not item.outcome]
    if not unweighed:
        return None
    return _("Butir ini belum ditimbang: {numbers}. Isi lembar ujinya lebih dahulu.").format(
        numbers=", ".join(str(number) for number in unweighed)
    )


def has_open_items(case: ConsequenceTest, actor: Actor | None) -> str | None:
    """SOP 6.6 follows only where something was declared open."""
    if case.items.filter(outcome__in=("open", "partly"), listed__isnull=True).exists():
        return None
    return _("Tidak ada butir terbuka yang masih harus masuk Daftar Informasi Publik.")


def all_open_items_are_listed(case: ConsequenceTest, actor: Actor | None) -> str | None:
    """The report comes after what is open stands in the list."""
    if has_open_items(case, actor) is not None:
        return None
    return _("Masukkan dahulu butir yang terbuka ke Daftar Informasi Publik (SOP 6.6).")


def who_weighed_may_not_decide(case: ConsequenceTest, actor: Actor | None) -> str | None:
    """Whoever sat in the meeting that proposed it does not decide on it."""
    if actor is None or actor.user_id is None:
        return None
    if case.participants.filter(user_id=actor.user_id).exists():
        return _(
            "Anda ikut dalam rapat uji konsekuensi ini, jadi orang lain yang harus menetapkannya: "
            "Atasan PPID yang lain, atau Plh./Plt. dengan surat perintah."
        )
    return None


def is_the_one_who_decides(case: ConsequenceTest, actor: Actor | None) -> str | None:
    """Atasan PPID returns what waits for the decision, the signatory what waits for the decree."""
    return approvals.waits_for(case, actor, deciding="deciding")


def may_sign(case: ConsequenceTest, actor: Actor | None) -> str | None:
    """The signatory that the body has set signs what Atasan PPID approved (domain 3.13).

    Where Ketua PPID signs, it is the letter alone: Ketua PPID submitted the findings, and Atasan
    PPID, who took no part in them, has decided.
    """
    wrong = approvals.may_sign(case, actor)
    if wrong is not None or actor is None or actor.role != Role.ATASAN_PPID:
        return wrong
    return who_weighed_may_not_decide(case, actor)


def check_item(item: TestItem, on: date) -> None:
    """Refuse an item whose outcome lacks what the law asks for it.

    UU 14/2008 Pasal 17, 19 and 20; PP 61/2010 Pasal 5; Perki 1/2021 Pasal 49 ayat (2). The rules
    of the period are those of the decree that will follow.
    """
    where = _("Butir {number}: ").format(number=item.position)
    if not item.if_opened.strip() or not item.if_closed.strip():
        raise Refused(
            where + _("Tuliskan akibat bila dibuka dan akibat bila ditutup."), "if_opened"
        )
    if not item.public_interest.strip():
        raise Refused(
            where + _("Tuliskan pertimbangan kepentingan umum (Pasal 2 ayat (4))."),
            "public_interest",
        )
    if item.outcome == "open":
        if item.letter:
            raise Refused(where + _("Butir yang terbuka tidak memuat huruf Pasal 17."), "letter")
        return
    if item.entry is not None and item.entry.unit_id != item.unit_id:
        raise Refused(where + _("Informasi dalam DIP itu milik unit lain."), "existing")
    if not item.letter:
        raise Refused(where + _("Pilih huruf Pasal 17 (a sampai j) yang menjadi dasar."), "letter")
    if not _ARTICLE.search(item.law):
        raise Refused(
            where + _("Sebutkan dasar hukum beserta pasalnya (Pasal 49 ayat (2) Perki 1/2021)."),
            "law",
        )
    if item.outcome == "partly" and not item.redaction.strip():
        raise Refused(where + _("Sebutkan bagian yang dihitamkan."), "redaction")
    try:
        item.as_decree(number="-", on=on).full_clean(exclude=["number", "item"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        names = {"title": "information", "legal_basis": "law", "consequence": "if_opened"}
        raise Refused(where + " ".join(messages), names.get(field, field)) from error
