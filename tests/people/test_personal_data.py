"""What identifies a person is unreadable at rest, masked on pages and absent from records.

UU 27/2022 (Pelindungan Data Pribadi); domain brief 1.7.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from ppid_portal.audit.models import AuditEntry
from ppid_portal.people.crypto import (
    Undecipherable,
    blind_index,
    decrypt_text,
    encrypt_text,
    phone_digits,
)
from ppid_portal.people.fields import BlindIndexField, EncryptedTextField
from ppid_portal.people.models import Applicant

NIK = "3171234501900001"
PHONE = "0812-3456-7890"


@pytest.fixture
def siti(db: None) -> Applicant:
    """A person who asks."""
    return Applicant.objects.create(
        kind="perorangan", name="Siti Aminah", nik=NIK, phone=PHONE, email="siti@uji.example"
    )


def raw(applicant: Applicant) -> dict[str, Any]:
    """Return the row as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_applicant WHERE id = %s", [applicant.pk])
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def test_the_row_does_not_hold_nik_or_phone(siti: Applicant) -> None:
    """A stolen copy of the database names neither."""
    row = raw(siti)
    assert NIK not in str(row)
    assert "3456" not in str(row)
    assert row["nik"].startswith("gAAAA")
    again = Applicant.objects.get(pk=siti.pk)
    assert (again.nik, again.phone) == (NIK, PHONE)


def test_the_same_nik_is_stored_differently_every_time(siti: Applicant) -> None:
    """Rows cannot be compared by who can read them but has no key."""
    twin = Applicant.objects.create(kind="perorangan", name="Siti Aminah", nik=NIK)
    assert raw(siti)["nik"] != raw(twin)["nik"]
    assert raw(siti)["nik_index"] == raw(twin)["nik_index"]


def test_an_applicant_is_found_by_nik_and_phone_however_they_are_written(siti: Applicant) -> None:
    """The counter types what is on the card, the telephone shows +62."""
    assert Applicant.objects.get(nik_index=blind_index("3171 2345 0190 0001", "nik")) == siti
    for phone in ("+62 812 3456 7890", "0062-812-34567890", "(0812) 3456 7890"):
        assert Applicant.objects.get(phone_index=blind_index(phone, "phone")) == siti


def test_the_index_follows_a_corrected_nik(siti: Applicant) -> None:
    """Also when only that field is saved."""
    siti.nik = "3171234501900002"
    siti.save(update_fields=["nik"])
    assert not Applicant.objects.filter(nik_index=blind_index(NIK, "nik")).exists()
    assert Applicant.objects.get(nik_index=blind_index("3171234501900002", "nik")) == siti


def test_the_index_is_made_in_bulk_too(db: None) -> None:
    """No way of saving leaves it out."""
    Applicant.objects.bulk_create([Applicant(kind="perorangan", name="A", nik=NIK)])
    assert Applicant.objects.filter(nik_index=blind_index(NIK, "nik")).exists()


def test_the_index_cannot_be_computed_without_the_key(settings: Any) -> None:
    """There are few enough NIK to try them all; a keyed hash stops that."""
    before = blind_index(NIK, "nik")
    settings.BLIND_INDEX_KEY = "another key of at least thirty-two characters"
    assert blind_index(NIK, "nik") != before
    assert blind_index(NIK, "nik") != blind_index(NIK, "phone")
    assert blind_index("", "nik") == ""


def test_comparing_an_encrypted_field_is_refused(siti: Applicant) -> None:
    """It would silently find nothing."""
    with pytest.raises(FieldError, match="blind index"):
        Applicant.objects.filter(nik=NIK)


def test_empty_and_unknown_stay_so(db: None) -> None:
    """Nothing to hide in an empty field; the form asks for "is it empty"."""
    nobody = Applicant.objects.create(kind="kelompok", name="Warga RT 05")
    row = raw(nobody)
    assert (row["nik"], row["nik_index"], row["phone"]) == ("", "", "")
    field = EncryptedTextField(null=True)
    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, None) is None


def test_it_is_masked_for_lists(siti: Applicant) -> None:
    """Enough to tell two people apart, not enough to use."""
    assert siti.masked_nik == "3171••••••••0001"
    assert siti.masked_phone == "0812•••••890"
    assert siti.masked_email == "s••••@uji.example"
    assert Applicant(nik="1234").masked_nik == "••••"
    assert Applicant().masked_nik == ""


def test_neither_str_nor_repr_names_the_person(siti: Applicant) -> None:
    """Log lines and error reports print them."""
    for text in (str(siti), repr(siti), f"{[siti]}"):
        assert "Siti" not in text
        assert NIK not in text


def test_not_even_the_most_talkative_log_holds_nik_or_phone(
    siti: Applicant, caplog: pytest.LogCaptureFixture
) -> None:
    """Every statement logged with its parameters: they are ciphertext."""
    statements = caplog.at_level(logging.DEBUG, logger="django.db.backends")
    with statements, CaptureQueriesContext(connection):
        siti.phone = "0811-9876-5432"
        siti.save()
        logging.getLogger("portal").error("Gagal menyimpan %s %r", siti, siti)
    assert "UPDATE" in caplog.text
    assert NIK not in caplog.text
    assert "9876" not in caplog.text


def test_an_applicant_has_no_history_and_leaves_no_trace_in_the_record(siti: Applicant) -> None:
    """What may have to be erased is kept in one place."""
    siti.name = "Siti A."
    siti.save()
    assert not hasattr(Applicant, "history")
    assert "Siti" not in str(list(AuditEntry.objects.values()))


def test_an_unreadable_value_is_an_error_and_not_an_empty_one(
    siti: Applicant, settings: Any
) -> None:
    """Without its key the data is missing, and that must not look like "no NIK given"."""
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Undecipherable):
        Applicant.objects.get(pk=siti.pk)


def test_rotating_keys_makes_the_old_one_superfluous(siti: Applicant, settings: Any) -> None:
    """New key first, `manage.py rotate_keys`, old key out."""
    old, new = settings.FIELD_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    assert Applicant.objects.get(pk=siti.pk).nik == NIK
    before = raw(siti)
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert "people.Applicant: 1" in out.getvalue()

    settings.FIELD_ENCRYPTION_KEYS = [new]
    again = Applicant.objects.get(pk=siti.pk)
    assert (again.nik, again.phone) == (NIK, PHONE)
    after = raw(siti)
    assert after["nik_index"] == before["nik_index"]
    assert after["nik"] != before["nik"]


def test_threads_do_not_read_each_other(db: None) -> None:
    """One cipher serves all threads of a web process."""
    texts = [f"{number:016d}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: decrypt_text(encrypt_text(text)), texts)) == texts


@given(st.text(min_size=1))
@limits(max_examples=50, deadline=None)
def test_any_text_comes_back(text: str) -> None:
    """Whatever script, whatever length."""
    assert decrypt_text(encrypt_text(text)) == text


@given(st.from_regex(r"8[0-9]{7,11}", fullmatch=True))
@limits(max_examples=50, deadline=None)
def test_all_spellings_of_a_number_are_one(number: str) -> None:
    """0…, 62…, +62… and 0062…"""
    spellings = {f"0{number}", f"62{number}", f"+62 {number}", f"0062{number}", f"+62 0{number}"}
    assert {phone_digits(spelling) for spelling in spellings} == {f"0{number}"}


def test_migrations_can_remake_the_fields() -> None:
    """A field that forgets its arguments breaks the next migration."""
    name, path, args, kwargs = BlindIndexField(source="nik", purpose="nik").deconstruct()
    assert path == "ppid_portal.people.fields.BlindIndexField"
    again = BlindIndexField(*args, **kwargs)
    assert (again.source, again.purpose, again.max_length) == ("nik", "nik", 64)
    assert EncryptedTextField(blank=True).deconstruct()[1:] == (
        "ppid_portal.people.fields.EncryptedTextField",
        [],
        {"blank": True},
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "orang", "name": "A"},
        {"kind": "perorangan", "name": ""},
        {"kind": "perorangan", "name": "A", "proxy_address": "Jl. Kuasa 1"},
        {"kind": "perorangan", "name": "A", "guardian_relation": "ibu"},
    ],
    ids=["unknown kind", "nameless", "nameless proxy", "nameless guardian"],
)
def test_the_database_refuses_what_no_form_should_let_through(
    db: None, wrong: dict[str, str]
) -> None:
    """Constraints are the last line."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Applicant.objects.create(**wrong)
