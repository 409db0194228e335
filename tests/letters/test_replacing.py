"""The letter in the place of a withdrawn one: whose it is, how it comes about, what it says.

What its delivery does is tested in the mail room, the page at the desk.
"""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters import kinds, samples, services, withdrawal
from ppid_portal.letters.frame import for_template
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.letters.render import render_html
from ppid_portal.letters.replacing import content, rules
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from ppid_portal.sop.models import Case, NumberSeries
from tests.driver import Desk
from tests.driver_exclusions import ExclusionDesk
from tests.driver_list import ListDesk
from tests.driver_objections import ObjectionDesk
from tests.driver_tests import TestDesk

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "petugas", "petugas_2", "sekretaris", "ketua", "atasan", "pelaksana_a", "pelaksana_b",
    "pimpinan_a", "hukum", "outsider",
)  # fmt: skip


@pytest.fixture
def desk(office: Any, travel: Any) -> Desk:
    travel("2026-03-09 10:00")
    return Desk(office)


def letter_of(case: Any, kind: str = "written_notification") -> Letter:
    found = Letter.objects.filter(case_id=case.pk, kind=kind).order_by("-pk").first()
    assert found is not None
    return found


def withdrawn(office: Any, letter: Letter) -> Replacement:
    """Withdraw a letter as who may, and return what is due in its place."""
    for who in EVERYBODY:
        if actor := withdrawal.chosen(letter, actors_of(getattr(office, who))):
            services.withdraw(letter, actor=actor, reason="Salah alamat")
    return Replacement.objects.get(letter=letter)


def submitted(office: Any, row: Replacement, who: str = "petugas", **written: str) -> Replacement:
    return replacing.prepare(
        row, actor=office.actor(getattr(office, who)), written=written, submit=True
    )


def issued(office: Any, row: Replacement, by: str = "ketua", who: str = "petugas") -> Letter:
    submitted(office, row, who)
    done = replacing.approve(row, actor=office.actor(getattr(office, by)))
    assert done.new is not None
    return done.new


def may(rule: Any, row: Replacement, office: Any) -> set[str]:
    return {who for who in EVERYBODY if rule(row, actors_of(getattr(office, who)))}


# -- when it is due --------------------------------------------------------------------------------


def test_a_replacement_is_due_from_the_withdrawal(desk: Desk) -> None:
    row = withdrawn(desk.office, letter_of(desk.approved()))
    assert (row.status, row.is_open, row.new) == ("due", True, None)


def test_what_a_case_takes_back_itself_calls_for_none(desk: Desk) -> None:
    """The act says what follows: the next version of the answer has letters of its own."""
    letter = letter_of(desk.approved())
    services.withdraw(
        letter,
        actor=desk.office.actor(desk.office.ketua),
        reason="Perintah",
        calls_for_another=False,
    )
    assert not Replacement.objects.exists()


# -- whose it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind.key for kind in kinds.kinds()])
def test_every_kind_has_who_prepares_and_who_signs(office: Any, kind: str) -> None:
    """The actors of the SOP's step; none of them outside of the office's roles."""
    assert rules.preparing_roles(kind)
    assert not {"pemohon", "kip", "sistem"} & set(rules.preparing_roles(kind))
    assert rules.signing_role(kind)


@pytest.mark.parametrize(
    ("kind", "prepare", "sign"),
    [
        ("written_notification", {"petugas", "petugas_2", "ketua"}, {"ketua"}),
        ("receipt", {"petugas", "petugas_2"}, {"petugas", "petugas_2"}),
        ("disposition", {"ketua"}, {"ketua"}),
        ("memorandum", {"ketua"}, {"ketua"}),
    ],
)
def test_the_actor_of_the_step_prepares_and_the_signatory_signs(
    desk: Desk, kind: str, prepare: set[str], sign: set[str]
) -> None:
    row = withdrawn(desk.office, letter_of(_made(desk, kind), kind))
    assert may(rules.preparer, row, desk.office) == prepare
    assert may(rules.decider, row, desk.office) == set(), "nothing is laid before anybody yet"
    row.status = "review"
    assert may(rules.preparer, row, desk.office) == set()
    assert may(rules.decider, row, desk.office) == sign


def _made(desk: Desk, kind: str) -> Any:
    return desk.in_process() if kind in ("disposition", "memorandum") else desk.approved()


def test_of_an_objection_the_secretariat_prepares_and_atasan_signs(
    office: Any, travel: Any
) -> None:
    travel("2026-03-09 10:00")
    case = ObjectionDesk(office).in_state("signed")
    row = withdrawn(office, letter_of(case, "objection_reply"))
    assert may(rules.preparer, row, office) == {"petugas", "petugas_2", "ketua"}
    row.status = "review"
    assert may(rules.decider, row, office) == {"atasan"}


def test_of_a_units_letter_that_unit_alone(office: Any, travel: Any) -> None:
    from tests.letters.conftest import make_case

    travel("2026-03-09 10:00")
    made = make_case()
    Case.objects.filter(pk=made.pk).update(unit=office.unit_a)
    made = Case.objects.get(pk=made.pk)
    from django.db import transaction

    with transaction.atomic():
        letter = services.issue(
            "list_unit_proposal",
            case=made,
            signatory=office.actor(office.pelaksana_a),
            context=samples.contexts()["list_unit_proposal"],
        )
    row = withdrawn(office, letter)
    assert may(rules.preparer, row, office) == {"pelaksana_a"}
    row.status = "review"
    assert may(rules.decider, row, office) == {"pelaksana_a"}


@pytest.mark.parametrize("who", ["sekretaris", "atasan", "pelaksana_a", "hukum"])
def test_nobody_else_prepares(desk: Desk, who: str) -> None:
    row = withdrawn(desk.office, letter_of(desk.approved()))
    with pytest.raises(NotYours, match="Tim Sekretariat PPID"):
        submitted(desk.office, row, who)
    assert Replacement.objects.get().status == "due"


@pytest.mark.parametrize("who", ["petugas", "atasan", "pelaksana_a"])
def test_nobody_else_signs(desk: Desk, who: str) -> None:
    row = submitted(desk.office, withdrawn(desk.office, letter_of(desk.approved())))
    with pytest.raises(NotYours):
        replacing.approve(row, actor=desk.office.actor(getattr(desk.office, who)))
    with pytest.raises(NotYours):
        replacing.send_back(row, actor=desk.office.actor(getattr(desk.office, who)), reason="Salah")


def test_who_prepared_does_not_sign(desk: Desk) -> None:
    """Domain 7.2: drafter and approver are two people; not only the last drafter counts."""
    row = withdrawn(desk.office, letter_of(desk.approved()))
    replacing.prepare(row, actor=desk.office.actor(desk.office.ketua), written={})
    submitted(desk.office, row)
    with pytest.raises(SamePerson):
        replacing.approve(row, actor=desk.office.actor(desk.office.ketua))


def test_what_one_office_makes_it_makes_again(desk: Desk) -> None:
    """SOP 2.4: the disposition is Ketua PPID's from the first word to the signature."""
    row = withdrawn(desk.office, letter_of(desk.in_process(), "disposition"))
    assert issued(desk.office, row, who="ketua").signatory_role == "ketua_ppid"


def test_a_sensitive_answer_is_approved_twice(desk: Desk) -> None:
    office = desk.office
    case = desk.do(desk.submitted(sensitive=True), "approve_answer", office.ketua)
    case = desk.do(case, "approve_second", office.atasan)
    row = submitted(office, withdrawn(office, letter_of(case)))
    row = replacing.approve(row, actor=office.actor(office.ketua))
    assert (row.status, row.new) == ("second", None)
    assert may(rules.decider, row, office) == {"atasan"}
    row = replacing.approve(row, actor=office.actor(office.atasan))
    assert row.new is not None
    assert row.new.signatory_name == "Dewi Anggraini", "signed in the office of the first"


def test_who_answered_does_not_sign_the_reply_again(office: Any, travel: Any) -> None:
    """Domain 7.2, S20: as for the first reply."""
    travel("2026-03-09 10:00")
    case = ObjectionDesk(office).in_state("signed")
    row = submitted(office, withdrawn(office, letter_of(case, "objection_reply")))
    Appointment.objects.filter(user=office.atasan).update(user=office.ketua)
    acting = next(a for a in actors_of(office.ketua) if a.role == "atasan_ppid")
    with pytest.raises(SamePerson, match="jawaban permohonan"):
        replacing.approve(row, actor=acting)


# -- how it comes about ----------------------------------------------------------------------------


def test_it_is_numbered_when_signed_and_the_old_keeps_its_number(desk: Desk) -> None:
    case = desk.approved()
    old = letter_of(case)
    row = withdrawn(desk.office, old)
    before = NumberSeries.objects.get(register="letter_out").last
    submitted(desk.office, row)
    assert NumberSeries.objects.get(register="letter_out").last == before, "a draft has none"
    row = replacing.approve(row, actor=desk.office.actor(desk.office.ketua))
    new = row.new
    assert new is not None
    assert NumberSeries.objects.get(register="letter_out").last == before + 1
    assert (new.kind, new.case_id, new.audience) == (old.kind, case.pk, old.audience)
    assert new.signatory_name == "Dewi Anggraini"
    assert Letter.objects.get(pk=old.pk).number == old.number
    assert case.drafts.get().notification_id == new.pk, "the case holds the new one"


def test_it_is_on_record_from_draft_to_number(desk: Desk) -> None:
    office = desk.office
    case = desk.approved()
    old = letter_of(case)
    row = withdrawn(office, old)
    replacing.prepare(row, actor=office.actor(office.petugas), written={})
    submitted(office, row)
    replacing.send_back(row, actor=office.actor(office.ketua), reason="Alamatnya belum lengkap")
    new = issued(office, row)
    entries = AuditEntry.objects.filter(stream=f"case:{case.pk}", verb__endswith="_replacement")
    assert list(entries.order_by("sequence").values_list("verb", "role", "subject")) == [
        ("draft_replacement", "tim_sekretariat_ppid", old.number),
        ("submit_replacement", "tim_sekretariat_ppid", old.number),
        ("return_replacement", "ketua_ppid", old.number),
        ("submit_replacement", "tim_sekretariat_ppid", old.number),
        ("issue_replacement", "ketua_ppid", old.number),
    ]
    last = entries.order_by("-sequence")[0]
    assert last.data["outputs"] == [["letter", new.title, new.number]]


def test_a_second_one_is_refused(desk: Desk) -> None:
    row = withdrawn(desk.office, letter_of(desk.approved()))
    new = issued(desk.office, row)
    for again in (
        lambda: submitted(desk.office, row),
        lambda: replacing.approve(row, actor=desk.office.actor(desk.office.ketua)),
        lambda: replacing.waive(row, actor=desk.office.actor(desk.office.ketua), reason="Batal"),
    ):
        with pytest.raises(NotNow, match=new.number):
            again()
    assert Letter.objects.filter(kind="written_notification").count() == 2


def test_a_replacement_can_be_replaced(desk: Desk) -> None:
    case = desk.approved()
    first = letter_of(case)
    second = issued(desk.office, withdrawn(desk.office, first))
    third = issued(desk.office, withdrawn(desk.office, second))
    assert replacing.newest(Letter.objects.get(pk=first.pk)) == third
    assert third.context["frame"]["replaces"]["number"] == second.number
    assert case.drafts.get().notification_id == third.pk


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_issue_one(office: Any, travel: Any) -> None:
    travel("2026-03-09 10:00")
    desk = Desk(office)
    row = submitted(office, withdrawn(office, letter_of(desk.approved())))
    before = NumberSeries.objects.get(register="letter_out").last
    actor = office.actor(office.ketua)
    start, found = threading.Barrier(2), []

    def sign() -> None:
        try:
            start.wait(10)
            found.append(replacing.approve(row, actor=actor).status)
        except Refused as refusal:
            found.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == ["NotNow", "issued"]
    assert Letter.objects.filter(kind="written_notification").count() == 2
    assert NumberSeries.objects.get(register="letter_out").last == before + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_answer_is_not_delivered_while_its_letter_is_withdrawn(office: Any, travel: Any) -> None:
    travel("2026-03-09 10:00")
    desk = Desk(office)
    case = desk.approved()
    letter = letter_of(case)
    start = threading.Barrier(2)

    def at_once(act: Any) -> threading.Thread:
        def run() -> None:
            try:
                start.wait(10)
                act()
            except NotNow:
                pass
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    for thread in (
        at_once(lambda: deliver(desk, case)),
        at_once(lambda: withdrawn(office, letter)),
    ):
        thread.join(30)
    order = AuditEntry.objects.filter(verb__in=("deliver_answer", "withdraw_letter"))
    verbs = list(order.order_by("sequence").values_list("verb", flat=True))
    assert verbs in (["withdraw_letter"], ["deliver_answer", "withdraw_letter"])


# -- none needed -----------------------------------------------------------------------------------


def test_who_may_withdraw_may_say_that_none_is_needed(desk: Desk) -> None:
    row = withdrawn(desk.office, letter_of(desk.approved()))
    assert may(rules.waiver, row, desk.office) == {"ketua"}
    with pytest.raises(NotYours):
        replacing.waive(row, actor=desk.office.actor(desk.office.petugas), reason="Sudah cukup")
    with pytest.raises(Refused) as refusal:
        replacing.waive(row, actor=desk.office.actor(desk.office.ketua), reason=" ")
    assert refusal.value.field == "reason"
    row = replacing.waive(row, actor=desk.office.actor(desk.office.ketua), reason="Sudah cukup")
    assert (row.status, row.is_open) == ("waived", False)
    entry = AuditEntry.objects.get(verb="waive_replacement")
    assert (entry.role, entry.reason) == ("ketua_ppid", "Sudah cukup")
    with pytest.raises(NotNow):
        submitted(desk.office, row)


# -- delivering what was withdrawn -----------------------------------------------------------------


def deliver(desk: Desk, case: Any) -> Any:
    return desk.do(case, "deliver_answer", desk.office.petugas)


def test_a_withdrawn_answer_is_not_delivered(desk: Desk) -> None:
    case = desk.approved()
    letter = letter_of(case)
    row = withdrawn(desk.office, letter)
    with pytest.raises(NotNow, match=f"Surat {letter.number} .* sudah ditarik. Terbitkan"):
        deliver(desk, case)
    submitted(desk.office, row)
    with pytest.raises(NotNow):
        deliver(desk, case)
    new = replacing.approve(row, actor=desk.office.actor(desk.office.ketua)).new
    assert new is not None
    case = deliver(desk, case)
    assert case.state == "answered"
    entry = AuditEntry.objects.get(verb="deliver_answer")
    assert [row[2] for row in entry.data["outputs"]] == [new.number]


def test_a_withdrawn_decree_holds_the_answer_too(desk: Desk) -> None:
    case = desk.approved("refused")
    row = withdrawn(desk.office, letter_of(case, "refusal_decree"))
    with pytest.raises(NotNow, match="ditarik"):
        desk.do(case, "deliver_refusal", desk.office.petugas)
    issued(desk.office, row)
    assert desk.do(case, "deliver_refusal", desk.office.petugas).state == "answered"


def test_other_letters_of_the_case_do_not_hold_it(desk: Desk) -> None:
    case = desk.approved()
    withdrawn(desk.office, letter_of(case, "receipt"))
    assert deliver(desk, case).state == "answered"


@pytest.mark.parametrize("method", ["email", "post"])
def test_with_a_reason_it_goes_without_the_letter(desk: Desk, method: str) -> None:
    case = desk.approved()
    row = withdrawn(desk.office, letter_of(case))
    replacing.waive(row, actor=desk.office.actor(desk.office.ketua), reason="Sudah disampaikan")
    case = desk.do(
        case, "deliver_answer", desk.office.petugas, method=method, tracking_number="RR1"
    )
    assert case.state == "answered"
    assert not case.deliveries.exists()


def test_a_withdrawn_reply_is_not_delivered(office: Any, travel: Any) -> None:
    travel("2026-03-09 10:00")
    people = ObjectionDesk(office)
    case = people.in_state("recorded")
    row = withdrawn(office, letter_of(case, "objection_reply"))
    with pytest.raises(NotNow, match="ditarik"):
        people.do(case, "deliver_reply", office.petugas, method="email")
    new = issued(office, row, by="atasan")
    case = people.do(case, "deliver_reply", office.petugas, method="email")
    assert (case.state, case.reply_id) == ("delivered", new.pk)


# -- what it says ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", list(samples.contexts()))
def test_every_kind_says_which_letter_it_replaces(office: Any, key: str) -> None:
    example = samples.example(key)
    example["frame"]["replaces"] = {"number": "B-7/2026", "on": "2026-03-05"}
    text = " ".join(render_html(kinds.get(key).template, example).split())
    sentence = (
        "Surat ini menggantikan surat nomor B-7/2026 tanggal 5 Maret 2026 yang telah ditarik."
    )
    assert text.count(sentence) == 1


def test_it_is_made_from_the_case_as_it_is_now(desk: Desk) -> None:
    case = desk.approved()
    old = letter_of(case)
    row = withdrawn(desk.office, old)
    case.applicant.address = "Jalan Baru 1, Bogor"
    case.applicant.save()
    new = issued(desk.office, row)
    said = new.context["letter"]
    assert said["applicant"]["address"] == "Jalan Baru 1, Bogor"
    assert "••••" in said["applicant"]["identity"], "a NIK only masked"
    assert {**said, "applicant": None} == {**old.context["letter"], "applicant": None}
    html = render_html(kinds.get(new.kind).template, for_template(new.context))
    assert "Jalan Baru 1, Bogor" in html
    assert f"menggantikan surat nomor {old.number} tanggal 9 Maret 2026" in html


def test_it_names_the_decree_that_stands(desk: Desk) -> None:
    case = desk.approved("refused")
    first = letter_of(case, "refusal_decree")
    notification = letter_of(case)
    assert notification.context["letter"]["decree_number"] == first.number
    second = issued(desk.office, withdrawn(desk.office, first))
    third = issued(desk.office, withdrawn(desk.office, second))
    new = issued(desk.office, withdrawn(desk.office, notification))
    assert new.context["letter"]["decree_number"] == third.number


def test_what_people_wrote_is_written_again_and_nothing_else(desk: Desk) -> None:
    """What was decided takes an act of the case: no letter decides anew (UU 30/2014 Pasal 64)."""
    row = withdrawn(desk.office, letter_of(desk.approved()))
    row = replacing.prepare(
        row,
        actor=desk.office.actor(desk.office.petugas),
        written={"note": "Lampiran menyusul.", "parts.0.outcome": "refused", "objection_days": "1"},
    )
    said = row.content
    assert said is not None
    assert said["note"] == "Lampiran menyusul."
    assert (said["parts"][0]["outcome"], said["objection_days"]) == ("granted", 30)
    assert content.differences(row.letter.context["letter"], said) == [
        content.Difference("Catatan", "", "Lampiran menyusul.")
    ]


def test_lists_are_written_line_by_line() -> None:
    before = {
        "needs": ["KTP"],
        "parts": [{"explanation": "a", "outcome": "x"}, {"explanation": "b"}],
        "rows": [{"note": "c"}],
        "reason": "not_held",
    }
    assert [(t.path, t.label) for t in content.texts(before)] == [
        ("needs", "Yang disiapkan"),
        ("parts.0.explanation", "Bagian 1: penjelasan"),
        ("parts.1.explanation", "Bagian 2: penjelasan"),
    ], "no table that comes from records, and no reason of the law"
    typed = {"needs": "KTP\n\n Surat kuasa ", "parts.1.explanation": "d", "rows.0.note": "e"}
    assert content.with_texts(before, typed) == {
        **before,
        "needs": ["KTP", "Surat kuasa"],
        "parts": [{"explanation": "a", "outcome": "x"}, {"explanation": "d"}],
    }
    assert before["needs"] == ["KTP"]


@pytest.mark.parametrize("key", list(samples.contexts()))
def test_no_code_of_a_letter_is_written_by_hand(key: str) -> None:
    """A word of the program among the texts would end on paper."""
    for text in content.texts(samples.contexts()[key].as_context()):
        assert not re.fullmatch(r"[a-z]+(_[a-z]+)+", text.value), text


# -- where it shows --------------------------------------------------------------------------------


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_public_page_names_the_number_and_nobody(desk: Desk, client_as: Any) -> None:
    case = desk.approved()
    old = letter_of(case)
    row = withdrawn(desk.office, old)
    before = text_of(Client().get(old.verification_path))
    assert "digantikan" not in before, "what is not signed is nobody's business"
    new = issued(desk.office, row)
    page = Client().get(old.verification_path)
    assert f"Surat ini digantikan surat nomor {new.number} tanggal 9 Maret 2026." in text_of(page)
    assert f"menggantikan surat nomor {old.number}" in text_of(Client().get(new.verification_path))
    for secret in (
        case.applicant.name, case.applicant.address, new.verification_code, "Salah alamat",
        case.number, case.title,
    ):  # fmt: skip
        assert secret not in page.content.decode(), secret


def test_the_public_page_names_the_newest(desk: Desk) -> None:
    first = letter_of(desk.approved())
    second = issued(desk.office, withdrawn(desk.office, first))
    third = issued(desk.office, withdrawn(desk.office, second))
    page = text_of(Client().get(first.verification_path))
    assert third.number in page
    assert second.number not in page


def test_the_register_shows_both_links(desk: Desk, client_as: Any) -> None:
    old = letter_of(desk.approved())
    new = issued(desk.office, withdrawn(desk.office, old))
    page = text_of(client_as(desk.office.ketua).get("/meja/register/surat-keluar/"))
    assert f"Ditarik 9 Maret 2026; digantikan surat nomor {new.number}" in page
    assert f"PDF sedang disiapkan; menggantikan surat nomor {old.number}" in page


# -- all SOPs --------------------------------------------------------------------------------------


def test_a_decree_of_a_test_is_replaced(office: Any, travel: Any) -> None:
    travel("2026-03-09 10:00")
    case = TestDesk(office).decided("excluded")
    new = issued(office, withdrawn(office, letter_of(case, "test_decree")), "atasan", "atasan")
    assert type(case).objects.get(pk=case.pk).decree_id == new.pk


def test_a_decree_of_a_list_is_replaced_and_its_edition_stays(office: Any, travel: Any) -> None:
    from dip_app.editions.models import ListEdition

    case = ListDesk(office, travel).published()
    old = letter_of(case, "list_decree")
    new = issued(office, withdrawn(office, old))
    assert type(case).objects.get(pk=case.pk).decree_id == new.pk
    assert ListEdition.objects.get(case_id=case.pk).decree_id == old.pk, "frozen with its decree"


def test_a_decree_of_an_opening_is_replaced(office: Any, travel: Any) -> None:
    travel("2026-03-02 10:00")
    case = ExclusionDesk(office, travel).approved()
    new = issued(office, withdrawn(office, letter_of(case, "opening_decree")), "atasan", "atasan")
    assert type(case).objects.get(pk=case.pk).decision_id == new.pk
