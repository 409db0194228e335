"""The language in which an office words its letters: text, fields, bold, lists, and no more."""

from __future__ import annotations

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from ppid_portal.letters.wording.language import Offer, field_names, problems, render

VALUES = {"nama": "Rahayu <b>", "nomor": "0001", "kosong": "", "aman": mark_safe("<i>x</i>")}
OFFER = Offer(fields=frozenset(VALUES))


def shown(text: str, **more: str) -> str:
    return str(render(text, lambda name: VALUES[name], **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Satu.\n\nDua.", "<p>Satu.</p>\n<p>Dua.</p>"),
        ("Satu\ndua.", "<p>Satu dua.</p>"),
        ("- satu\n- dua", "<ul><li>satu</li><li>dua</li></ul>"),
        ("1. satu\n2. dua\nlanjut", "<ol><li>satu</li><li>dua lanjut</li></ol>"),
        ("a. bahwa;\nb. bahwa;", '<ol class="alpha"><li>bahwa;</li><li>bahwa;</li></ol>'),
        ("Daftar:\n- satu", "<p>Daftar:</p>\n<ul><li>satu</li></ul>"),
        ("Nomor **{nomor}**.", "<p>Nomor <strong>0001</strong>.</p>"),
        ("Nomor[ {nomor}].", "<p>Nomor 0001.</p>"),
        ("Nomor[ {kosong}].", "<p>Nomor.</p>"),
        ("Satu.\n\n[{kosong}]", "<p>Satu.</p>"),
        ("[ dan **{nomor}** ]", "<p>dan <strong>0001</strong></p>"),
        ("pasal [lihat penjelasan]", "<p>pasal [lihat penjelasan]</p>"),
    ],
)
def test_a_text_becomes_paragraphs_and_lists(text: str, html: str) -> None:
    assert shown(text) == html


def test_one_line_has_no_paragraph_of_its_own() -> None:
    """The clause of a decree stands in a cell."""
    assert shown("Nomor {nomor}.", shape="line") == "Nomor 0001."


def test_paragraphs_may_have_a_class() -> None:
    assert shown("Satu.", css="lead") == '<p class="lead">Satu.</p>'


def test_what_a_person_typed_is_escaped_and_what_is_safe_is_not() -> None:
    assert shown("{nama} {aman}") == "<p>Rahayu &lt;b&gt; <i>x</i></p>"
    assert shown("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    "text",
    [
        "{{ frame.body.name }}",
        "{% include 'letters/_kop.html' %}",
        "{% load static %}{nomor}",
        "{nomor.__class__}",
        "{nomor!r:>100}",
        "{0}",
    ],
)
def test_nothing_in_it_is_executed(text: str) -> None:
    """Not Django's language, and not Python's: what is not a field is refused, and printed so."""
    assert problems(text, OFFER)
    printed = shown(text)
    assert "Kementerian" not in printed
    assert "class '" not in printed


def test_an_unknown_field_is_named_with_those_that_are_known() -> None:
    (sentence,) = problems("Nomor {nomer}.", Offer(fields=frozenset({"nomor", "nama"})))
    assert "{nomer}" in sentence
    assert "{nama}, {nomor}" in sentence


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Nomor {nomor", "{"),
        ("Nomor nomor}", "{"),
        ("**tebal", "**"),
        ("[**{nomor}] x**", "**"),
        ("[{nomor}", "["),
        ("{nomor}]", "["),
        ("[a [{nomor}]]", "["),
    ],
)
def test_what_is_not_closed_is_refused(text: str, sign: str) -> None:
    assert problems(text, OFFER), sign


def test_a_line_takes_no_second_paragraph_and_no_list() -> None:
    offer = Offer(fields=frozenset(), shape="line")
    assert problems("Satu.", offer) == []
    assert problems("Satu.\n\nDua.", offer)
    assert problems("- satu", offer)


def test_an_empty_text_is_refused() -> None:
    assert problems(" \n\n ", OFFER)


LAW = Offer(
    fields=frozenset({"hari", "badan"}),
    must_have=("hari",),
    must_say=("keberatan",),
    law="Pemohon harus diberi tahu haknya.",
)


def test_what_the_law_wants_must_be_said() -> None:
    assert problems("Ajukan **keberatan** dalam {hari} hari kerja.", LAW) == []
    (sentence,) = problems("Terima kasih.", LAW)
    assert "Pemohon harus diberi tahu haknya." in sentence
    assert "{hari}" in sentence
    assert "“keberatan”" in sentence


def test_what_the_law_wants_may_not_depend_on_another_field() -> None:
    assert problems("[Ajukan keberatan dalam {hari} hari kerja, {badan}.]", LAW)


@settings(deadline=None)
@given(st.text(alphabet="ab{}[]*-1. \n<&", max_size=60))
def test_whatever_is_typed_can_be_printed(text: str) -> None:
    """A text that slipped in is still printed, escaped, with its tags closed."""
    html = str(render(text, lambda _name: "<v>"))
    assert "<v>" not in html
    assert html.count("<strong>") == html.count("</strong>")
    assert field_names(text) <= {"a", "b", "ab"} | set(field_names(text))
