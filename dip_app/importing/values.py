"""What single cells mean: a category with a typing error, a year with a letter O, "Softcopy"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from dip_app.importing.workbook import NO_RESULT

FIRST_YEAR = 1945
EXCLUDED = "excluded"
"""What a category may say instead of one: information that no public list may hold."""

_BLANK = frozenset(
    ("", "-", "--", "---", "–", "—", "_", ".", "..", "...", "…", "null", "none", "nan", "n/a", "na")
)
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|RUMUS!|[A-Z/0]{2,12}!)\Z")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, NULL."""
    return not text or (len(text) < 5 and text.lower() in _BLANK)


def is_error(text: str) -> bool:
    """Whether a cell holds what a spreadsheet writes when a formula fails: "#REF!"."""
    return text.startswith("#") and bool(_ERROR.match(text.upper()))


def lost_result(text: str) -> bool:
    """Whether a cell holds a formula that was saved without its result."""
    return text == NO_RESULT


def plain(text: str) -> str:
    """A text in small letters with single spaces and nothing but letters and digits."""
    return " ".join(_WORD.findall(text.lower()))


_WORD = re.compile(r"[^\W_]+")


# -- categories --------------------------------------------------------------------------------

_CATEGORIES = {
    "periodic": re.compile(r"\bberkala\b|\bperiodic\b"),
    "immediate": re.compile(r"\bserta ?merta\b|\bimmediate\b"),
    "available": re.compile(r"\bsetiap ?saat\b|\bavailable\b"),
    EXCLUDED: re.compile(r"\bdikecualikan\b|\brahasia\b|\btertutup\b|\bpengecualian\b"),
}
_SPELLINGS = {
    "periodic": ("berkala", "informasiberkala"),
    "immediate": ("sertamerta", "informasisertamerta"),
    "available": ("setiapsaat", "informasisetiapsaat", "tersediasetiapsaat"),
    EXCLUDED: ("dikecualikan", "informasidikecualikan", "informasiyangdikecualikan"),
}
_LIKE = 0.82


@dataclass(frozen=True)
class Read:
    """What a text was read as; ``exact`` is False when a guess was needed."""

    value: str = ""
    exact: bool = True


@lru_cache(maxsize=4096)
def category(text: str) -> tuple[str, ...]:
    """The categories that a text names, as written; several when it does not decide."""
    words = plain(text)
    return tuple(name for name, pattern in _CATEGORIES.items() if pattern.search(words))


@lru_cache(maxsize=4096)
def misspelt_category(text: str) -> str:
    """The one category that a short text resembles, "" when it resembles none."""
    letters = plain(text).replace(" ", "")
    if not 4 <= len(letters) <= 30:
        return ""
    best, found = _LIKE, ""
    for name, spellings in _SPELLINGS.items():
        for spelling in spellings:
            if (likeness := SequenceMatcher(None, letters, spelling).ratio()) >= best:
                best, found = likeness, name
    return found


# -- years and dates ---------------------------------------------------------------------------

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_YEARLIKE = re.compile(r"(?<![\w.])[12][0-9OoIl]{3}(?![\w])")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?\Z")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\Z")
_SERIAL = re.compile(r"[2-6]\d{4}\Z")
_DAY_0 = date(1899, 12, 30)
_LETTERS = str.maketrans("OoIl", "0011")


class Impossible(ValueError):
    """A date that no calendar has."""


@dataclass(frozen=True)
class When:
    """A time as the list writes it, and its year (None when it names none).

    ``guessed`` is the text as it was before letters in a year were read as digits, or "".
    """

    text: str
    year: int | None
    guessed: str = ""


@lru_cache(maxsize=8192)
def when(text: str) -> When:
    """Read a time: a year, a date in figures, a date in words, or words around a year.

    Raises Impossible for 31/02/2023.
    """
    text = " ".join(text.split())
    if found := _ISO.match(text):
        day = _date(int(found[1]), int(found[2]), int(found[3]))
        return When(_in_words(day), day.year)
    if found := _NUMERIC.match(text):
        year = int(found[3])
        if year < 100:
            year += 2000 if year < 70 else 1900
        day = _date(year, int(found[2]), int(found[1]))
        return When(_in_words(day), day.year)
    if _SERIAL.match(text):
        # A date that lost its format: days since the last but one of 1899.
        day = _DAY_0 + timedelta(days=int(text))
        return When(_in_words(day), day.year, guessed=text)
    year_found = first_year(text)
    if year_found is None:
        return When(text, None)
    written, number = year_found
    mended = text.replace(written, str(number), 1)
    shown = f"Tahun {number}" if mended == str(number) else mended
    return When(shown, number, guessed=written if written != str(number) else "")


@lru_cache(maxsize=8192)
def first_year(text: str) -> tuple[str, int] | None:
    """The first year that a text names, as written and as a number; letters may stand for digits.

    "2O23" with a letter O is a year; a word is not.
    """
    for found in _YEARLIKE.finditer(text):
        written = found.group()
        if sum(sign.isdigit() for sign in written) >= 2:
            number = int(written.translate(_LETTERS))
            if 1900 <= number <= 2999:
                return written, number
    return None


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Impossible(f"{day}-{month}-{year}") from error


def _in_words(day: date) -> str:
    # As the list is published: Indonesian, whoever reads it.
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_PARTS = re.compile(r"\s*[,;\n]\s*|\s+[/|]\s+|\s+di\s+|\s+-\s+")


def when_and_where(text: str) -> tuple[str, str]:
    """Take "Jakarta, Maret 2023" apart, in either order."""
    parts = [part for part in _PARTS.split(text) if part]
    times = [part for part in parts if any(sign.isdigit() for sign in part)]
    places = [part for part in parts if part not in times]
    return ", ".join(times), ", ".join(places)


# -- forms -------------------------------------------------------------------------------------

_FORMS = (
    ("pdf", re.compile(r"\bpdf\b")),
    ("spreadsheet", re.compile(r"\b(excel|xlsx?|csv|spreadsheet|lembar kerja|tabel)\b")),
    ("document", re.compile(r"\b(word|docx?|odt|rtf|teks)\b")),
    ("media", re.compile(
        r"\b(video|foto|gambar|audio|rekaman|infografis?|jpe?g|png|mp[34]|poster|banner|youtube)\b"
    )),
    ("web", re.compile(
        r"\b(link|tautan|website|web|situs|laman|halaman|online|on line|daring|url|drive|folder|"
        r"portal|aplikasi|instagram)\b"
    )),
)  # fmt: skip
_SOFT = re.compile(r"\bsoft ?(copy|file|kopi)?\b|\bdigital\b|\belektronik\b|\bfile\b|\bdokumen\b")
_HARD = re.compile(r"\bhard ?(copy|file|kopi)?\b|\bcetak(an)?\b|\bkertas\b|\bbuku\b|\bfisik\b")
_ENDINGS = {
    "pdf": "pdf", "xls": "spreadsheet", "xlsx": "spreadsheet", "csv": "spreadsheet",
    "doc": "document", "docx": "document", "odt": "document", "txt": "document",
    "jpg": "media", "jpeg": "media", "png": "media", "mp4": "media", "mp3": "media",
}  # fmt: skip
_ONLY_FORM = re.compile(
    r"(?:pdf|(?:soft|hard) ?(?:copy|file|kopi)?)(?: (?:dan )?(?:pdf|(?:soft|hard) ?"
    r"(?:copy|file|kopi)?))*\Z"
)
_ONLY_YEAR = re.compile(r"(?:tahun )?(?:19|20)\d\d\Z")


@lru_cache(maxsize=8192)
def form(text: str, ending: str) -> Read:
    """The main form that a text names; ``ending`` is that of the link, for "Softcopy" alone."""
    words = plain(text)
    for name, pattern in _FORMS:
        if pattern.search(words):
            return Read(name)
    if _SOFT.search(words):
        return Read(_ENDINGS.get(ending, "document"), exact=False)
    if _HARD.search(words):
        return Read("paper")
    return Read("", exact=False)


def form_of_link(ending: str) -> str:
    """The main form of what a link leads to."""
    return _ENDINGS.get(ending, "web")


def is_only_form(text: str) -> bool:
    """Whether a text is a form and nothing else: no title, no unit."""
    return len(text) < 40 and _only_form(text)


@lru_cache(maxsize=8192)
def _only_form(text: str) -> bool:
    return bool(_ONLY_FORM.match(plain(text)))


def is_only_year(text: str) -> bool:
    """Whether a text is a year and nothing else."""
    return len(text) < 12 and _only_year(text)


@lru_cache(maxsize=8192)
def _only_year(text: str) -> bool:
    return bool(_ONLY_YEAR.match(plain(text)))


# -- links -------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"https?://[^\s<>\"|]+", re.IGNORECASE)
_BARE = re.compile(r"(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,10}(?:[/?#]\S*)?\Z", re.IGNORECASE)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN = re.compile(rf"https?://(?:{_LABEL}\.)+[a-z]{{2,24}}(?::\d{{2,4}})?(?:[/?#]\S*)?\Z", re.I)
_valid = URLValidator(schemes=["http", "https"])


@lru_cache(maxsize=8192)
def links(text: str) -> tuple[str, ...]:
    """The addresses in a text that a browser can follow; a bare "www.…" gets its https."""
    found = [each.rstrip(").,;'") for each in _ADDRESS.findall(text)]
    if not found and _BARE.match(text.strip()):
        found = [f"https://{text.strip()}"]
    return tuple(each for each in dict.fromkeys(found) if _follows(each))


def _follows(address: str) -> bool:
    if len(address) < 500 and _PLAIN.match(address):
        return True  # nearly all: the full rule takes longer than the rest of the row
    try:
        _valid(address)
    except ValidationError:
        return False
    return True


def ending(address: str) -> str:
    """How the name of what a link leads to ends, "" without."""
    path = address.partition("#")[0].partition("?")[0].partition("//")[2]
    name = path.rpartition("/")[2] if "/" in path else ""
    return name.rpartition(".")[2].lower() if "." in name else ""


# -- ticks -------------------------------------------------------------------------------------

_TICKS = frozenset(("√", "✓", "✔", "v", "x", "✗", "ya", "1", "ü", "*", "•", "", "ada"))


def is_tick(text: str) -> bool:
    """Whether a cell says only that what its heading says holds."""
    return len(text) < 4 and text.lower() in _TICKS
