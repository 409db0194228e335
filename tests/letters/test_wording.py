"""The wording of letters is data of the body: checked, dated, frozen with each letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import kinds, samples, services
from ppid_portal.letters.errors import FrozenLetter
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.models import Letter
from ppid_portal.letters.wording import services as wording
from ppid_portal.letters.wording.blocks import blocks_of, fields_of
from ppid_portal.letters.wording.models import Wording
from ppid_portal.sop.errors import Refused
from tests.letters.reading import words_of
from tests.letters.test_letters_of_sop_2 import text_of

KINDS = [kind.key for kind in kinds.kinds()]
BLOCKS = [(key, name) for key in KINDS for name in blocks_of(key)]
CLOSING = "Kami tunggu kelengkapan Saudara sampai {batas_kelengkapan} ({hari_kelengkapan} hari)."


@pytest.fixture
def monday(travel: Any) -> date:
    """Monday, 9 March 2026, 10.00 WIB."""
    day: datetime = travel("2026-03-09 10:00")
    return day.date()


@pytest.fixture
def change(office: Any, monday: date) -> Callable[..., Wording]:
    """Word the closing of the letter of incompleteness, from today on."""

    def changed(text: str | None = CLOSING, **more: Any) -> Wording:
        given = {
            "kind": "incompleteness",
            "block_name": "closing",
            "valid_from": monday,
            "reason": "Nota dinas 3/2026",
            "by": office.sekretaris,
        } | more
        return wording.change(text=text, **given)

    return changed


# -- blocks are declared by the templates -------------------------------------------------------


@pytest.mark.parametrize(("kind", "block"), BLOCKS)
def test_every_default_is_one_that_an_administrator_could_save(kind: str, block: str) -> None:
    """The defaults obey the law as a changed text must."""
    found = blocks_of(kind)[block]
    assert wording.problems(kind, found, found.default) == []
    assert found.label


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_one_that_the_letter_has(kind: str) -> None:
    """A field that no letter of the kind could ever fill would print a hole."""
    context = samples.example(kind)
    for name, expression in fields_of(kind).items():
        place: Any = context
        for part in getattr(expression.var, "lookups", ()):
            assert part in place, f"{{{name}}} of {kind}: there is no {expression.token}"
            place = place[part]


@pytest.mark.parametrize("kind", [key for key in KINDS if blocks_of(key)])
def test_every_field_can_be_used_in_every_block(kind: str) -> None:
    """All that a block offers, in a text of the office, in the letter itself."""
    texts = {}
    for name, block in blocks_of(kind).items():
        fields = sorted(fields_of(kind) | block.fields)
        texts[name] = f"Naskah {name} kami: " + " ".join(f"{{{each}}}" for each in fields)
    printed = words_of(samples.contexts()[kind], wording={"kind": kind, "texts": texts})
    assert "Naskah" in printed
    assert "{" not in printed


def test_every_letter_of_the_office_to_the_public_takes_part() -> None:
    """Domain 3.4, 3.5, 3.8: what an office words for itself in all it sends."""
    without = {"disposition", "objection_report"}
    assert {key for key in KINDS if not blocks_of(key)} <= without


def test_a_new_kind_joins_by_its_template_alone(settings: Any, tmp_path: Any) -> None:
    (tmp_path / "new_letter.html").write_text(
        '{% extends "letters/official.html" %}{% load letter_words %}'
        '{% block text %}{% wording "opening" "Pembuka" apa=letter.what %}Tentang {apa}.'
        "{% endwording %}{% endblock %}"
    )
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}
    ]
    kind = LetterKind("test_new", "Surat Baru", "new_letter.html", "", "ketua_ppid", "internal", ())
    kinds._kinds[kind.key] = kind
    try:
        (block,) = blocks_of(kind.key).values()
        assert block.default == "Tentang {apa}."
        assert {"apa", "kota", "nomor_surat"} <= fields_of(kind.key).keys()
    finally:
        del kinds._kinds[kind.key]
        blocks_of.cache_clear()
        fields_of.cache_clear()


# -- a change -----------------------------------------------------------------------------------


def test_a_letter_uses_the_wording_in_force_on_its_day(
    change: Callable[..., Wording], issue: Callable[..., Letter], travel: Any
) -> None:
    change(valid_from=date(2026, 3, 16))
    before = issue("incompleteness", at=datetime(2026, 3, 13, 16, 0, tzinfo=WIB))
    after = issue("incompleteness", at=datetime(2026, 3, 16, 8, 0, tzinfo=WIB))
    assert "Kami tunggu" not in pdf_text(before)
    assert "Kami tunggu kelengkapan Saudara sampai Jumat, 13 Maret 2026 (3 (tiga) hari)." in (
        pdf_text(after)
    )


def test_the_day_is_that_of_the_body(
    change: Callable[..., Wording], issue: Callable[..., Letter]
) -> None:
    """00.30 WIB of the 16th is still the 15th in UTC."""
    change(valid_from=date(2026, 3, 16))
    letter = issue("incompleteness", at=datetime(2026, 3, 15, 17, 30, tzinfo=ZoneInfo("UTC")))
    assert letter.context["frame"]["wording"]["versions"] == {"closing": 1}


def test_an_issued_letter_keeps_its_wording(
    change: Callable[..., Wording], issue: Callable[..., Letter], monday: date
) -> None:
    """Invariant 5, also while its PDF is still to be made."""
    change()
    letter = issue("incompleteness", at=datetime(2026, 3, 9, 11, 0, tzinfo=WIB))
    change("Naskah lain: {batas_kelengkapan}, {hari_kelengkapan}.")
    assert "Kami tunggu" in pdf_text(letter)
    assert letter.context["frame"]["wording"]["versions"] == {"closing": 1}


def test_other_blocks_and_kinds_stay_as_they_are(
    change: Callable[..., Wording], issue: Callable[..., Letter]
) -> None:
    change()
    letter = issue("incompleteness", at=datetime(2026, 3, 9, 11, 0, tzinfo=WIB))
    assert "Setelah kami periksa" in pdf_text(letter)
    assert issue("extension").context["frame"]["wording"] == {}


def test_the_newest_version_of_a_day_holds(change: Callable[..., Wording], monday: date) -> None:
    change()
    change("Kedua: {batas_kelengkapan}, {hari_kelengkapan}.")
    assert wording.frozen("incompleteness", monday)["versions"] == {"closing": 2}


def test_it_goes_back_to_the_default(
    change: Callable[..., Wording], issue: Callable[..., Letter], monday: date
) -> None:
    change()
    change(None)
    assert wording.frozen("incompleteness", monday) == {}
    letter = issue("incompleteness", at=datetime(2026, 3, 9, 11, 0, tzinfo=WIB))
    assert "Kami mohon Saudara melengkapinya" in pdf_text(letter)


def test_a_planned_version_can_be_cancelled_and_stays_in_the_history(
    change: Callable[..., Wording], office: Any
) -> None:
    made = change(valid_from=date(2026, 4, 1))
    wording.cancel(made, by=office.ketua)
    assert wording.frozen("incompleteness", date(2026, 4, 1)) == {}
    made.refresh_from_db()
    assert made.cancelled_by_name == office.ketua.name
    with pytest.raises(Refused):
        wording.cancel(made, by=office.ketua)


def test_a_version_that_holds_cannot_be_cancelled(
    change: Callable[..., Wording], office: Any
) -> None:
    with pytest.raises(Refused):
        wording.cancel(change(), by=office.ketua)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": date(2026, 3, 8)}, "valid_from"),
        ({"reason": "  "}, "reason"),
        ({"text": "Nomor {nomor_rekening}. {batas_kelengkapan} {hari_kelengkapan}"}, "text"),
        ({"text": "Terima kasih."}, "text"),
        ({"block_name": "tidak_ada"}, None),
    ],
    ids=["past day", "no reason", "unknown field", "what the law wants is missing", "no block"],
)
def test_it_refuses(change: Callable[..., Wording], changes: dict[str, Any], field: Any) -> None:
    with pytest.raises(Refused) as refusal:
        change(**changes)
    assert refusal.value.field == field
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("kind", "block", "law"),
    [
        ("refusal_decree", "rights", "Pasal 36 ayat (1)"),
        ("written_notification", "rights", "Pasal 36 ayat (1)"),
        ("objection_reply", "rights", "Pasal 37 ayat (2)"),
        ("objection_reply", "rights_late", "Pasal 37 ayat (2)"),
        ("extension", "extension", "Pasal 22 ayat (8)"),
        ("referral", "referral", "Pasal 22 ayat (7)"),
        ("receipt", "closing", "Pasal 22 ayat (7)"),
        ("objection_receipt", "closing", "Pasal 37 ayat (2)"),
    ],
)
def test_a_remedy_cannot_be_left_out(
    change: Callable[..., Wording], kind: str, block: str, law: str
) -> None:
    """UU 14/2008 Pasal 35 to 37: a letter that hides the next remedy is void in practice."""
    with pytest.raises(Refused) as refusal:
        change("Demikian kami sampaikan.", kind=kind, block_name=block)
    assert law in refusal.value.message


def test_every_change_is_recorded(change: Callable[..., Wording], office: Any) -> None:
    made = change(valid_from=date(2026, 4, 1))
    wording.cancel(made, by=office.ketua)
    first, second = AuditEntry.objects.filter(stream="wording").order_by("sequence")
    assert (first.verb, first.user_id) == ("change_wording", office.sekretaris.pk)
    assert (second.verb, second.user_id) == ("cancel_wording", office.ketua.pk)


def test_a_version_is_never_changed_or_deleted(change: Callable[..., Wording]) -> None:
    made = change()
    made.text = "Lain."
    with pytest.raises(FrozenLetter):
        made.save()
    with pytest.raises(FrozenLetter):
        made.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.bulk_create([Wording(kind="x", block="y", version=1, valid_from=date.min)])


def test_a_block_that_its_template_lost_is_left_out(
    change: Callable[..., Wording], monday: date
) -> None:
    made = change()
    Wording.objects.filter(pk=made.pk).update(block="dahulu")
    assert wording.frozen("incompleteness", monday) == {}


def test_what_a_person_typed_never_becomes_part_of_the_letters_code(
    change: Callable[..., Wording], issue: Callable[..., Letter]
) -> None:
    """The reason of a referral goes into the text as words, whatever signs it has."""
    letter = samples.contexts()["referral"]
    odd = "{kota} **x** [y] <b>{{ frame.body.name }}</b>"
    printed = words_of(type(letter)(**{**vars(letter), "reason": odd}))
    assert odd.replace("<b>", "<b>") in printed


WIB = ZoneInfo("Asia/Jakarta")


def pdf_text(letter: Letter) -> str:
    """Return the text of a letter's PDF."""
    rendered = services.render(letter.pk)
    assert rendered.pdf is not None, rendered.error
    return text_of(open_bytes(rendered.pdf))
