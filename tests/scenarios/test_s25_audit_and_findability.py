"""S25. Audit and findability.

*When* each transition of one full case is performed, *then* each has who, when, old, new and
reason, opening applicant data is logged too, editing one row directly in the database makes
verification fail at that row, and the case is findable by number, name and text at once.
"""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ppid_portal.audit.models import AuditEntry
from ppid_portal.sop.access import secret_path
from requests_app.models import InformationRequest
from tests.conftest import Office, Once
from tests.driver import Desk
from tests.scenarios.browser import Browser
from tests.scenarios.filing import file_online

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("played")]

WIB = ZoneInfo("Asia/Jakarta")

#: verb, role, name, from, to, reason, moment: what every act must leave behind.
EXPECTED = [
    ("receive", "pemohon", "", "new", "received", "", "2026-03-09 10:00"),
    ("confirm_complete", "tim_sekretariat_ppid", "Rina Wulandari", "received", "checked", "",
     "2026-03-09 11:00"),
    ("register_request", "tim_sekretariat_ppid", "Rina Wulandari", "checked", "registered", "",
     "2026-03-09 11:30"),
    ("propose_extension", "tim_sekretariat_ppid", "Rina Wulandari", "registered", "registered", "",
     "2026-03-10 09:00"),
    ("reject_extension", "ketua_ppid", "Dewi Anggraini", "registered", "registered",
     "Belum perlu.", "2026-03-10 09:30"),
    ("dispose", "ketua_ppid", "Dewi Anggraini", "registered", "in_process", "",
     "2026-03-10 10:00"),
    ("accept_task", "ppid_pelaksana", "Andi Saputra", "in_process", "in_process", "",
     "2026-03-10 11:00"),
    ("ask_clarification", "tim_sekretariat_ppid", "Rina Wulandari", "in_process", "clarifying", "",
     "2026-03-10 13:00"),
    ("answer_clarification", "pemohon", "", "clarifying", "in_process", "", "2026-03-11 09:00"),
    ("answer_task", "ppid_pelaksana", "Andi Saputra", "in_process", "in_process", "",
     "2026-03-11 10:00"),
    ("submit_draft", "tim_sekretariat_ppid", "Rina Wulandari", "in_process", "approval", "",
     "2026-03-11 13:00"),
    ("return_draft", "ketua_ppid", "Dewi Anggraini", "approval", "in_process",
     "Sebutkan tahunnya.", "2026-03-11 14:00"),
    ("submit_draft", "tim_sekretariat_ppid", "Rina Wulandari", "in_process", "approval", "",
     "2026-03-12 09:00"),
    ("approve_answer", "ketua_ppid", "Dewi Anggraini", "approval", "approved", "",
     "2026-03-12 10:00"),
    ("deliver_answer", "tim_sekretariat_ppid", "Rina Wulandari", "approved", "answered", "",
     "2026-03-12 11:00"),
]  # fmt: skip


@pytest.fixture(scope="module")
def played(once: Once, office_once: Office) -> int:
    """One full case through the pages, from the form to the delivered answer; its key."""
    moments = iter([row[-1] for row in EXPECTED])
    with once(EXPECTED[0][-1]) as travel:

        def go(who: str = "") -> Browser:
            travel(next(moments))
            return Browser.of(getattr(office_once, who)) if who else Browser()

        _page, case = file_online(go())
        go("petugas").act(case, "confirm_complete")
        go("petugas").act(case, "register_request")
        go("petugas").act(
            case, "propose_extension", reason_code="not_held", detail="Dicari dahulu.", days="7"
        )
        go("ketua").decide(case, "reject_extension", reason="Belum perlu.")
        go("ketua").act(
            case, "dispose", units=[office_once.unit_a.pk], direction="Siapkan dokumennya."
        )
        go("pelaksana_a").act(case, "accept_task")
        go("petugas").act(case, "ask_clarification", question="Semester berapa?")
        go().open(secret_path(case)).form("answer").submit(answer="Keduanya.")
        go("pelaksana_a").act(case, "answer_task", answer="Ada di arsip unit.")
        officer = go("petugas")
        form = officer.open(f"/meja/permohonan/{case.pk}/jawaban/").form("bagian-0-text")
        form.submit(button="simpan", bagian__0__outcome="granted")
        officer.act(case, "submit_draft")
        go("ketua").decide(case, "return_draft", reason="Sebutkan tahunnya.")
        go("petugas").act(case, "submit_draft")
        go("ketua").decide(case, "approve_answer")
        go("petugas").act(case, "deliver_answer")
        case.refresh_from_db()
        assert case.state == "answered"
        return case.pk


@pytest.fixture
def case(played: int, office: Office, travel: Any) -> InformationRequest:
    """Return the case at the moment of its last act."""
    travel(EXPECTED[-1][-1])
    return InformationRequest.objects.get(pk=played)


def test_each_act_says_who_when_from_to_and_why(case: InformationRequest) -> None:
    entries = AuditEntry.objects.filter(stream=case.stream).order_by("sequence")
    acts = [entry for entry in entries if "citation" in entry.data]
    found = [
        (
            entry.verb,
            entry.role,
            entry.name,
            entry.from_state,
            entry.to_state,
            entry.reason,
            entry.at.astimezone(WIB).strftime("%Y-%m-%d %H:%M"),
        )
        for entry in acts
    ]
    assert found == EXPECTED
    for entry in acts:
        assert entry.subject == case.number
        assert entry.data["citation"]
        assert (entry.user_id is None) == (entry.role == "pemohon")


def test_the_row_itself_has_a_version_per_act(case: InformationRequest) -> None:
    """Old and new values of every field; who, when, and by which article."""
    rows = list(InformationRequest.history.filter(id=case.pk).order_by("history_id"))
    assert len(rows) == len(EXPECTED)
    assert [row.state for row in rows] == [row[4] for row in EXPECTED]
    for row, expected in zip(rows, EXPECTED, strict=True):
        assert row.history_date == datetime.fromisoformat(expected[-1]).replace(tzinfo=WIB)
        assert (row.history_user.name if row.history_user else "") == expected[2]
        assert row.history_change_reason.startswith(("SOP 2.", "UU 14/2008"))


def test_no_entry_holds_the_person_or_the_words(case: InformationRequest) -> None:
    everything = json.dumps(
        list(AuditEntry.objects.values_list("subject", "name", "reason", "data")), default=str
    )
    for secret in ("Siti", "3171234106900001", "siti@contoh", "Semester berapa", "Keduanya"):
        assert secret not in everything


def test_opening_applicant_data_is_logged(case: InformationRequest, at_desk: Any) -> None:
    """Each page that names the applicant, and apart from it the full data (UU 27/2022)."""
    looks = AuditEntry.objects.filter(verb="view", subject=f"case:{case.pk}")
    before = looks.count()
    officer = at_desk("petugas_2")
    page = officer.case(case)
    assert looks.count() == before + 1
    assert "3171234106900001" not in page.html
    form = next(form for form in page.forms if form.action.endswith("/pemohon/"))
    assert "3171234106900001" in form.submit().html.replace(" ", "")
    last = looks.order_by("-sequence")[0]
    assert (last.name, last.data["what"]) == ("Bayu Pratama", "nik")
    before = looks.count()
    assert at_desk("pelaksana_a").case(case).status == 200
    assert looks.count() == before, "a unit sees nobody's data"


def verify() -> dict[str, Any]:
    """Run the command; it fails exactly when it names a fault."""
    out, failed = StringIO(), False
    try:
        call_command("audit", "verify", "--json", stdout=out)
    except CommandError:
        failed = True
    answer: dict[str, Any] = json.loads(out.getvalue())
    assert answer["ok"] is not failed
    return answer


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "Alasan lain."),
        ("name", "Orang Lain"),
        ("to_state", "withdrawn"),
        ("at", "2026-03-01 00:00:00+00:00"),
    ],
)
def test_one_edited_row_is_found_at_that_row(
    case: InformationRequest, column: str, value: str
) -> None:
    assert verify()["ok"]
    entry = AuditEntry.objects.get(stream=case.stream, verb="return_draft")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE audit_auditentry SET {column} = %s WHERE id = %s",
            [value, entry.pk],
        )
    answer = verify()
    assert not answer["ok"]
    assert [(fault["stream"], fault["sequence"]) for fault in answer["faults"]] == [
        (case.stream, entry.sequence)
    ]


def test_a_removed_row_is_found_too(case: InformationRequest) -> None:
    entry = AuditEntry.objects.get(stream=case.stream, verb="return_draft")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE id = %s", [entry.pk])
    faults = verify()["faults"]
    assert (case.stream, entry.sequence) in {(f["stream"], f["sequence"]) for f in faults}


def test_a_case_is_found_the_moment_it_is_filed(office: Any, travel: Any, at_desk: Any) -> None:
    """By number, name and words, in whatever order; no indexer has to run first."""
    travel("2026-03-09 10:00")
    _page, case = file_online(Browser())
    _page, other = file_online(
        Browser(),
        identitas={"name": "Budi Santoso", "nik": "3171230101900002"},
        informasi={"information": "Daftar kendaraan dinas."},
        kontak={"email": "budi@contoh.example"},
    )
    desk = at_desk("petugas")
    for query in (
        case.number,
        "Siti Aminah",
        "siti",
        "laporan keuangan biro umum",
        "BIRO umum 2025",
        "2025 keuangan",
    ):
        page = desk.open("/meja/").form("q").submit(q=query)
        assert case.number in page.text, query
        assert other.number not in page.text, query


def test_a_changed_subject_is_found_at_once(desk: Desk, at_desk: Any) -> None:
    case = desk.do(
        desk.in_state("checked"),
        "register_request",
        desk.office.petugas,
        title="Anggaran jamuan kenegaraan",
    )
    page = at_desk("petugas").open("/meja/cari/?q=jamuan+anggaran")
    assert case.number in page.text
