"""The catalogue of documents: every output of the eight SOPs with what is issued for it.

``sop/outputs.yaml`` says what each output is; the kinds of letters, the registers and the forms
that the apps declare say how it is made. Here they are put side by side, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import NoReverseMatch, reverse

from ppid_portal.letters import kinds, paper_forms
from ppid_portal.letters.kind_settings import services as kind_settings
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.sop import catalogue
from ppid_portal.sop.outputs import KINDS, Output, outputs
from ppid_portal.sop.registers import registers

#: What a letter is that no output of an SOP names, such as an extension, by its numbering.
_BY_SERIES = {
    "memo": "memorandum",
    "disposition": "disposition",
    "decree": "decree",
    "minutes": "minutes",
    "report": "report",
    "": "form",
}


@dataclass(frozen=True)
class Row:
    """One document: what it is, where it comes from, and who makes it how.

    ``signatory`` is who signs it in this office, ``signatories`` among whom it may choose.
    """

    key: str
    title: str
    kind: str
    step: str
    citation: str
    output: str
    template: str
    signatory: str
    signatories: tuple[str, ...]
    series: str
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def rows() -> list[Row]:
    """Return every document in the order of the SOPs, then the letters that only the law names."""
    signs = kind_settings.signing_roles()
    found: list[Row] = []
    shown: set[tuple[str, str]] = set()
    for step in catalogue.steps():
        declared = outputs().get(step.key, ())
        named = {output.letter for output in declared if output.letter}
        for output in declared:
            for letter in _letters_of(output, named):
                shown.add((letter.key, step.key))
                found.append(_letter_row(letter, output.kind, step, output.note, signs))
            if not any(_letters_of(output, named)):
                found.append(_other_row(output, step))
        for letter in _naming(step.key):
            if (letter.key, step.key) not in shown:
                shown.add((letter.key, step.key))
                found.append(_letter_row(letter, _kind_of(letter), step, "", signs))
    known = {key for key, _step in shown}
    found += [
        _letter_row(letter, _kind_of(letter), None, "", signs)
        for letter in kinds.kinds()
        if letter.key not in known
    ]
    return found


def faults() -> list[str]:
    """Return what of the catalogue does not fit, one sentence each; nothing means complete."""
    return [*_faults_of_steps(), *_faults_of_letters()]


def check_outputs(**kwargs: Any) -> list[CheckMessage]:
    """Fail the start of a portal with an output that is no document."""
    return [
        Error(fault, hint="Mend ppid_portal/sop/outputs.yaml.", id="letters.E001")
        for fault in faults()
    ]


def _faults_of_steps() -> Iterator[str]:
    steps = {step.key: step for step in catalogue.steps()}
    declared = outputs()
    for key, step in steps.items():
        if step.output and not declared.get(key):
            yield f"{step.citation}: the output “{step.output}” has no kind of document."
    for key, rows_of_step in declared.items():
        if key not in steps:
            yield f"{key} is no step of an SOP."
            continue
        for output in rows_of_step:
            yield from _faults_of(output, steps[key])


def _faults_of(output: Output, step: catalogue.Step) -> Iterator[str]:
    if output.kind not in KINDS:
        yield f"{step.citation}: “{output.kind}” is no kind of document."
    if output.letter:
        letter = {kind.key: kind for kind in kinds.kinds()}.get(output.letter)
        if letter is None:
            yield f"{step.citation}: there is no kind of letter “{output.letter}”."
        elif step.key not in letter.steps:
            yield f"{step.citation}: the letter “{output.letter}” names other steps."
    if output.register and output.register not in registers():
        yield f"{step.citation}: there is no register “{output.register}”."
    if output.form and output.form not in paper_forms.forms():
        yield f"{step.citation}: there is no form “{output.form}”."
    if output.page and not _is_page(output.page):
        yield f"{step.citation}: there is no page “{output.page}”."
    if output.same_as and not any(each.kind == output.kind for each in _of(output.same_as)):
        yield f"{step.citation}: step “{output.same_as}” makes no {output.kind}."


def _faults_of_letters() -> Iterator[str]:
    steps = {step.key for step in catalogue.steps()}
    for letter in kinds.kinds():
        for step in letter.steps:
            # An article of law has spaces in it ("UU 14/2008 Pasal 22(8)"), a step has none.
            if " " not in step and step not in steps:
                yield f"The letter “{letter.key}” names “{step}”, which is no step of an SOP."


def _letters_of(output: Output, named: set[str]) -> list[LetterKind]:
    """Return the kinds of letters that are an output: the one it names, or who names its step."""
    if output.letter:
        return [kind for kind in kinds.kinds() if kind.key == output.letter]
    is_made = not (output.register or output.form or output.page or output.same_as)
    if not is_made or output.kind not in _MADE:
        return []
    return [kind for kind in _naming(output.step) if kind.key not in named]


_MADE = frozenset({"letter", "memorandum", "disposition", "decree", "minutes", "list", "report"})


def _naming(step: str) -> list[LetterKind]:
    return [kind for kind in kinds.kinds() if step in kind.steps]


def _of(step: str) -> tuple[Output, ...]:
    return outputs().get(step, ())


def _kind_of(letter: LetterKind) -> str:
    return _BY_SERIES.get(letter.series, "letter")


def _letter_row(
    letter: LetterKind,
    kind: str,
    step: catalogue.Step | None,
    note: str,
    signs: Mapping[str, str],
) -> Row:
    return Row(
        key=letter.key,
        title=letter.title,
        kind=KINDS[kind],
        step=step.key if step is not None else "",
        citation=step.citation if step is not None else ", ".join(letter.steps),
        output=(step.output or "") if step is not None else "",
        template=letter.template,
        signatory=signs[letter.key],
        signatories=letter.signatories,
        series=letter.series,
        note=note,
    )


def _other_row(output: Output, step: catalogue.Step) -> Row:
    """Return a row for what no letter is: a register, a form, a list, a page, an entry."""
    where = {
        "register": output.register,
        "form": output.form,
        "page": output.page,
        "as": output.same_as,
    }
    register = registers().get(output.register)
    form = paper_forms.forms().get(output.form)
    return Row(
        key=next((f"{name}:{value}" for name, value in where.items() if value), ""),
        title=register.official if register else form.title if form else step.output or "",
        kind=KINDS[output.kind],
        step=step.key,
        citation=step.citation,
        output=step.output or "",
        template=form.template if form else "",
        signatory=register.signatory if register else "",
        signatories=(register.signatory,) if register else (),
        series=register.key if register else "",
        note=output.note,
    )


def _is_page(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
