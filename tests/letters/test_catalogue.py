"""Every output of the eight SOPs is a document of a kind, and somebody makes it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ppid_portal.letters import catalogue, kinds
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.models import KindSetting
from ppid_portal.sop import catalogue as sop
from ppid_portal.sop.outputs import KINDS, Output, outputs

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("letters", "kinds", *args, stdout=out)
    return out.getvalue()


def test_the_catalogue_is_complete() -> None:
    assert catalogue.faults() == []
    assert catalogue.check_outputs() == []
    assert run("--check")


def test_every_step_with_an_output_is_in_it_and_no_other() -> None:
    with_output = {step.key for step in sop.steps() if step.output}
    assert set(outputs()) == with_output
    assert {row.step for row in catalogue.rows()} >= with_output


def test_every_kind_of_letter_is_in_it_once_per_step() -> None:
    found = [(row.key, row.step) for row in catalogue.rows() if row.template and ":" not in row.key]
    assert len(found) == len(set(found))
    assert {key for key, _step in found} == {kind.key for kind in kinds.kinds()}


@pytest.mark.parametrize(
    ("key", "step", "kind", "signatory", "series"),
    [
        ("disposition", "request.4", "disposisi", "ketua_ppid", "disposition"),
        ("memorandum", "request.4", "memorandum", "ketua_ppid", "memo"),
        ("refusal_decree", "request.5b", "keputusan", "ketua_ppid", "decree"),
        ("test_minutes", "consequence_test.4", "berita acara", "ketua_ppid", "minutes"),
        ("test_decree", "consequence_test.5", "keputusan", "atasan_ppid", "decree"),
        ("opening_decree", "excluded_documentation.4", "keputusan", "atasan_ppid", "decree"),
        ("dispute_report", "dispute.15", "laporan", "ketua_ppid", "memo"),
        ("register:keberatan", "objection.2", "register", "atasan_ppid", "objection"),
        ("form:permohonan", "request.1", "formulir", "", ""),
        ("page:dip_app:list", "announcement.5", "daftar", "", ""),
        ("extension", "", "surat", "ketua_ppid", "letter_out"),
    ],
)
def test_it_says_what_a_document_is_and_who_signs_it(
    key: str, step: str, kind: str, signatory: str, series: str
) -> None:
    (row,) = [each for each in catalogue.rows() if each.key == key and each.step == step]
    assert (row.kind, row.signatory, row.series) == (kind, signatory, series)


def test_other_programs_read_it() -> None:
    found = json.loads(run("--json"))
    assert len(found) == len(catalogue.rows())
    assert {"key", "title", "kind", "step", "template", "signatory", "series"} <= found[0].keys()
    assert {row["kind"] for row in found} <= set(KINDS.values())


def test_it_says_who_signs_in_this_office_and_whom_it_could_choose() -> None:
    """Domain 3.13: the signatory is a setting; the listing shows what is set."""
    KindSetting.objects.create(kind="test_decree", signatory_role="ketua_ppid")
    (row,) = [each for each in catalogue.rows() if each.key == "test_decree"]
    assert (row.signatory, row.signatories) == ("ketua_ppid", ("atasan_ppid", "ketua_ppid"))
    (line,) = [line for line in run().splitlines() if line.startswith("test_decree\t")]
    assert "\tketua_ppid (atau atasan_ppid)\t" in line
    (line,) = [line for line in run().splitlines() if line.startswith("extension\t")]
    assert "\tketua_ppid\t" in line


# -- what does not fit -----------------------------------------------------------------------------


def _changed(monkeypatch: pytest.MonkeyPatch, step: str, *rows: Output) -> None:
    changed = {**outputs(), step: rows}
    monkeypatch.setattr(catalogue, "outputs", lambda: changed)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"kind": "letter", "letter": "nobody"}, "no kind of letter “nobody”"),
        ({"kind": "letter", "letter": "receipt"}, "“receipt” names other steps"),
        ({"kind": "poem"}, "“poem” is no kind of document"),
        ({"kind": "register", "register": "apa"}, "no register “apa”"),
        ({"kind": "form", "form": "apa"}, "no form “apa”"),
        ({"kind": "list", "page": "apa:apa"}, "no page “apa:apa”"),
        ({"kind": "letter", "same_as": "request.4"}, "“request.4” makes no letter"),
    ],
)
def test_a_declaration_that_fits_nothing_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any], fault: str
) -> None:
    _changed(monkeypatch, "request.5a", Output(step="request.5a", **facts))
    (found,) = catalogue.faults()
    assert fault in found
    assert found.startswith("SOP 2.5a:")
    assert [error.id for error in catalogue.check_outputs()] == ["letters.E001"]


def test_an_output_without_a_kind_ends_the_command_with_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _changed(monkeypatch, "dispute.15")
    with pytest.raises(CommandError, match=r"SOP 4\.15: the output “Laporan”"):
        run("--check")
    assert run(), "without --check it only lists"


def test_a_step_that_is_none_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    _changed(monkeypatch, "request.99", Output(step="request.99", kind="letter"))
    assert catalogue.faults() == ["request.99 is no step of an SOP."]


def _with(monkeypatch: pytest.MonkeyPatch, *steps: str) -> LetterKind:
    letter = LetterKind(
        key="uji",
        title="Surat Uji",
        template="letters/memo.html",
        series="memo",
        signatory_role="ketua_ppid",
        audience="internal",
        steps=steps,
    )
    known = kinds.kinds()
    monkeypatch.setattr(kinds, "kinds", lambda: (*known, letter))
    return letter


def test_a_letter_that_names_no_step_of_an_sop_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    _with(monkeypatch, "request.99", "UU 14/2008 Pasal 22(8)")
    assert catalogue.faults() == [
        "The letter “uji” names “request.99”, which is no step of an SOP."
    ]


def test_a_letter_joins_the_output_of_the_step_that_it_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An SOP that is built later needs no change here: its letters name their steps."""
    _with(monkeypatch, "public_information_list.5")
    rows = [row for row in catalogue.rows() if row.step == "public_information_list.5"]
    assert ("uji", "memorandum", "Memorandum Usulan DIP") in [
        (row.key, row.kind, row.output) for row in rows
    ]
