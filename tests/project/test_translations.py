"""The English catalogue: complete, sound, compiled; and no page mixes two languages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import now
from ppid_portal.language import translated
from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.sop import catalogue, deadlines
from ppid_portal.sop.access import code_of
from ppid_portal.sop.deadlines import change_words
from ppid_portal.sop.models import DeadlineChange, WorkItem
from requests_app.models import InformationRequest
from tests.conftest import Office
from tests.driver import Desk

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "locale/en/LC_MESSAGES/django.po"
CATALOGUE = polib.pofile(str(SOURCE))
Key = tuple[str | None, str, str]

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%%|\{[a-z_]*(?::[^{}]*)?\}|</?[a-z]+>")
#: Words that no English sentence holds, and none of which is part of a name on these pages.
INDONESIAN = re.compile(
    r"\b(?:Anda|permohonan|pemohon|berkas|jawaban|paling lambat|hari kerja|tidak|belum|sudah|"
    r"untuk|dengan|akan|tulis|pilih|kirim|lacak|keberatan|petugas|langkah|menunggu)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:the|and|submit|search|your|please|required|request|invalid|cancel|delete|next|"
    r"previous|choose|upload|download)\b",
    re.IGNORECASE,
)


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


# -- the catalogue ---------------------------------------------------------------------------------


@pytest.mark.gettext
def test_the_catalogue_holds_every_text_and_no_other(tmp_path: Path) -> None:
    """A text added since is translated before it is merged; one that went leaves no rest."""
    copy = tmp_path / "portal"
    copy.mkdir()
    rooms = {entry.split(".")[0] for entry in settings.INSTALLED_APPS}
    for name in sorted(rooms | {"templates", "manage.py"}):
        if (ROOT / name).is_dir():
            skipped = shutil.ignore_patterns("__pycache__", "data")
            shutil.copytree(ROOT / name, copy / name, ignore=skipped)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, copy / name)
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "en", "-v0"],
        cwd=copy,
        check=True,
        env={"PATH": str(Path(str(shutil.which("xgettext"))).parent), "DATA_DIR": str(tmp_path)},
    )
    found = polib.pofile(str(copy / "locale/en/LC_MESSAGES/django.po"))
    texts = {_key(entry) for entry in found if not entry.obsolete}
    assert len(texts) > 1000
    assert {_key(entry) for entry in CATALOGUE} == texts


def test_every_text_is_translated_and_none_is_a_guess() -> None:
    assert [entry.msgid for entry in CATALOGUE if not all(_forms(entry))] == []
    assert [entry.msgid for entry in CATALOGUE if entry.fuzzy] == []
    assert CATALOGUE.obsolete_entries() == []
    assert not CATALOGUE.metadata_is_fuzzy


def test_english_has_two_forms_of_number() -> None:
    assert CATALOGUE.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    for entry in CATALOGUE:
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == [0, 1], entry.msgid


def test_every_placeholder_survives() -> None:
    """A lost one shows a sentence without its date; a wrong one ends the page."""
    for entry in CATALOGUE:
        wanted = sorted(PLACEHOLDER.findall(entry.msgid))
        for form in _forms(entry):
            assert sorted(PLACEHOLDER.findall(form)) == wanted, entry.msgid


def test_spaces_and_line_ends_around_a_text_survive() -> None:
    for entry in CATALOGUE:
        for form in _forms(entry):
            assert form[-1:].isspace() == entry.msgid[-1:].isspace(), entry.msgid
            assert form[:1].isspace() == entry.msgid[:1].isspace(), entry.msgid


def test_nothing_was_left_indonesian() -> None:
    """What reads alike in both languages is a name or a loan word, never a sentence."""
    for entry in CATALOGUE:
        for form in _forms(entry):
            if "“" not in form:  # a quoted example may be Indonesian
                assert not INDONESIAN.search(form), form


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = polib.mofile(str(SOURCE.with_suffix(".mo")))
    assert {_key(entry): _forms(entry) for entry in compiled} == {
        _key(entry): _forms(entry) for entry in CATALOGUE
    }


def test_the_source_language_has_no_catalogue() -> None:
    """Texts are written in Indonesian; a catalogue for it would be a second place to look."""
    assert sorted(path.name for path in (ROOT / "locale").iterdir()) == ["en"]


def test_what_the_sops_require_and_yield_has_english_words() -> None:
    with translation.override("en"):
        for step in catalogue.steps():
            assert all(step.word(term) for term in step.requires), step.key
            assert bool(step.result) == bool(step.output), step.key


# -- pages -----------------------------------------------------------------------------------------


class _Text(HTMLParser):
    """Collects what a reader sees or hears, leaving out what is marked as another language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.hidden: list[str] = []
        self.said: list[str] = []
        self.html = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.html = given.get("lang") or ""
        elif self.hidden or given.get("lang", self.language) != self.language:
            if tag not in ("input", "img", "br", "hr", "meta", "link", "wbr"):
                self.hidden.append(tag)
            return
        if tag in ("script", "style"):
            self.hidden.append(tag)
        names = ("aria-label", "title", "placeholder", "alt", "content")
        self.said += [text for name in names if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data)


def _reads(client: Client, address: str, language: str) -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address, follow=True)
    assert answer.headers["Content-Language"] == language
    reader = _Text(language)
    reader.feed(answer.content.decode())
    assert reader.html == language
    text = " ".join(" ".join(reader.said).split())
    assert len(text) > 200
    return text


PUBLIC = (
    "/",
    "/dip/",
    "/permohonan/baru/",
    "/lacak/",
    "/verifikasi/",
    "/tata-cara/",
    "/keberatan/",
    "/sengketa/",
    "/maklumat/",
    "/biaya/",
    "/profil/",
    "/aksesibilitas/",
    "/privasi/",
    "/meja/",  # leads to the login
    "/masuk/kata-sandi/lupa/",
    "/tidak-ada-halaman-ini/",
)
STAFF = ("/meja/", "/meja/persetujuan/", "/meja/perhatian/", "/meja/cari/", "/meja/loket/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_an_english_public_page_holds_no_indonesian(client: Client, address: str) -> None:
    assert INDONESIAN.findall(_reads(client, address, "en")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_an_indonesian_public_page_holds_no_english(client: Client, address: str) -> None:
    assert ENGLISH.findall(_reads(client, address, "id")) == []


@pytest.mark.parametrize("address", STAFF)
def test_an_english_desk_holds_no_indonesian(
    client_as: Callable[[object], Client], office: Office, address: str
) -> None:
    assert INDONESIAN.findall(_reads(client_as(office.petugas), address, "en")) == []


@pytest.mark.parametrize("address", STAFF)
def test_an_indonesian_desk_holds_no_english(
    client_as: Callable[[object], Client], office: Office, address: str
) -> None:
    assert ENGLISH.findall(_reads(client_as(office.petugas), address, "id")) == []


@pytest.mark.django_db
def test_wrong_input_is_answered_in_the_language_of_the_page(client: Client) -> None:
    for language, foreign in (("en", INDONESIAN), ("id", ENGLISH)):
        cache.clear()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.post("/lacak/", {"number": "0001/X", "code": "AAAA-BBBB-CCCC"})
        reader = _Text(language)
        reader.feed(answer.content.decode())
        assert foreign.findall(" ".join(reader.said)) == []


# -- records ---------------------------------------------------------------------------------------


@pytest.fixture
def answered_in_english(
    office: Office, travel: Callable[[datetime | str], datetime]
) -> InformationRequest:
    """A request refused in part by officers who read English pages; its date was moved once."""
    travel("2026-03-09 10:00")
    desk = Desk(office)
    with translation.override("en"):
        case: InformationRequest = desk.submitted("partly")
        deadline = deadlines.running(case, "written_notification")
        assert deadline is not None
        deadlines.extend(deadline, 3, at=now())
        case = desk.do(case, "approve_answer", office.ketua)
        return desk.do(case, "deliver_answer", office.petugas)


def test_records_are_indonesian_whoever_acts(answered_in_english: InformationRequest) -> None:
    """Work, audit, dates, mail and letters read alike, whatever language the officer reads."""
    case = answered_in_english
    outputs = [
        label
        for entry in AuditEntry.objects.filter(stream=case.stream)
        for _kind, label, _reference in entry.data.get("outputs", [])
    ]
    assert {"Permohonan informasi", "Kelengkapan data", "Nomor pendaftaran"} <= set(outputs)
    labels = set(WorkItem.objects.filter(case=case).values_list("label", flat=True))
    assert {"Periksa permohonan dan identitas", "Siapkan jawaban", "Putuskan jawaban"} <= labels
    reasons = DeadlineChange.objects.filter(deadline__case=case).values_list("reason", flat=True)
    assert list(reasons) == ["Diperpanjang 3 hari kerja"]
    notices = [f"{one.subject} {one.body}" for one in Notice.objects.filter(case=case)]
    assert len(notices) > 3
    letters = [f"{one.title} {one.context}" for one in Letter.objects.filter(case=case)]
    assert len(letters) > 1
    for text in [*outputs, *labels, *notices, *letters]:
        assert not re.search(r"\b(?:working days?|the|and|of|Monday|March)\b", text), text


def test_records_are_read_in_the_language_of_the_reader(
    answered_in_english: InformationRequest,
) -> None:
    work = WorkItem.objects.filter(case=answered_in_english, label="Siapkan jawaban").first()
    assert work is not None
    with translation.override("id"):
        assert work.title == "Siapkan jawaban"
        assert change_words("Diperpanjang 3 hari kerja") == "Diperpanjang 3 hari kerja"
    with translation.override("en"):
        assert work.title == "Prepare the answer"
        assert change_words("Diperpanjang 3 hari kerja") == "Extended by 3 working days"
        assert change_words("Perpanjangan dibatalkan") == "Extension cancelled"


def test_an_empty_text_stays_empty() -> None:
    """The empty msgid is the head of the catalogue, which nobody wants to read."""
    with translation.override("en"):
        assert translated("") == ""
        assert translated("Kalimat yang tidak dikenal katalog") == (
            "Kalimat yang tidak dikenal katalog"
        )


def test_the_applicants_page_is_english_beside_the_applicants_own_words(
    client: Client, answered_in_english: InformationRequest
) -> None:
    case = answered_in_english
    InformationRequest.objects.filter(pk=case.pk).update(
        title="Budget 2025", information="Budget 2025", purpose="Research"
    )
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/lacak/", {"number": case.number, "code": code_of(case)})
    text = _reads(client, f"/lacak/berkas/{case.public_id}/", "en")
    assert "Letters and documents for you" in text
    # Letters keep their Indonesian titles: that is what stands on the paper.
    for title in Letter.objects.filter(case=case).values_list("title", flat=True):
        text = text.replace(title, "")
    assert INDONESIAN.findall(text) == []
