"""What the pages of an import ask: the file, what its columns are, and what was wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.importing import values
from dip_app.importing.access import Importer
from dip_app.importing.applying import Review
from dip_app.importing.mapping import (
    CATEGORY,
    FILLABLE,
    MADE,
    NUMBER,
    SUMMARY,
    TARGETS,
    TITLE,
    UNIT,
    propose,
)
from dip_app.importing.mapping import Mapping as Columns
from dip_app.importing.models import ImportBatch
from dip_app.importing.reading import Table
from dip_app.importing.rows import KEEP, SKIP, UPDATE, Decisions, Row
from dip_app.models import Category, Status
from ppid_portal.files.checks import size_limit
from ppid_portal.files.forms import UploadField, UploadInput
from ppid_portal.people.models import Unit

_ENDINGS = ("xlsx", "csv", "txt")
_EXAMPLES = 3
_SAMPLE = 200
#: What can be corrected of a row, in the order of the law's form.
CORRECTABLE = tuple(target for target in TARGETS if target not in (NUMBER, MADE))


class UnitChoice(forms.ModelChoiceField):
    """A unit by its full name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name in full: short names are known inside the unit only."""
        return str(obj.name)


class UploadForm(forms.Form):
    """The list, and the unit that holds what its rows do not assign."""

    file = UploadField(
        multiple=False,
        label=_l("Berkas daftar"),
        help_text=format_lazy(
            "{} {}",
            _l("XLSX atau CSV seperti adanya; judul kolom dan urutannya bebas."),
            lazy(lambda: _("Paling besar %(size)s.") % {"size": size_limit()}, str)(),
        ),
        widget=UploadInput(attrs={"accept": ",".join(f".{each}" for each in _ENDINGS)}),
    )
    unit = UnitChoice(Unit.objects.none(), label=_l("Unit"), empty_label=_l("Pilih unit"))

    def __init__(self, importer: Importer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = importer.units()
        field.help_text = (
            _("Dipakai untuk baris yang tidak menyebut unit yang dikenal.")
            if importer.office
            else _("Anda mengimpor untuk unit Anda sendiri.")
        )
        if not importer.office and len(importer.unit_ids) == 1:
            field.initial = next(iter(importer.unit_ids))
            field.empty_label = None

    def clean_file(self) -> Any:
        """Refuse kinds of files that are no lists."""
        file = self.cleaned_data["file"]
        if file is not None and file.name.rpartition(".")[2].lower() not in _ENDINGS:
            raise forms.ValidationError(_("Pilih berkas XLSX atau CSV."), code="kind")
        return file


# -- what the columns are ----------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """One column of the file with its choice."""

    field: BoundField
    examples: list[str]


class ColumnsForm(forms.Form):
    """What each column is, and what rows get that leave one empty."""

    def __init__(
        self, batch: ImportBatch, review: Review, importer: Importer, data: Any = None
    ) -> None:
        super().__init__(data)
        table, mapping = self._table, self._mapping = review.table, review.mapping
        items = (row.number - 1 for row in review.checked.rows if not row.reason)
        self._sample = list(islice(items, _SAMPLE))
        self.mark_optional = False
        if importer.office:
            self.fields["unit"] = UnitChoice(
                importer.units(),
                label=_("Unit untuk baris yang tidak menyebut unit"),
                initial=batch.unit_id,
                empty_label=None,
            )
        if len(table.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Lembar kerja"),
                choices=[(name, name) for name in table.sheets],
                initial=table.sheet,
            )
        self.fields["header"] = forms.IntegerField(
            label=_("Baris judul kolom"),
            help_text=_("Nomor baris dalam berkas; 0 bila tidak ada judul kolom."),
            min_value=0,
            max_value=len(table.rows),
            initial=mapping.header[0] + 1 if mapping.header else 0,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        )
        self._numbers = [
            number
            for number in range(table.width)
            if self._examples(number)
            or (number < len(mapping.headings) and mapping.headings[number])
        ]
        choices = [("", _("Tidak dipakai")), *TARGETS.items()]
        for number in self._numbers:
            self.fields[f"kolom{number}"] = forms.ChoiceField(
                label=self._name(number),
                choices=choices,
                required=False,
                initial=mapping.columns.get(number, ""),
            )
        for target in FILLABLE:
            self.fields[f"isi_{target}"] = forms.CharField(
                label=TARGETS[target],
                required=False,
                max_length=200,
                initial=mapping.fills.get(target, ""),
                widget=_select_category() if target == CATEGORY else forms.TextInput(),
            )
        self.fields["fill_down"] = forms.BooleanField(
            label=_("Sel unit atau penanggung jawab yang kosong sama dengan baris di atasnya"),
            help_text=_("Centang bila sel-sel itu digabung dalam berkas asalnya."),
            required=False,
            initial=mapping.fill_down,
        )

    def groups(self) -> dict[str, Any]:
        """The fields by the part of the page in which they stand."""
        return {
            "table": [self[name] for name in ("unit", "sheet", "header") if name in self.fields],
            "columns": [
                Column(self[f"kolom{number}"], self._examples(number)) for number in self._numbers
            ],
            "fills": [self[f"isi_{target}"] for target in FILLABLE],
            "fill_down": self["fill_down"],
        }

    def clean(self) -> dict[str, Any] | None:
        """Refuse a list without titles and two columns that say they are the same one."""
        cleaned = super().clean() or {}
        if self.moves_table():
            return cleaned
        chosen: dict[str, int] = {}
        for number in self._numbers:
            target = cleaned.get(f"kolom{number}", "")
            if target in chosen and target not in ("", CATEGORY, "formats", "link"):
                self.add_error(
                    f"kolom{number}",
                    _("“%(what)s” sudah dipilih untuk %(column)s.")
                    % {"what": TARGETS[target], "column": self._name(chosen[target])},
                )
            chosen.setdefault(target, number)
        if TITLE not in chosen and SUMMARY not in chosen and self._numbers:
            self.add_error(
                f"kolom{self._numbers[0]}",
                _("Pilih kolom mana yang berisi judul atau ringkasan informasi."),
            )
        return cleaned

    def moves_table(self) -> bool:
        """Whether another sheet or row of headings was chosen: then the columns are others."""
        cleaned = self.cleaned_data
        header = self._mapping.header[0] + 1 if self._mapping.header else 0
        return (
            cleaned.get("sheet", self._table.sheet) != self._table.sheet
            or cleaned.get("header", header) != header
        )

    def chosen(self) -> Columns:
        """How the list is to be read, where the table itself stays."""
        cleaned = self.cleaned_data
        columns = {
            number: cleaned[f"kolom{number}"]
            for number in self._numbers
            if cleaned.get(f"kolom{number}")
        }
        return Columns(
            sheet=self._table.sheet,
            header=self._mapping.header,
            columns=columns,
            headings=self._mapping.headings,
            fills=self._fills(),
            fill_down=cleaned["fill_down"],
        )

    def proposed(self, table: Table) -> Columns:
        """A new proposal for another sheet or row of headings; what was stated for all stays."""
        header = self.cleaned_data["header"]
        same_sheet = table.sheet == self._table.sheet
        rows = None if not same_sheet else (header - 1,) if header else ()
        found = propose(table, rows)
        return Columns(
            found.sheet, found.header, found.columns, found.headings, self._fills(),
            self.cleaned_data["fill_down"],
        )  # fmt: skip

    def _fills(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        return {t: text for t in FILLABLE if (text := cleaned.get(f"isi_{t}", "").strip())}

    def _name(self, number: int) -> str:
        letter = column_letter(number)
        headings = self._mapping.headings
        heading = " ".join(headings[number].split()) if number < len(headings) else ""
        if not heading:
            return _("Kolom %(letter)s") % {"letter": letter}
        return _("Kolom %(letter)s: “%(heading)s”") % {"letter": letter, "heading": heading[:90]}

    def _examples(self, number: int) -> list[str]:
        found: list[str] = []
        for row in (self._table.rows[place] for place in self._sample):
            text = " ".join(row[number].split()) if number < len(row) else ""
            if text and not values.is_blank(text) and text[:80] not in found:
                found.append(text[:80])
            if len(found) == _EXAMPLES:
                break
        return found


def column_letter(number: int) -> str:
    """What a spreadsheet calls a column: "A" for 0."""
    letters, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# -- corrections -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Correction:
    """One rejected row with the fields of what is wrong in it."""

    row: Row
    fields: list[BoundField]
    skip: BoundField

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """What is wrong, as the summary says it: where its field is, its column, the reason."""
        return [(_name(self.row, p.target), p.column, p.message) for p in self.row.problems]


class CorrectionsForm(forms.Form):
    """Rejected rows, each wrong cell in a field with the reason beside it.

    Shown bound to what the file says, so that the errors stand at their fields from the start.
    """

    def __init__(self, rows: Sequence[Row], data: Mapping[str, Any] | None = None) -> None:
        self._rows = rows
        said: dict[str, Any] = {}
        targets = {row.number: list(dict.fromkeys(p.target for p in row.problems)) for row in rows}
        for row in rows:
            for target in targets[row.number]:
                said[_name(row, target)] = row.texts.get(target, "")
        super().__init__(said if data is None else data, auto_id="%s")
        self.mark_optional = False
        self._targets = targets
        for row in rows:
            for target in targets[row.number]:
                columns = [p.column for p in row.problems if p.target == target]
                self.fields[_name(row, target)] = _field(target, columns[0])
            self.fields[f"b{row.number}_lewati"] = forms.BooleanField(
                label=_("Lewati baris %(number)d") % {"number": row.number}, required=False
            )

    def clean(self) -> dict[str, Any] | None:
        """Put what is wrong beside its field."""
        cleaned = super().clean()
        for row in self._rows:
            for problem in row.problems:
                self.add_error(_name(row, problem.target), problem.message)
        return cleaned

    def corrections(self) -> list[Correction]:
        """The rows with their fields, in the order of the file."""
        self.full_clean()
        return [
            Correction(
                row,
                [self[_name(row, target)] for target in self._targets[row.number]],
                self[f"b{row.number}_lewati"],
            )
            for row in self._rows
        ]

    def decided(self, before: Decisions) -> Decisions:
        """What was decided, with what was typed now."""
        corrections = {row: dict(texts) for row, texts in before.corrections.items()}
        aside = set(before.set_aside)
        for row in self._rows:
            if self.data.get(f"b{row.number}_lewati"):
                aside.add(row.number)
            for target in self._targets[row.number]:
                typed = str(self.data.get(_name(row, target), "")).strip()
                if typed == row.texts.get(target, "") or (target == CATEGORY and not typed):
                    continue
                corrections.setdefault(row.number, {})[target] = typed
        return Decisions(
            corrections, frozenset(aside), before.in_file, before.in_list, before.single
        )


class RowForm(forms.Form):
    """One row in full."""

    def __init__(self, row: Row, headings: Columns, data: Mapping[str, Any] | None = None) -> None:
        self._row = row
        super().__init__(
            {target: row.texts.get(target, "") for target in CORRECTABLE} if data is None else data
        )
        self.mark_optional = False
        for target in CORRECTABLE:
            field = _field(target, str(TARGETS[target]))
            if heading := headings.heading(target):
                field.help_text = _("Dalam berkas: %(heading)s") % {"heading": heading}
            self.fields[target] = field

    def clean(self) -> dict[str, Any] | None:
        """Put what is wrong beside its field."""
        cleaned = super().clean()
        for problem in self._row.problems:
            self.add_error(problem.target if problem.target in self.fields else None,
                           problem.message)  # fmt: skip
        return cleaned

    def decided(self, before: Decisions) -> Decisions:
        """What was decided, with this row as it was typed and no longer set aside."""
        corrections = {row: dict(texts) for row, texts in before.corrections.items()}
        mine = corrections.setdefault(self._row.number, {})
        for target in CORRECTABLE:
            typed = str(self.data.get(target, "")).strip().replace("\r\n", "\n")
            if typed != self._row.texts.get(target, ""):
                mine[target] = typed
        if self._row.reason and not mine.get(TITLE):
            # Saving a heading as it stands says that it is an item after all.
            mine[TITLE] = str(self.data.get(TITLE, "")).strip() or self._row.texts.get(TITLE, "")
        return Decisions(
            corrections, before.set_aside - {self._row.number}, before.in_file, before.in_list,
            before.single,
        )  # fmt: skip


def _name(row: Row, target: str) -> str:
    return f"b{row.number}_{target}"


def _field(target: str, label: str) -> forms.Field:
    widget: forms.Widget = forms.TextInput()
    if target == CATEGORY:
        widget = _select_category()
    elif target in (SUMMARY, TITLE):
        widget = forms.Textarea(attrs={"rows": 2 if target == TITLE else 4})
    field = forms.CharField(label=label, required=False, widget=widget, strip=False)
    if target == UNIT:
        field.help_text = _("Tulis nama atau kode unit, atau kosongkan untuk unit berkas ini.")
    return field


def _select_category() -> forms.Select:
    return forms.Select(
        choices=[("", _("Pilih kategori")), *((v, label) for v, label in Category.choices)]
    )


# -- rows that say the same --------------------------------------------------------------------


@dataclass(frozen=True)
class Twin:
    """A row that says the same as another, what it says it of, and its choice."""

    row: Row
    words: str
    field: BoundField


class TwinsForm(forms.Form):
    """What becomes of rows that repeat an earlier one or an item of the list."""

    def __init__(self, rows: Sequence[Row], decisions: Decisions, data: Any = None) -> None:
        super().__init__(data)
        self._rows = rows
        self.mark_optional = False
        self.fields["in_file"] = forms.ChoiceField(
            label=_("Baris yang kembar di dalam berkas"),
            choices=_in_file(),
            initial=decisions.in_file,
        )
        self.fields["in_list"] = forms.ChoiceField(
            label=_("Baris yang sudah ada dalam daftar"),
            choices=_in_list(),
            initial=decisions.in_list,
        )
        for row in rows:
            self.fields[f"b{row.number}"] = forms.ChoiceField(
                label=_("Baris %(number)d") % {"number": row.number},
                choices=[
                    ("", _("Menurut pilihan di atas")),
                    *(_in_list() if row.known else _in_file()),
                ],
                required=False,
                initial=decisions.single.get(row.number, ""),
            )

    def twins(self) -> Iterable[Twin]:
        """The rows with their choices."""
        labels = dict(Status.choices)
        for row in self._rows:
            words = ""
            if row.twin is not None:
                words = _("Kembar dengan baris %(number)d.") % {"number": row.twin}
            if row.known is not None:
                words += " " + _("Sudah ada dalam daftar: nomor %(number)d (%(status)s).") % {
                    "number": row.known.pk,
                    "status": labels[row.known.status],
                }
            yield Twin(row, words.strip(), self[f"b{row.number}"])

    def decided(self, before: Decisions) -> Decisions:
        """What was decided, with what was chosen now."""
        cleaned = self.cleaned_data
        single = dict(before.single)
        for row in self._rows:
            if choice := cleaned.get(f"b{row.number}"):
                single[row.number] = choice
            else:
                single.pop(row.number, None)
        return Decisions(
            before.corrections, before.set_aside, cleaned["in_file"], cleaned["in_list"], single
        )


def _in_file() -> list[tuple[str, str]]:
    return [
        (KEEP, _("Impor keduanya")),
        (SKIP, _("Lewati yang belakangan")),
        (UPDATE, _("Lengkapi yang terdahulu dengan isinya")),
    ]


def _in_list() -> list[tuple[str, str]]:
    return [
        (SKIP, _("Lewati")),
        (UPDATE, _("Perbarui konsep yang ada")),
        (KEEP, _("Impor sebagai konsep baru")),
    ]


class UndoForm(forms.Form):
    """Agreement to taking an import back."""

    sure = forms.BooleanField(
        label=_l("Ya, hapus semua konsep yang dibuat oleh impor ini"),
        error_messages={"required": _l("Centang untuk memastikan.")},
    )
