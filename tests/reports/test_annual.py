"""The yearly report (Perki 1/2021 Pasal 56): opened by itself, counted, frozen, issued, public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ppid_portal.files.services import open_bytes
from ppid_portal.letters import services as letters
from ppid_portal.people.actors import Actor
from ppid_portal.reports.annual import following
from ppid_portal.reports.annual.models import SECTIONS, AnnualReport, ReportState
from ppid_portal.reports.tasks import follow_years
from ppid_portal.sop import engine, figures
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from tests.driver import Desk, make_decree
from tests.driver_objections import ObjectionDesk
from tests.reports.conftest import looks

pytestmark = pytest.mark.django_db

TEXTS = {name: f"Isi bagian {name}." for name in SECTIONS}
OFFICE, KETUA = {"tim_sekretariat_ppid"}, {"ketua_ppid"}
#: act → (states it starts from, roles that may perform it)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "write": ({"compiling"}, OFFICE),
    "submit": ({"compiling"}, OFFICE),
    "send_back": ({"submitted"}, KETUA),
    "issue": ({"submitted"}, KETUA),
    "record_copy": ({"issued"}, OFFICE),
}
DATA: dict[str, dict[str, Any]] = {
    "write": TEXTS,
    "send_back": {"reason": "Bagian anggaran belum lengkap."},
    "record_copy": {"copied_on": date(2027, 1, 5), "copied_by": "surel"},
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip


@pytest.fixture
def due(desk: Desk, travel: Any) -> AnnualReport:
    """Return the report of 2026, opened in the first days of 2027."""
    desk.answered()
    travel("2027-01-05 10:00")
    made = following.open_due()
    assert made is not None
    return made


@pytest.fixture
def state(desk: Desk, due: AnnualReport) -> Callable[[str], AnnualReport]:
    """Return how to bring the report into a state."""

    def bring(wanted: str) -> AnnualReport:
        case = due
        if wanted == "compiling":
            return case
        engine.perform(case, "write", acting(desk, "tim_sekretariat_ppid"), **TEXTS)
        case = engine.perform(case, "submit", acting(desk, "tim_sekretariat_ppid"))
        if wanted == "submitted":
            return case
        case = engine.perform(case, "issue", acting(desk, "ketua_ppid", "ketua"))
        if wanted == "issued":
            return case
        copied = DATA["record_copy"]
        return engine.perform(case, "record_copy", acting(desk, "tim_sekretariat_ppid"), **copied)

    return bring


def acting(desk: Desk, role: str, who: str = "petugas") -> Actor:
    """Return one of the office in any role."""
    if role == "pemohon":
        return Actor.applicant(0)
    if role == "sistem":
        return Actor.system()
    someone = getattr(desk.office, who)
    return Actor(
        kind="staff",
        role=role,
        user=someone,
        user_id=someone.pk,
        unit_id=desk.office.unit_a.pk,
        name=someone.name,
    )


# -- its states ------------------------------------------------------------------------------------


def test_every_act_is_in_the_matrix() -> None:
    acts = {name for name, declared in declarations(AnnualReport).items() if not declared.opening}
    assert acts == set(ALLOWED)


@pytest.mark.parametrize("where", ["compiling", "submitted", "issued", "closed"])
def test_each_act_has_its_states_and_its_roles(
    desk: Desk, state: Callable[[str], AnnualReport], where: str
) -> None:
    case = state(where)
    if where == "compiling":
        engine.perform(case, "write", acting(desk, "tim_sekretariat_ppid"), **TEXTS)
    for act, (sources, roles) in ALLOWED.items():
        for role in ROLES:
            actor = acting(desk, role, "hukum")
            if where in sources and role in roles:
                (move,) = [
                    move
                    for move in engine.moves(AnnualReport.objects.get(pk=case.pk), [actor])
                    if move.name == act
                ]
                assert move.allowed, (act, role, move.why_not)
                sid = transaction.savepoint()
                engine.perform(case, act, actor, **DATA.get(act, {}))
                transaction.savepoint_rollback(sid)
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor, **DATA.get(act, {}))
            assert AnnualReport.objects.get(pk=case.pk).state == where, (act, role)


def test_nobody_opens_one_by_hand(desk: Desk) -> None:
    for role in ROLES - {"sistem"}:
        with pytest.raises(NotYours):
            engine.open_case(AnnualReport, acting(desk, role), fields={"title": "x", "year": 2020})


def test_who_submitted_it_does_not_approve_it(
    desk: Desk, state: Callable[[str], AnnualReport]
) -> None:
    case = state("submitted")
    with pytest.raises(SamePerson):
        engine.perform(case, "issue", acting(desk, "ketua_ppid", "petugas"))


def test_a_report_with_a_part_missing_is_not_submitted(desk: Desk, due: AnnualReport) -> None:
    """Pasal 56 names every part; the refusal names those that are missing."""
    engine.perform(due, "write", acting(desk, "tim_sekretariat_ppid"), **TEXTS | {"external": " "})
    with pytest.raises(Refused, match=r"Belum diisi: kendala eksternal\."):
        engine.perform(due, "submit", acting(desk, "tim_sekretariat_ppid"))


def test_a_copy_is_not_sent_before_the_report_is_out(
    desk: Desk, state: Callable[[str], AnnualReport]
) -> None:
    case = state("issued")
    with pytest.raises(Refused, match="sebelum laporan terbit") as refused:
        engine.perform(
            case,
            "record_copy",
            acting(desk, "tim_sekretariat_ppid"),
            copied_on=date(2027, 1, 4),
            copied_by="surel",
        )
    assert refused.value.field == "copied_on"


# -- when there is one to make ---------------------------------------------------------------------


def test_it_is_opened_once_when_the_year_has_ended_and_due_on_31_march(
    desk: Desk, travel: Any
) -> None:
    """Three months after the year (Pasal 56)."""
    desk.registered()
    travel("2026-12-31 23:59")
    follow_years()
    assert not AnnualReport.objects.exists()
    for moment in ("2027-01-01 04:20", "2027-01-02 04:20", "2027-06-01 04:20"):
        travel(moment)
        follow_years()
    (made,) = AnnualReport.objects.all()
    assert (made.year, made.state) == (2026, ReportState.COMPILING)
    assert made.number == "001/PPID-SETNEG/LL/2027"
    assert made.deadline is not None
    assert made.deadline.due_on == date(2027, 3, 31)


def test_a_portal_without_requests_owes_no_report(office: Any, travel: Any) -> None:
    travel("2027-01-01 04:20")
    follow_years()
    assert not AnnualReport.objects.exists()


def test_there_is_one_report_a_year(due: AnnualReport) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        engine.open_case(
            AnnualReport, Actor.system(), fields={"title": "Dua kali", "year": due.year}
        )


def test_issuing_it_keeps_the_law_s_limit(
    state: Callable[[str], AnnualReport],
) -> None:
    case = state("issued")
    assert case.deadline is not None
    assert case.deadline.status == "met"


# -- its figures -----------------------------------------------------------------------------------


def figure(chapters: list[dict[str, Any]], path: str) -> int | None:
    """Return one figure by "chapter.table.row", or the sum of a table by "chapter.table"."""
    chapter, table, *row = path.split(".")
    (found,) = [
        each
        for part in chapters
        if part["key"] == chapter
        for each in part["tables"]
        if each["key"] == table
    ]
    if not row:
        return int(found["total"])
    return next(line["value"] for line in found["rows"] if line["key"] == row[0])


def test_every_request_counts_once_and_with_its_result(desk: Desk, travel: Any) -> None:
    """The figures are those of the register, and the sums agree (S24)."""
    make_decree(desk.office.unit_a)
    desk.answered()
    desk.answered("refused")
    desk.incomplete()
    desk.in_state("withdrawn")
    desk.in_process()
    travel("2027-01-04 09:00")
    desk.registered()

    found = figures.count(date(2026, 1, 1), date(2026, 12, 31))

    assert figure(found, "requests.month") == 5, "that of 4 January belongs to the next year"
    assert figure(found, "requests.month.2026-03") == 5
    results = {
        "granted": 1,
        "refused": 1,
        "withdrawn": 1,
        "": 2,
    }
    assert {key: figure(found, f"requests.result.{key}") for key in results} == results
    sums = [figure(found, f"requests.{table}") for table in ("month", "channel", "result")]
    assert sums == [5, 5, 5]
    assert figure(found, "requests.reason.h") == 1
    assert figure(found, "requests.punctuality.in_time") == 2
    assert figure(found, "requests.time.median") == 0


def test_time_taken_leaves_out_what_the_clock_stood_still(desk: Desk, travel: Any) -> None:
    """S8: paused working days are no time used; no duration is negative (S24)."""
    case = desk.clarifying()
    travel("2026-03-12 10:00")
    case = desk.do(case, "answer_clarification", desk.office.applicant(case), answer="Tahun 2025.")
    desk.draft(case)
    case = desk.do(case, "submit_draft", desk.office.petugas, without_units=True)
    case = desk.do(case, "approve_answer", desk.office.ketua)
    travel("2026-03-13 10:00")
    desk.do(case, "deliver_answer", desk.office.petugas)

    found = figures.count(date(2026, 1, 1), date(2026, 12, 31))

    assert figure(found, "requests.time.median") == 1, "9 to 12 March stood still"


def test_figures_do_not_take_more_queries_for_more_requests(
    desk: Desk, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    desk.answered()
    with django_assert_max_num_queries(60) as first:
        figures.count(date(2026, 1, 1), date(2026, 12, 31))
    for _ in range(3):
        desk.answered()
    with django_assert_num_queries(len(first)):
        figures.count(date(2026, 1, 1), date(2026, 12, 31))


def test_figures_do_not_take_more_queries_for_more_objections(
    office: Any, travel: Any, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    travel("2026-03-09 10:00")
    people = ObjectionDesk(office)
    people.delivered("rejected", grounds="b", method="pickup")
    with django_assert_max_num_queries(60) as first:
        figures.count(date(2026, 1, 1), date(2026, 12, 31))
    for _ in range(3):
        people.delivered("rejected", grounds="b", method="pickup")
    with django_assert_num_queries(len(first)):
        figures.count(date(2026, 1, 1), date(2026, 12, 31))


def test_no_two_chapters_have_a_key() -> None:
    keys = [chapter.key for chapter in figures.chapters()]
    assert keys == ["list", "requests", "objections", "disputes"]


def test_a_median_is_of_those_that_there_are() -> None:
    assert figures.percentile([], 0.5) is None
    assert figures.percentile([7], 0.9) == 7
    assert figures.percentile([1, 2, 3, 4], 0.5) == 2
    assert figures.percentile(list(range(1, 11)), 0.9) == 9


# -- at the desk and in public ---------------------------------------------------------------------


def test_the_document_says_what_was_written_and_frozen(
    state: Callable[[str], AnnualReport], travel: Any
) -> None:
    case = state("issued")
    letter = case.letter
    assert letter is not None
    said = letter.context["letter"]
    assert said["chapters"] == case.figures
    assert {name: said[name] for name in SECTIONS} == TEXTS
    assert letter.number == "LAP-1/PPID/HM.00/01/2027"
    assert "Siti" not in str(said), "a report names nobody"


def test_a_report_that_is_sent_back_is_counted_anew(
    desk: Desk, state: Callable[[str], AnnualReport]
) -> None:
    case = state("submitted")
    case = engine.perform(
        case, "send_back", acting(desk, "ketua_ppid", "ketua"), reason="Lengkapi anggaran."
    )
    assert (case.figures, case.frozen_at) == (None, None)
    page = client(desk.office.petugas).get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "Dikembalikan: Lengkapi anggaran." in page


def client(user: Any) -> Client:
    """Return the browser of one of the office."""
    found = Client()
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def test_the_draft_is_for_the_office_alone(desk: Desk, due: AnnualReport) -> None:
    url = reverse("reports:annual_preview", args=[due.pk])
    assert client(desk.office.petugas).get(url)["Content-Type"] == "application/pdf"
    assert client(desk.office.pelaksana_a).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_public_reads_only_what_is_signed(
    desk: Desk, state: Callable[[str], AnnualReport]
) -> None:
    page, pdf = reverse("yearly:index"), reverse("yearly:pdf", args=[2026])
    case = state("submitted")
    assert "Belum ada laporan yang terbit" in Client().get(page).content.decode()
    assert Client().get(pdf).status_code == 404

    case = engine.perform(case, "issue", acting(desk, "ketua_ppid", "ketua"))
    assert Client().get(pdf).status_code == 404, "the PDF is not signed yet"
    letter = letters.render(case.letter_id)

    html = Client().get(page).content.decode()
    assert "Laporan layanan informasi publik tahun 2026" in html
    assert "Siti" not in html
    answer = Client().get(pdf)
    assert answer.content == open_bytes(letter.pdf)

    letters.withdraw(letter, actor=acting(desk, "ketua_ppid", "ketua"), reason="Salah angka.")
    assert Client().get(pdf).status_code == 404


def test_the_public_page_counts_the_year_once_in_ten_minutes(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    desk.answered()
    Client().get(reverse("yearly:index"))
    with django_assert_max_num_queries(8):
        Client().get(reverse("yearly:index"))


def test_the_register_page_leads_to_the_reports(desk: Desk, due: AnnualReport) -> None:
    html = client(desk.office.petugas).get(reverse("reports:index")).content.decode()
    assert due.title in html
    assert reverse("desk:case", args=[due.pk]) in html
    assert looks("case", "applicant") == 0
