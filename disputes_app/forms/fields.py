"""Fields that the steps of a dispute share: lists typed line by line, moments, sessions, people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app.models import LEGAL, OFFICE, Dispute
from disputes_app.records import Hearing, at_hour
from ppid_portal.clock import today
from ppid_portal.clock.words import MONTHS
from ppid_portal.people.models import Appointment, Unit, User
from ppid_portal.people.roles import Role
from requests_app.forms import Textarea, Ticks

MOST_LINES = 60
LONGEST_LINE = 500
#: "- ", "• ", "1. ", "(2) ", "a) ": the letters number their lists themselves.
_BULLET = re.compile(r"^(?:[-–—•*·▪]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
_BETWEEN = re.compile(r"\s*[;\t|]\s*")
_MARK = re.compile(
    r"^\s*([A-Za-z]{1,3})\s?[-.–]?\s?(\d{1,3})([a-z]?)\s*[;:|\t]\s*(.+)$", re.ASCII | re.S
)
_DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class Choice(forms.RadioSelect):
    """Small round buttons, as small as the boxes that staff tick."""

    def __init__(self, *, side_by_side: bool = False) -> None:
        inline = " govuk-radios--inline" if side_by_side else ""
        super().__init__(attrs={"class": f"govuk-radios--small{inline}"})


def lines_of(text: str) -> list[str]:
    """Return the lines that say something, without bullets and numbers before them."""
    clean = text.replace("\u00a0", " ").replace("\u200b", "")
    plain = (_BULLET.sub("", line.strip()).strip() for line in clean.splitlines())
    return [line for line in plain if any(sign.isalnum() for sign in line)]


class LinesField(forms.CharField):
    """A list, one entry per line; cleans to a list of texts."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Textarea(rows))
        kwargs.setdefault("help_text", _l("Satu per baris."))
        super().__init__(**kwargs)
        # A validator and not max_length: nobody counts the letters of a list.
        self.validators.append(MaxLengthValidator(MOST_LINES * LONGEST_LINE))

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Return the entries; refuses too many, and one that is no line any more."""
        lines = lines_of(super().clean(value))
        if not lines and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("Paling banyak %(most)s baris."), code="too_many", params={"most": MOST_LINES}
            )
        problems = [
            ValidationError(
                _("Baris %(place)s terlalu panjang: paling banyak %(most)s karakter."),
                code="too_long",
                params={"place": place, "most": LONGEST_LINE},
            )
            for place, line in enumerate(lines, start=1)
            if len(line) > LONGEST_LINE
        ]
        if problems:
            raise ValidationError(problems)
        return self.entries(lines)

    def entries(self, lines: list[str]) -> list[Any]:
        """Return what the lines mean."""
        return lines


class ColumnsField(LinesField):
    """A small table typed line by line, columns parted by semicolons; cleans to dicts.

    ``columns`` are the keys in order; of those the first ``needed`` must be filled. ``missing``
    says of the place of a line what it lacks.
    """

    def __init__(
        self, *, columns: Sequence[str], needed: int, missing: str | Promise, **kwargs: Any
    ) -> None:
        self.columns = columns
        self.needed = needed
        self.missing = missing
        super().__init__(**kwargs)

    def entries(self, lines: list[str]) -> list[dict[str, Any]]:
        """Return one dict per line; text after the last column belongs to it."""
        rows, problems = [], []
        for place, line in enumerate(lines, start=1):
            parts = _BETWEEN.split(line.strip("; \t|"), maxsplit=len(self.columns) - 1)
            parts += [""] * (len(self.columns) - len(parts))
            if not all(part.strip() for part in parts[: self.needed]):
                problems.append(
                    ValidationError(str(self.missing), code="missing", params={"place": place})
                )
                continue
            try:
                rows.append(self.row(dict(zip(self.columns, parts, strict=True))))
            except ValidationError as error:
                words = _("Baris %(place)s: %(words)s")
                problems.append(
                    ValidationError(words, params={"place": place, "words": error.messages[0]})
                )
        if problems:
            raise ValidationError(problems)
        return rows

    def row(self, columns: dict[str, str]) -> dict[str, Any]:
        """Return one line as the act takes it."""
        return {key: text.strip() for key, text in columns.items()}


class ParticipantsField(ColumnsField):
    """Who took part in a meeting: name, position, unit."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _l("Satu orang per baris: nama; jabatan; unit. Jabatan dan unit boleh kosong."),
        )
        super().__init__(
            columns=("name", "position", "unit"),
            needed=1,
            missing=_l("Baris %(place)s: tulis nama pesertanya lebih dahulu."),
            **kwargs,
        )


class TasksField(ColumnsField):
    """What was agreed to be done: what, who, and by when."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _l(
                "Satu tugas per baris: apa; siapa; batas. Misalnya: Siapkan daftar bukti; Biro "
                "Umum; 31/3/2026. Batas boleh kosong."
            ),
        )
        super().__init__(
            columns=("what", "who", "by"),
            needed=2,
            missing=_l("Baris %(place)s: tulis apa yang dikerjakan, titik koma, lalu siapa."),
            **kwargs,
        )

    def row(self, columns: dict[str, str]) -> dict[str, Any]:
        """Return the task with its last day as a date."""
        by = columns["by"].strip()
        return {**super().row(columns), "by": day_of(by) if by else None}


class EvidenceField(LinesField):
    """Lines of the list of evidence: "T-1; Surat tanggapan", or the title alone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _l(
                "Satu bukti per baris, misalnya: T-1; Surat tanggapan atas keberatan. Tanpa tanda, "
                "nomornya diberikan otomatis."
            ),
        )
        super().__init__(**kwargs)

    def entries(self, lines: list[str]) -> list[dict[str, Any]]:
        """Return mark and title of each line; refuses a mark that stands twice."""
        rows: list[dict[str, Any]] = []
        problems = []
        seen: dict[str, int] = {}
        for place, line in enumerate(lines, start=1):
            found = _MARK.match(line)
            mark = f"{found[1].upper()}-{int(found[2])}{found[3]}" if found else ""
            title = (found[4] if found else line).strip(" ;")
            if len(title) > 300:
                words = _("Baris %(place)s: nama bukti paling banyak 300 karakter.")
                problems.append(ValidationError(words, params={"place": place}))
            if mark and mark in seen:
                words = _("Baris %(place)s: tanda %(mark)s sudah dipakai pada baris %(first)s.")
                problems.append(
                    ValidationError(
                        words, params={"place": place, "mark": mark, "first": seen[mark]}
                    )
                )
            seen.setdefault(mark, place)
            rows.append({"mark": mark, "title": title})
        if problems:
            raise ValidationError(problems)
        return rows


def belongs_to(mark: str, name: str) -> bool:
    """Tell whether a file is that of a piece of evidence by the beginning of its name."""
    plain = re.sub(r"[\s_.\-–]+", "-", name).casefold()
    for beginning in (mark.casefold(), mark.casefold().replace("-", "")):
        rest = plain.removeprefix(beginning)
        if rest != plain and not rest[:1].isalnum():
            return True
    return False


def day_of(text: str) -> date:
    """Return the day that somebody wrote: 31/3/2026, 2026-03-31 or 31 Maret 2026."""
    for pattern in _DAY_FORMATS:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    months = {name.casefold(): place for place, name in enumerate(MONTHS, start=1)}
    words = text.casefold().split()
    try:
        day, month, year = words
        return date(int(year), months[month], int(day))
    except (ValueError, KeyError):
        raise ValidationError(
            _("“%(text)s” bukan tanggal. Tulis misalnya 31/3/2026.") % {"text": text[:40]}
        ) from None


# -- days and hours --------------------------------------------------------------------------------


class DayInput(forms.DateInput):
    """The browser's own date field, as wide as a date."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "govuk-input--width-10"})


class DayField(forms.DateField):
    """A day, past or to come."""

    widget = DayInput
    default_error_messages = {
        "required": _l("Isi tanggalnya."),
        "invalid": _l("Isi tanggal yang benar, misalnya 2026-03-30."),
    }


class HourField(forms.TimeField):
    """An hour of the body's zone, also as it is written in Indonesian: 09.30."""

    input_formats = ("%H:%M", "%H.%M", "%H:%M:%S")
    default_error_messages = {
        "required": _l("Isi jamnya."),
        "invalid": _l("Isi jam yang benar, misalnya 09.30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _l("Pukul"))
        kwargs.setdefault(
            "widget",
            forms.TimeInput(
                attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"
            ),
        )
        super().__init__(**kwargs)


# -- sessions and people ---------------------------------------------------------------------------


class HearingField(forms.ModelChoiceField):
    """One of the sessions of a dispute."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _l("Sidang"))
        super().__init__(
            queryset=Hearing.objects.none(),
            widget=Choice(),
            empty_label=None,
            error_messages={
                "required": _l("Pilih sidangnya."),
                "invalid_choice": _l("Pilih sidang yang dijadwalkan pada sengketa ini."),
            },
            **kwargs,
        )

    def offer(self, hearings: Iterable[Hearing]) -> None:
        """Offer these; the only one there is needs no choosing."""
        keys = [hearing.pk for hearing in hearings]
        self.queryset = Hearing.objects.filter(pk__in=keys).order_by("at", "pk")
        if len(keys) == 1:
            self.initial = keys[0]

    def label_from_instance(self, obj: Any) -> str:
        """Return kind, time and place."""
        return f"{obj.get_kind_display()}, {at_hour(obj.at)}, {obj.place}"


class UnitsField(forms.ModelMultipleChoiceField):
    """Units by their full name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), widget=Ticks(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of the unit."""
        return str(obj.name)


class StaffField(forms.TypedMultipleChoiceField):
    """People of the body who may represent it; cleans to users in the order of their names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), coerce=int, widget=Ticks(), **kwargs)

    def offer(self, case: Dispute, *, without: User | None = None) -> None:
        """Offer the office, legal affairs, and the units that the dispute is about."""
        units = [row.of_id for row in case.units.all()]
        held = (
            Appointment.objects.valid_on(today())
            .filter(
                Q(role__in=(*OFFICE, *LEGAL)) | Q(role=Role.PPID_PELAKSANA, unit_id__in=units),
                user__is_active=True,
            )
            .exclude(user=without)
            .select_related("user", "unit")
            .order_by("user__name", "user_id", "pk")
        )
        posts: dict[int, list[str]] = {}
        self.people: dict[int, User] = {}
        for appointment in held:
            self.people[appointment.user_id] = appointment.user
            posts.setdefault(appointment.user_id, []).append(
                f"{appointment.title}, {appointment.unit}"
            )
        self.choices = [  # type: ignore[assignment]
            (str(key), f"{user.name} ({'; '.join(posts[key])})")
            for key, user in self.people.items()
        ]

    def clean(self, value: Any) -> list[User]:
        """Return the people who were ticked."""
        chosen = set(super().clean(value))
        return [user for key, user in self.people.items() if key in chosen]


def yes_or_no(
    label: Any, missing: Any, *, unknown: Any = "", **kwargs: Any
) -> forms.TypedChoiceField:
    """Return a question that is answered, never assumed; ``unknown`` adds a third answer."""
    choices: list[tuple[str, Any]] = [("ya", _l("Ya")), ("tidak", _l("Tidak"))]
    if unknown:
        choices.append(("tidak-tahu", unknown))
    answers: dict[str, bool | None] = {"ya": True, "tidak": False, "tidak-tahu": None}
    coerce: Callable[[Any], Any] = answers.__getitem__
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        widget=Choice(side_by_side=True),
        error_messages={"required": missing, "invalid_choice": missing},
        **kwargs,
    )
