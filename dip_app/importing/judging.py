"""What each row of a list becomes: an item, a rejected row with what is wrong, or a skipped one.

Nothing is invented. Where a cell is empty, a value is taken only from what the list itself says
(the heading above the row, the year in a text, the form in "Softcopy") or from what a person
stated for the whole file, and each is named. What stays empty is left empty: a draft may lack it,
but it cannot be published until somebody completed it (``services.publish``).
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from dip_app.importing import values
from dip_app.importing.mapping import (
    CATEGORY,
    FORMATS,
    LICENCE,
    LINK,
    MADE,
    MADE_WHEN,
    MADE_WHERE,
    RESPONSIBLE,
    RETENTION,
    SUMMARY,
    TARGETS,
    TITLE,
    TOPIC,
    UNIT,
    Hints,
    Mapping,
)
from dip_app.importing.rows import Note, Problem, Row, Setting
from dip_app.importing.sifting import Sifted
from dip_app.importing.units import UnitFinder
from dip_app.models import Category, Format, InformationItem

#: The columns of the law's form that a published item must fill.
NEEDED = ("responsible", "made_when", "made_where", "format", "formats", "retention")
_TEXT_FIELDS = (
    "title", "summary", "responsible", "made_when", "made_where", "formats", "retention", "topic",
    "licence", "link",
)  # fmt: skip
_LONGEST: dict[str, int] = {
    name: getattr(InformationItem._meta.get_field(name), "max_length", 0) for name in _TEXT_FIELDS
}


class Judge:
    """Fills the values of one row after another."""

    def __init__(self, mapping: Mapping, setting: Setting, around: Hints) -> None:
        self._mapping = mapping
        self._setting = setting
        self._around = around
        self._units = UnitFinder(setting.units)
        with override("id"):  # what is stored is Indonesian, whoever imports
            self._forms = {value: str(label) for value, label in Format.choices}
        self._columns = {
            target: (mapping.heading(target) or str(label)) for target, label in TARGETS.items()
        }
        if MADE in mapping.columns.values():
            made = self._columns[MADE]
            self._columns |= {MADE_WHEN: made, MADE_WHERE: made}

    def fill(self, row: Row, sifted: Sifted) -> None:
        """Read all cells of a row; what is wrong stands in ``problems`` afterwards."""
        texts = row.texts
        self._filled = {
            target: text
            for target, text in self._mapping.fills.items()
            if target not in texts and not (target in (MADE_WHEN, MADE_WHERE) and MADE in texts)
        }
        for target, text in sifted.spoilt.items():
            if target not in texts and target in TARGETS:
                kind = "lost_result" if values.lost_result(text) else "error"
                self._note(row, target, kind, text)
        self._title(row)
        self._category(row, sifted)
        self._unit(row, sifted)
        self._link(row)
        self._formats(row)
        self._times(row)
        for target in (RETENTION, TOPIC, LICENCE):
            self._copy(row, target)
        if not row.values[TOPIC] and sifted.topic:
            row.values[TOPIC] = sifted.topic
            self._note(row, TOPIC, "of_group")
        if len(topic := row.values[TOPIC]) > _LONGEST[TOPIC]:
            # No column of the law's form: it only groups, so its beginning will do.
            row.values[TOPIC] = _shortened(topic, _LONGEST[TOPIC])
            self._note(row, TOPIC, "shortened")
        for name, text in row.values.items():
            most = _LONGEST.get(name)
            if most and len(text) > most:
                self._problem(row, name, _too_long(len(text), most))
        if not row.problems:
            row.action = "create"
            row.missing = tuple(name for name in NEEDED if not row.values[name])

    # -- title and summary -----------------------------------------------------------------

    def _title(self, row: Row) -> None:
        title = _line(row.texts.get(TITLE, ""))
        summary = _lines(row.texts.get(SUMMARY, ""))
        if title:
            row.stated.add("title")
        elif summary:
            title = _shortened(_line(summary), _LONGEST["title"])
            self._note(row, TITLE, "of_summary")
        if summary:
            row.stated.add("summary")
        elif title:
            summary = title
            self._note(row, SUMMARY, "as_title")
        row.values["title"], row.values["summary"] = title, summary
        if not title:
            self._problem(row, TITLE, _("Judul kosong. Isi judul informasi."))
        elif "title" in row.stated and (wrong := _no_title(title)):
            self._problem(row, TITLE, wrong)
        if "summary" in row.stated and (wrong := _shifted(summary)):
            self._problem(row, SUMMARY, wrong)

    # -- category --------------------------------------------------------------------------

    def _category(self, row: Row, sifted: Sifted) -> None:
        text = row.texts.get(CATEGORY, "")
        found = ""
        if text:
            named = values.category(text)
            if len(named) > 1:
                self._problem(
                    row,
                    CATEGORY,
                    _("“%(text)s” menyebut lebih dari satu kategori. Pilih satu.") % _quoted(text),
                )
                row.values["category"] = ""
                return
            found = named[0] if named else ""
            if found:
                row.stated.add("category")
            elif found := values.misspelt_category(text):
                row.stated.add("category")
                if found != values.EXCLUDED:
                    self._note(row, CATEGORY, "read_as", text, found)
        if not found and not text:
            found = self._category_of_place(row, sifted)
        if found == values.EXCLUDED:
            self._problem(
                row,
                CATEGORY,
                _(
                    "Informasi yang dikecualikan tidak dimuat dalam Daftar Informasi Publik "
                    "(UU 14/2008 Pasal 11 ayat (1) huruf a). Lewati baris ini."
                ),
            )
        elif not found:
            self._problem(
                row,
                CATEGORY,
                _(
                    "Kategori “%(text)s” tidak dikenal. Pilih Berkala, Serta-merta, atau Setiap "
                    "saat."
                )
                % _quoted(text),
            )
        row.values["category"] = found

    def _category_of_place(self, row: Row, sifted: Sifted) -> str:
        """The category of a row without one: of its group, of the file, or the law's last."""
        if sifted.category:
            if sifted.category != values.EXCLUDED:
                self._note(row, CATEGORY, "of_group")
            return sifted.category
        if stated := self._filled.get(CATEGORY):
            self._note(row, CATEGORY, "stated_for_all")
            return stated
        if self._around.category:
            if self._around.category != values.EXCLUDED:
                self._note(row, CATEGORY, "of_file")
            return self._around.category
        self._note(row, CATEGORY, "any_time")
        return str(Category.AVAILABLE)

    # -- unit and person in charge ---------------------------------------------------------

    def _unit(self, row: Row, sifted: Sifted) -> None:
        text = _line(row.texts.get(UNIT, ""))
        chosen = self._setting.unit
        if text and (wrong := _shifted(text)):
            self._problem(row, UNIT, wrong)
        elif text:
            named = self._units.find(text)
            own = self._setting.own
            theirs = [unit for unit in named.units if own is None or unit.pk in own]
            if named.units and not theirs:
                self._problem(
                    row,
                    UNIT,
                    _("“%(text)s” bukan unit Anda. Anda mengimpor untuk %(unit)s saja.")
                    % {**_quoted(text), "unit": chosen.name},
                )
            elif theirs:
                chosen = theirs[0]
                row.unit_named = True
                row.stated.add("unit_id")
                if len(named.units) > 1:
                    self._note(row, UNIT, "several_units", "", chosen.name)
                elif not named.exact:
                    self._note(row, UNIT, "read_as", text, chosen.name)
            else:
                self._note(row, UNIT, "unknown_unit", "", chosen.name)
            if UNIT in sifted.inherited:
                self._note(row, UNIT, "above")
        else:
            self._note(row, UNIT, "chosen_unit", "", chosen.name)
        row.values["unit_id"] = chosen.pk
        self._responsible(row, sifted, text)

    def _responsible(self, row: Row, sifted: Sifted, unit_text: str) -> None:
        self._copy(row, RESPONSIBLE)
        responsible = row.values["responsible"]
        if responsible and (wrong := _shifted(responsible)):
            self._problem(row, RESPONSIBLE, wrong)
        elif not responsible and unit_text:
            row.values["responsible"] = unit_text
            self._note(row, RESPONSIBLE, "as_unit")
        if RESPONSIBLE in sifted.inherited:
            self._note(row, RESPONSIBLE, "above")

    # -- link and forms --------------------------------------------------------------------

    def _link(self, row: Row) -> None:
        text = row.texts.get(LINK, "")
        found = values.links(text) if text else ()
        row.values["link"] = found[0] if found else ""
        if found:
            row.stated.add("link")
        if len(found) > 1:
            self._note(row, LINK, "several_links")
        elif text and not found:
            self._note(row, LINK, "no_link")

    def _formats(self, row: Row) -> None:
        self._copy(row, FORMATS)
        text, link = row.values["formats"], row.values["link"]
        ending = values.ending(link) if link else ""
        main = ""
        if text:
            read = values.form(text, ending)
            main = read.value
            if main and read.exact and "formats" in row.stated:
                row.stated.add("format")
            elif main:
                self._note(row, FORMATS, "form_of_text", text, main)
        if not main and link:
            main = values.form_of_link(ending)
            self._note(row, FORMATS, "form_of_link", "", main)
            if not text:
                row.values["formats"] = self._forms[main]
        row.values["format"] = main

    # -- time and place --------------------------------------------------------------------

    def _times(self, row: Row) -> None:
        texts = row.texts
        if MADE in texts:
            time, place = values.when_and_where(texts[MADE])
            texts = {**{k: v for k, v in ((MADE_WHEN, time), (MADE_WHERE, place)) if v}, **texts}
        for target in (MADE_WHEN, MADE_WHERE):
            self._copy(row, target, texts)
        written = row.values["made_when"]
        year = None
        if written and values.is_only_form(written):
            self._problem(row, MADE_WHEN, _shifted(written))
        elif written:
            try:
                read = values.when(written)
            except values.Impossible:
                self._problem(
                    row,
                    MADE_WHEN,
                    _("Tanggal “%(text)s” tidak ada dalam kalender.") % _quoted(written),
                )
            else:
                year = read.year
                row.values["made_when"] = read.text
                if read.guessed:
                    self._note(row, MADE_WHEN, "read_as", written, str(read.year))
        if year is not None and not values.FIRST_YEAR <= year <= self._setting.year + 1:
            self._problem(
                row,
                MADE_WHEN,
                _("Tahun %(year)s tidak mungkin. Isi tahun antara %(first)s dan %(last)s.")
                % {"year": year, "first": values.FIRST_YEAR, "last": self._setting.year + 1},
            )
        if year is not None and "made_when" in row.stated:
            row.stated.add("made_year")
        row.values["made_year"] = year if year is not None else self._year_of_place(row)

    def _year_of_place(self, row: Row) -> int:
        """The year of a row without one: in its title, above the table, or this year."""
        found = values.first_year(row.values["title"])
        if found and values.FIRST_YEAR <= found[1] <= self._setting.year + 1:
            self._note(row, MADE_WHEN, "year_of_title")
            return found[1]
        around = self._around.year
        if around and values.FIRST_YEAR <= around <= self._setting.year + 1:
            self._note(row, MADE_WHEN, "year_of_file", "", str(around))
            return around
        self._note(row, MADE_WHEN, "this_year", "", str(self._setting.year))
        return self._setting.year

    # -- what all share --------------------------------------------------------------------

    def _copy(self, row: Row, target: str, texts: dict[str, str] | None = None) -> None:
        text = _line((row.texts if texts is None else texts).get(target, ""))
        if text:
            row.stated.add(target)
        elif text := self._filled.get(target, ""):
            self._note(row, target, "stated_for_all")
        row.values[target] = text

    def _note(self, row: Row, target: str, kind: str, text: str = "", to: str = "") -> None:
        row.notes.append(Note(target, kind, text, to))

    def _problem(self, row: Row, target: str, message: str) -> None:
        row.problems.append(Problem(target, self._columns.get(target, target), message))


def _no_title(title: str) -> str:
    if values.links(title) and " " not in title:
        return _("Sel ini berisi alamat, bukan judul. Tulis judulnya.")
    if not any(sign.isalpha() for sign in title):
        return _("Judul harus berupa kata.")
    return _shifted(title)


def _shifted(text: str) -> str:
    """Why a text does not belong where it stands: the cells of its row have moved."""
    if values.is_only_form(text) or values.is_only_year(text):
        return _(
            "Sel ini berisi “%(text)s”. Sel-sel baris ini tampaknya bergeser: perbaiki isinya."
        ) % _quoted(text)
    return ""


def _too_long(length: int, most: int) -> str:
    return _("Teks ini %(length)d karakter; paling banyak %(most)d. Ringkaslah.") % {
        "length": length,
        "most": most,
    }


def _quoted(text: str) -> dict[str, str]:
    text = _line(text)
    return {"text": text if len(text) <= 60 else f"{text[:59]}…"}


def _line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "  " in text else text


def _lines(text: str) -> str:
    if "\n" not in text:
        return _line(text)
    return "\n".join(line for each in text.split("\n") if (line := _line(each.strip())))


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[: most - 1].rpartition(" ")[0].rstrip(",;:") + "…"
