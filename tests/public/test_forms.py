"""Every form of the portal: labels, hints and errors that a screen reader connects."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override


class Label(str):
    """A choice label with a hint beneath it."""

    hint = "Warga negara Indonesia"


class Everything(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nama", help_text="Seperti di KTP.", max_length=50)
    email = forms.EmailField(label="E-mail", required=False)
    kind = forms.ChoiceField(
        label="Jenis",
        choices=[("a", Label("Perorangan")), ("b", "Badan")],
        widget=forms.RadioSelect,
    )
    ways = forms.MultipleChoiceField(
        label="Cara", choices=[("1", "Pos"), ("2", "Kurir")], widget=forms.CheckboxSelectMultiple
    )
    unit = forms.ChoiceField(label="Unit", choices=[("1", "Biro")])
    text = forms.CharField(label="Isi", max_length=400, widget=forms.Textarea)
    file = forms.FileField(label="Berkas")
    sure = forms.BooleanField(label="Benar", help_text="Wajib dicentang.")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        """Refuse as a whole."""
        raise forms.ValidationError("Isian tidak cocok satu sama lain.")


def attribute(html: str, tag_pattern: str, name: str) -> str:
    tag = re.search(rf"<{tag_pattern}[^>]*>", html, re.S)
    assert tag, tag_pattern
    found = re.search(rf'{name}="([^"]*)"', tag[0])
    assert found, tag[0]
    return found[1]


@pytest.fixture
def empty() -> str:
    return Everything().as_div()


@pytest.fixture
def refused() -> str:
    return Everything({}).as_div()


@pytest.mark.parametrize("name", ["name", "email", "unit", "text", "file", "sure"])
def test_each_field_has_its_label(empty: str, name: str) -> None:
    assert re.search(rf'<label[^>]*for="id_{name}"', empty, re.S)
    assert f'id="id_{name}"' in empty


def test_groups_of_choices_have_a_legend(empty: str) -> None:
    assert len(re.findall(r"<fieldset", empty)) == 2
    assert re.search(r"<legend[^>]*>\s*Jenis", empty)
    assert 'for="id_kind_0"' in empty
    assert "Warga negara Indonesia" in empty


def test_the_hint_is_read_with_the_field(empty: str) -> None:
    assert attribute(empty, r'input type="text"\s+name="name"', "aria-describedby") == (
        "id_name_helptext"
    )
    assert 'id="id_name_helptext"' in empty


def test_the_error_is_read_with_the_field(refused: str) -> None:
    described = attribute(refused, r'input type="text"\s+name="name"', "aria-describedby")
    assert described.split() == ["id_name_helptext", "id_name_error"]
    assert 'id="id_name_error"' in refused
    assert attribute(refused, r'input type="text"\s+name="name"', "aria-invalid") == "true"
    assert attribute(refused, "fieldset", "aria-describedby") == "id_kind_error"


def test_an_error_is_called_an_error(refused: str) -> None:
    """Colour alone says nothing to a screen reader."""
    assert refused.count("Kesalahan:") == 8


def test_what_is_not_needed_says_so(empty: str) -> None:
    assert empty.count("(tidak wajib)") == 1


def test_a_filter_need_not_say_so() -> None:
    form = Everything()
    form.mark_optional = False  # type: ignore[attr-defined]
    assert "(tidak wajib)" not in form.as_div()


def test_a_long_text_counts_its_characters(empty: str) -> None:
    assert 'data-module="govuk-character-count"' in empty
    assert 'data-maxlength="400"' in empty
    assert 'id="id_text-info"' in empty


def test_one_question_a_page_makes_its_label_the_heading() -> None:
    form = Everything()
    form.fields["kind"].as_heading = True  # type: ignore[attr-defined]
    form.fields["name"].as_heading = True  # type: ignore[attr-defined]
    assert len(re.findall(r"<h1[^>]*>\s*<label|<h1[^>]*>Jenis", form.as_div())) == 2


def test_what_was_typed_stays_and_is_escaped() -> None:
    html = Everything({"name": '"><script>', "text": "\n\nbaris </textarea>"}).as_div()
    assert "<script>" not in html
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert "\n\n\nbaris &lt;/textarea&gt;" in html


def test_hidden_fields_show_nothing(empty: str) -> None:
    assert re.search(r'<input type="hidden"\s+name="secret"', empty)
    assert "govuk-input" not in attribute(empty, r'input type="hidden"\s+name="secret"', "id")


SUMMARY = Template('{% include "components/error_summary.html" %}')


def test_the_summary_links_to_the_fields() -> None:
    form = Everything({})
    html = SUMMARY.render(Context({"form": form}))
    assert "Ada yang perlu diperbaiki" in html
    targets = re.findall(r'href="#([^"]+)"', html)
    page = form.as_div()
    assert len(targets) == 8
    assert targets[0] == "kesalahan-formulir"
    assert "id_kind_0" in targets
    for target in targets:
        assert f'id="{target}"' in page


def test_the_summary_names_the_field_of_a_bare_error() -> None:
    with override("id"):
        html = SUMMARY.render(Context({"form": Everything({})}))
    assert "Nama – " in html
    assert "Isian tidak cocok satu sama lain." in html


def test_without_errors_there_is_no_summary() -> None:
    assert not SUMMARY.render(Context({"form": Everything()})).strip()
    assert not SUMMARY.render(Context({})).strip()
