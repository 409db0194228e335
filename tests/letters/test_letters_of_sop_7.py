"""Every letter of SOP 7 read back: what is kept, where, until when, and what becomes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from dip_app.documenting import letter_kinds, letter_samples
from ppid_portal.letters import samples
from ppid_portal.sop import catalogue
from tests.letters.reading import html_of, pages_of, words_of

HOSTILE = '<img src="file:///etc/passwd"> {{ frame }} <b>tebal</b> 😀'
KEYS = [kind.key for kind in letter_kinds.KINDS]
LISTS = ["documenting_ratified", "archive_list"]


def sample(key: str, **changes: Any) -> Any:
    return replace(letter_samples.contexts()[key], **changes)


def test_each_step_of_sop_7_that_ends_in_a_letter_declares_it() -> None:
    declared = {step for kind in letter_kinds.KINDS for step in kind.steps if "." in step}
    assert declared == {f"documentation.{no}" for no in (2, 3, 4)}
    assert declared <= {step.key for step in catalogue.steps()}


@pytest.mark.parametrize("key", KEYS)
def test_every_letter_bears_number_signatory_and_code(key: str) -> None:
    frame = samples.example(key)["frame"]
    text = words_of(sample(key), verification=frame["verification"] | {"qr": "data:,"})
    for words in (frame["number"], frame["signatory"]["name"], frame["verification"]["code"]):
        assert words in text


@pytest.mark.parametrize("key", KEYS)
def test_what_is_frozen_is_plain_json(key: str) -> None:
    context = sample(key).as_context()
    assert json.loads(json.dumps(context)) == context


@pytest.mark.parametrize("key", LISTS)
def test_the_list_says_place_retention_and_fate(key: str) -> None:
    """UU 43/2009: of each record where it is, how long it is kept and what becomes of it."""
    text = words_of(sample(key))
    for row in letter_samples.ROWS:
        for words in (row.title, row.classification, row.active, row.inactive, row.fate):
            assert words in text
        assert row.location in text


@pytest.mark.parametrize("key", LISTS)
def test_what_was_typed_stays_text(key: str) -> None:
    row = replace(letter_samples.ROWS[0], title=HOSTILE, remarks=HOSTILE)
    html = html_of(sample(key, rows=[row]))
    assert "<img src=&quot;file" not in html
    assert "<b>tebal</b>" not in html
    assert "{{ frame }}" in html


@pytest.mark.parametrize("key", LISTS)
def test_a_list_too_long_to_print_says_where_it_is(key: str) -> None:
    """The recapitulation stays; no annex is promised."""
    text = words_of(sample(key, rows=[]))
    assert "terlalu panjang untuk dicetak" in text
    assert "Biro Keuangan" in text
    assert "Kode klasifikasi" not in text


def test_the_head_of_the_archive_list_stands_on_every_page() -> None:
    pages = pages_of(sample("archive_list", rows=letter_samples.ROWS * 12))
    assert len(pages) > 2
    assert all("Kode klasifikasi" in page and "Nasib akhir" in page for page in pages[1:])


@pytest.mark.parametrize("key", ["documenting_memorandum", "documenting_ratified"])
def test_a_unit_that_was_left_out_is_named_with_the_reason(key: str) -> None:
    """Whoever signs knows what is not in the list."""
    (left,) = letter_samples.LEFT_OUT
    text = words_of(sample(key))
    assert left.unit in text
    assert left.reason in text
    assert "dilanjutkan tanpa" not in words_of(sample(key, left_out=[]))


def test_the_minutes_destroy_nothing_permanent() -> None:
    """UU 43/2009 Pasal 51 and 53; PP 28/2012: ten years wait for Kepala ANRI."""
    text = words_of(sample("disposal_minutes"))
    assert "diusulkan untuk dimusnahkan" in text
    assert "Kepala Arsip Nasional" in text
    assert "disebut dalam 0042/PPID-SETNEG/PI/2026" in text
    assert "Kepala Arsip Nasional" not in words_of(sample("disposal_minutes", needs_anri=0))
    permanent = words_of(sample("disposal_minutes", sort="permanent", needs_anri=0))
    assert "Arsip permanen tidak dimusnahkan" in permanent
    assert "dimusnahkan," not in permanent
