"""The rules of announcements beyond states: content, times, renewal, corrections, proof."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from dip_app import services
from dip_app.announcing import content as contents
from dip_app.announcing import panels, rules
from dip_app.announcing.files import PURPOSE
from dip_app.announcing.models import Announcement, Appearance, Duty, Version
from dip_app.editions.changes import Basis
from dip_app.editions.models import Action, Proposal
from dip_app.editions.publishing import publish_all
from dip_app.models import ENTRY_COLUMNS, InformationItem
from ppid_portal.audit.models import AppendOnly, AuditEntry
from ppid_portal.audit.services import verify
from ppid_portal.clock import now
from ppid_portal.files.services import store
from ppid_portal.mail.models import Notice
from ppid_portal.sop.errors import Refused
from tests.conftest import JAKARTA
from tests.driver_announcements import NEXT_WEEK, TOMORROW, WARNING, AnnouncementDesk
from tests.files.samples import PDF

pytestmark = pytest.mark.any_database


def attached(name: str = "jadwal.pdf") -> Any:
    return store(PDF, purpose=PURPOSE, name=name, content_type="application/pdf")


# -- what it must say ------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", list(WARNING))
def test_a_warning_says_what_where_what_to_do_and_whom_to_ask(
    board: AnnouncementDesk, missing: str
) -> None:
    """UU 14/2008 Pasal 10; Perki 1/2021 Pasal 24: without one of them it helps nobody."""
    with pytest.raises(Refused) as refused:
        board.draft(Duty.IMMEDIATE, **{missing: "  "})
    assert refused.value.field == missing


def test_a_warning_is_not_planned(board: AnnouncementDesk) -> None:
    """UU 14/2008 Pasal 10: no delay, so no date."""
    with pytest.raises(Refused, match="tidak dijadwalkan"):
        board.draft(Duty.IMMEDIATE, publish_at=TOMORROW)


def test_it_does_not_end_before_it_begins(board: AnnouncementDesk) -> None:
    with pytest.raises(Refused) as refused:
        board.draft(publish_at=NEXT_WEEK, ends_at=TOMORROW)
    assert refused.value.field == "ends_at"


def test_what_has_ended_is_not_approved(board: AnnouncementDesk) -> None:
    case = board.submitted(ends_at=TOMORROW)
    board.travel(NEXT_WEEK)
    with pytest.raises(Refused, match="sudah lewat"):
        board.do(case, "approve", board.office.ketua)


@pytest.mark.parametrize(
    "facts", [{"category": "available"}, {"status": "withdrawn"}, {"status": "draft"}]
)
def test_a_periodic_announcement_renews_periodic_information(
    board: AnnouncementDesk, facts: dict[str, Any]
) -> None:
    """UU 14/2008 Pasal 9: of the public list, and of the kind that is announced periodically."""
    with pytest.raises(Refused) as refused:
        board.draft(Duty.PERIODIC, renews=board.item(**facts))
    assert refused.value.field == "renews"
    with pytest.raises(Refused):
        board.draft(Duty.PERIODIC, renews=None)


def test_only_a_periodic_announcement_renews_something(board: AnnouncementDesk) -> None:
    with pytest.raises(Refused):
        board.draft(Duty.GENERAL, renews=board.item())


# -- the duty of six months ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("up", "due"),
    [
        ("2026-03-02", date(2026, 9, 2)),
        ("2026-08-31", date(2027, 2, 28)),
        ("2027-08-31", date(2028, 2, 29)),
        ("2026-12-31", date(2027, 6, 30)),
    ],
)
def test_it_is_due_again_after_six_months(up: str, due: date) -> None:
    """UU 14/2008 Pasal 9 ayat (3); a shorter month ends on its last day."""
    moment = datetime.fromisoformat(f"{up} 23:30").replace(tzinfo=JAKARTA)
    assert rules.next_due(moment) == due


def test_what_is_overdue_needs_attention_until_it_is_renewed(board: AnnouncementDesk) -> None:
    item = board.item()
    board.approved(Duty.PERIODIC, renews=item)
    board.travel("2026-09-02 23:00")
    assert panels.overdue() == []
    board.travel("2026-09-03 00:01")
    assert [case.renews for case in panels.overdue()] == [item]
    board.approved(Duty.PERIODIC, renews=item)
    assert panels.overdue() == []


def test_what_left_the_list_is_nobodys_duty(board: AnnouncementDesk) -> None:
    item = board.item()
    board.approved(Duty.PERIODIC, renews=item)
    services.withdraw(item, None, "Diganti.")
    board.travel("2026-12-01 08:00")
    assert panels.overdue() == []


def test_a_withdrawn_announcement_does_not_count_as_renewal(board: AnnouncementDesk) -> None:
    item = board.item()
    first = board.approved(Duty.PERIODIC, renews=item)
    board.travel("2026-08-01 08:00")
    second = board.approved(Duty.PERIODIC, renews=item)
    board.do(second, "withdraw", board.office.ketua, reason="Datanya keliru.")
    board.travel("2026-09-10 08:00")
    assert [case.pk for case in panels.overdue()] == [first.pk]


# -- at once ---------------------------------------------------------------------------------------


def test_both_heads_hear_of_what_was_published_without_them(board: AnnouncementDesk) -> None:
    case = board.at_once()
    told = {
        address
        for notice in Notice.objects.filter(case=case, kind="staff_announcement_urgent")
        for address in notice.recipients
    }
    assert told == {board.office.ketua.email, board.office.atasan.email}


def test_the_reason_of_publishing_at_once_is_on_record(board: AnnouncementDesk) -> None:
    """UU 14/2008 Pasal 10: why it could not wait."""
    case = board.at_once()
    entry = AuditEntry.objects.get(subject=case.number, verb="publish_at_once")
    assert entry.reason == "Orang dapat tertimpa."
    assert entry.data["citation"] == "UU 14/2008 Pasal 10"
    assert "Orang dapat tertimpa." in Appearance.objects.get(announcement=case).basis


def test_a_draft_of_a_warning_is_late_from_the_first_minute(board: AnnouncementDesk) -> None:
    case = board.draft(Duty.IMMEDIATE)
    assert case.work.get(closed_at__isnull=True).due_at == case.opened_at


# -- corrections -----------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_and_the_old_one_is_kept(board: AnnouncementDesk) -> None:
    case = board.in_state("correcting")
    before = case.current
    assert Announcement.objects.get(pk=case.pk).title == "Jam layanan berubah"
    case = board.do(case, "approve_correction", board.office.ketua)
    titles = list(case.versions.values_list("number", "title"))
    assert titles == [(1, "Jam layanan berubah"), (2, "Jam layanan berubah lagi")]
    assert (case.current.number, case.title) == (2, "Jam layanan berubah lagi")
    assert Version.objects.get(pk=before.pk).text == before.text


def test_a_declined_correction_shows_nothing_new(board: AnnouncementDesk) -> None:
    case = board.in_state("correcting")
    case = board.do(case, "decline_correction", board.office.ketua, reason="Sudah benar.")
    assert (case.current.number, case.pending, case.state) == (1, None, "up")
    assert case.appearances.count() == 1


def test_attachments_are_kept_by_choice(board: AnnouncementDesk) -> None:
    case = board.approved(files=(attached("satu.pdf"), attached("dua.pdf")))
    kept = case.current.files.first()
    case = board.do(
        case,
        "propose_correction",
        board.office.petugas,
        content=board.content(kept=(kept.pk,), files=(attached("tiga.pdf"),)),
        reason="Jadwal baru.",
    )
    assert [each.label for each in case.pending.files.all()] == ["satu.pdf", "tiga.pdf"]
    assert [each.label for each in case.current.files.all()] == ["satu.pdf", "dua.pdf"]


# -- attachments are public when and only while it is shown ----------------------------------------


def test_an_attachment_is_public_only_while_its_version_is_shown(
    board: AnnouncementDesk, client: Client, client_as: Any
) -> None:
    file = attached()
    address = reverse("files:download", args=[file.pk])

    def public() -> int:
        return client.get(address).status_code

    case = board.approved(files=(file,), publish_at=TOMORROW)
    assert public() == 404
    board.sweep(TOMORROW)
    assert public() == 200
    board.do(
        case, "propose_correction", board.office.petugas, content=board.content(), reason="Salah."
    )
    assert public() == 200
    board.do(case, "approve_correction", board.office.ketua)
    assert public() == 404
    assert client_as(board.office.petugas).get(address).status_code == 200
    assert client_as(board.office.pelaksana_a).get(address).status_code == 404


def test_an_attachment_goes_with_what_is_withdrawn(board: AnnouncementDesk, client: Client) -> None:
    file = attached()
    case = board.approved(files=(file,))
    address = reverse("files:download", args=[file.pk])
    assert client.get(address).status_code == 200
    board.do(case, "withdraw", board.office.ketua, reason="Keliru.")
    assert client.get(address).status_code == 404


# -- proof -----------------------------------------------------------------------------------------


def test_the_proof_tells_each_version_from_when_to_when(board: AnnouncementDesk) -> None:
    case = board.approved()
    board.travel("2026-03-04 10:00")
    case = board.do(
        case,
        "propose_correction",
        board.office.petugas,
        content=board.content(title="Lain"),
        reason="Keliru.",
    )
    case = board.do(case, "approve_correction", board.office.ketua)
    board.travel("2026-03-06 16:00")
    board.do(case, "withdraw", board.office.ketua, reason="Tidak berlaku.")
    rows = [
        (row.title, row.up_at.astimezone(JAKARTA).day, row.down_at.astimezone(JAKARTA).day)
        for row in Appearance.objects.filter(announcement=case)
        if row.down_at is not None
    ]
    assert rows == [("Jam layanan berubah", 2, 4), ("Lain", 4, 6)]
    assert Appearance.objects.get(version__number=2).down_basis == "Ditarik: Tidak berlaku."


def test_the_hash_is_that_of_what_was_shown(board: AnnouncementDesk) -> None:
    """Anybody who has the content can work it out again; the audit chain names the same."""
    item = board.item()
    case = board.approved(items=(item,), files=(attached(),))
    shown = {
        "number": case.number,
        "version": 1,
        "duty": "general",
        "unit": board.office.unit_a.code,
        "subject": "service",
        "title": "Jam layanan berubah",
        "text": "Mulai besok loket buka pukul 08.00.\n\nTerima kasih.",
        "threat": "",
        "place": "",
        "action": "",
        "contact": "",
        "items": [item.pk],
        "files": [["jadwal.pdf", "jadwal.pdf", hashlib.sha256(PDF).hexdigest()]],
    }
    written = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    proof = Appearance.objects.get(announcement=case)
    assert proof.sha256 == hashlib.sha256(written.encode()).hexdigest()
    assert (
        AuditEntry.objects.get(subject=case.number, verb="approve").data["sha256"] == proof.sha256
    )
    assert verify(case.stream) == []


def test_the_proof_cannot_be_changed(board: AnnouncementDesk) -> None:
    case = board.approved()
    proof = Appearance.objects.get(announcement=case)
    for change in (
        proof.save,
        proof.delete,
        Appearance.objects.all().delete,
        lambda: Appearance.objects.update(up_at=TOMORROW),
        lambda: Appearance.objects.bulk_update([proof], ["up_at"]),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert Appearance.objects.get(pk=proof.pk).up_at == case.up_at


def test_what_was_shown_cannot_be_written_over(board: AnnouncementDesk) -> None:
    version = board.approved().current
    version.text = "Lain."
    for change in (version.save, version.delete):
        with pytest.raises(AppendOnly):
            change()


@pytest.mark.every_database
def test_nothing_is_up_twice_at_a_time(board: AnnouncementDesk) -> None:
    proof = Appearance.objects.get(announcement=board.approved())
    with pytest.raises(IntegrityError), transaction.atomic():
        Appearance(
            announcement=proof.announcement,
            version=proof.version,
            title=proof.title,
            up_at=TOMORROW,
            sha256=proof.sha256,
            basis="",
        ).save()


def test_an_item_of_the_list_leaves_proof_too(board: AnnouncementDesk) -> None:
    item = services.publish(board.item(status="draft", published_at=None), None)
    first = Appearance.objects.get(item=item)
    assert (first.down_at, first.sha256) == (None, contents.fingerprint(contents.of_item(item)))
    board.travel("2026-03-05 10:00")
    item = services.withdraw(item, None, "Diganti.")
    ended = Appearance.objects.get(pk=first.pk)
    assert ended.down_at == datetime(2026, 3, 5, 10, tzinfo=JAKARTA)
    assert ended.down_basis == "Penarikan tersendiri oleh kantor PPID"
    services.publish(item, None)
    assert Appearance.objects.filter(item=item).count() == 2
    entry = AuditEntry.objects.filter(stream="dip", verb="publish_item").order_by("-sequence")[0]
    assert entry.data["appearance"] == Appearance.objects.latest("pk").pk


def test_what_is_refused_leaves_no_proof(board: AnnouncementDesk) -> None:
    item = board.item()
    with pytest.raises(ValidationError):
        services.publish(item, None)
    assert not Appearance.objects.filter(item=item).exists()


def test_an_item_that_was_listed_before_proofs_can_be_withdrawn(board: AnnouncementDesk) -> None:
    item = board.item()
    services.withdraw(item, None, "Diganti.")
    assert InformationItem.objects.get(pk=item.pk).status == "withdrawn"
    assert not Appearance.objects.filter(item=item).exists()


def test_sent_twice_it_is_one_announcement(board: AnnouncementDesk) -> None:
    """Design, invariant 4."""
    from dip_app.announcing.intake import write

    actor = board.office.actor(board.office.petugas)
    made = [
        write(
            board.content(Duty.IMMEDIATE),
            Duty.IMMEDIATE,
            actor,
            frame={"unit": board.office.unit_a},
            at_once="Berbahaya.",
            idempotency_key="sekali",
        )
        for _again in range(2)
    ]
    assert made[0].pk == made[1].pk
    assert Appearance.objects.filter(announcement=made[0]).count() == 1


def test_a_draft_is_changed_in_place(board: AnnouncementDesk) -> None:
    case = board.draft(files=(attached("lama.pdf"),))
    case = board.do(
        case,
        "revise",
        board.office.petugas_2,
        content=board.content(title="Judul baru", files=(attached("baru.pdf"),)),
        unit=board.office.unit_b,
        ends_at=NEXT_WEEK + timedelta(days=1),
    )
    assert (case.title, case.unit, case.versions.count()) == ("Judul baru", board.office.unit_b, 1)
    assert [each.label for each in case.pending.files.all()] == ["baru.pdf"]


def test_a_decree_over_many_items_leaves_proof_of_each(board: AnnouncementDesk) -> None:
    """What comes goes up, what goes comes down, and what was changed does both."""
    stays = services.publish(board.item("Tetap", status="draft", published_at=None), None)
    changed = services.publish(board.item("Lama", status="draft", published_at=None), None)
    removed = services.publish(board.item("Dihapus", status="draft", published_at=None), None)
    case = board.draft()
    columns = {name: getattr(changed, name) for name in ENTRY_COLUMNS}
    for place, (action, item, title) in enumerate(
        (
            (Action.NEW, None, "Masuk"),
            (Action.CHANGE, changed, "Baru"),
            (Action.REMOVE, removed, "x"),
        )
    ):
        Proposal.objects.create(
            **{**columns, "title": title},
            case_id=case.pk,
            unit=board.office.unit_a,
            position=place,
            action=action,
            item=item,
        )
    board.travel("2026-03-05 10:00")
    publish_all(Proposal.objects.filter(case_id=case.pk), Basis("Keputusan uji"), None, now())
    proofs = {
        (row.title, row.down_at is None): row
        for row in Appearance.objects.filter(item__isnull=False)
    }
    assert set(proofs) == {
        ("Tetap", True),
        ("Lama", False),
        ("Baru", True),
        ("Dihapus", False),
        ("Masuk", True),
    }
    assert proofs["Dihapus", False].down_basis == "Keputusan uji"
    assert proofs["Masuk", True].basis == "Keputusan uji"
    fresh = InformationItem.objects.get(pk=changed.pk)
    assert proofs["Baru", True].sha256 == contents.fingerprint(contents.of_item(fresh))
    assert proofs["Tetap", True].item == stays


def test_the_proof_is_indonesian_whoever_acts(board: AnnouncementDesk) -> None:
    """Records have one language, whatever the person who acts reads."""
    with override("en"):
        case = board.approved()
        board.do(case, "withdraw", board.office.ketua, reason="Keliru.")
    proof = Appearance.objects.get(announcement=case)
    assert (proof.basis, proof.down_basis) == ("Disetujui Ketua PPID", "Ditarik: Keliru.")
