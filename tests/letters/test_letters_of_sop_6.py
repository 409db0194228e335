"""Every letter of SOP 6 read back: the test is a record, and its decree says for how long."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from dip_app.consequence import letter_kinds, letter_samples
from dip_app.consequence import letter_schemas as letters
from ppid_portal.letters import samples
from ppid_portal.sop import catalogue
from tests.letters.reading import html_of, pages_of, words_of

HOSTILE = '<img src="file:///etc/passwd"> {{ frame }} <b>tebal</b> 😀'
KEYS = [kind.key for kind in letter_kinds.KINDS]


def sample(key: str, **changes: Any) -> Any:
    return replace(letter_samples.contexts()[key], **changes)


def test_each_step_of_sop_6_that_ends_in_a_letter_declares_it() -> None:
    declared = {step for kind in letter_kinds.KINDS for step in kind.steps}
    assert declared == {f"consequence_test.{no}" for no in (2, 3, 4, 5, 7)}
    assert declared <= {step.key for step in catalogue.steps()}


@pytest.mark.parametrize("key", KEYS)
def test_every_letter_bears_number_signatory_code_and_test(key: str) -> None:
    frame = samples.example(key)["frame"]
    text = words_of(sample(key), verification=frame["verification"] | {"qr": "data:,"})
    assert frame["number"] in text
    assert frame["signatory"]["name"] in text
    assert frame["verification"]["code"] in text
    assert letter_samples.NUMBER in text


@pytest.mark.parametrize("key", KEYS)
def test_what_is_frozen_is_plain_json(key: str) -> None:
    context = sample(key).as_context()
    assert json.loads(json.dumps(context)) == context


@pytest.mark.parametrize("key", KEYS)
def test_what_was_typed_stays_text(key: str) -> None:
    row = replace(letter_samples.ROWS[0], information=HOSTILE, if_opened=HOSTILE)
    html = html_of(sample(key, rows=[row]))
    assert "<img src=&quot;file" not in html
    assert "<b>tebal</b>" not in html
    assert "{{ frame }}" in html


@pytest.mark.parametrize("key", ["test_minutes", "test_decree"])
def test_the_sheet_says_law_consequences_interest_and_period(key: str) -> None:
    """Perki 1/2021 Pasal 49 ayat (2): law, consequence and period for each item."""
    text = words_of(sample(key))
    for row in letter_samples.ROWS:
        for part in (row.information, row.unit, row.if_opened, row.if_closed, row.public_interest):
            assert part in text
    assert "Pasal 17 huruf h" in text
    assert "sampai 7 April 2031" in text
    assert "Dihitamkan: nama dan nomor rekening pegawai" in text


def test_everybody_present_signs_the_minutes() -> None:
    people = [letters.Participant(name=f"Peserta {n}") for n in range(1, 31)]
    pages = pages_of(sample("test_minutes", participants=people))
    text = " ".join(pages)
    for number in range(1, 31):
        assert f"{number}. ……" in text
    assert "tanggal tujuh bulan April tahun dua ribu dua puluh enam" in " ".join(text.split())


def test_the_decree_has_the_parts_of_a_decree() -> None:
    text = words_of(sample("test_decree"))
    parts = ("Menimbang", "Mengingat", "MEMUTUSKAN", "Menetapkan", "KESATU", "KEEMPAT")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
