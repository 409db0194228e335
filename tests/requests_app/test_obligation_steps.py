"""From an order to the public list: what opens again, what stays, and what the forms ask.

UU 14/2008 Pasal 11 ayat (2), 36 and 46; domain case 25.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from dip_app.models import InformationItem
from ppid_portal.sop import deadlines, engine
from ppid_portal.sop.errors import NotNow
from requests_app.models import InformationRequest, Obligation
from tests.conftest import Office, Once
from tests.dip_app.conftest import item_maker
from tests.driver import PIXEL, make_decree, make_document
from tests.driver_objections import ObjectionDesk
from tests.scenarios.browser import Browser

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("orders"),
]


@pytest.fixture
def desk(office: Any, travel: Any) -> ObjectionDesk:
    """Return the office at work on Monday, 9 March 2026."""
    travel("2026-03-09 10:00")
    return ObjectionDesk(office)


@pytest.fixture(scope="module")
def orders(once: Once, office_once: Office) -> dict[str, int]:
    """Three orders, by their keys, of Monday, 9 March 2026.

    One follows from upholding the objection to a refusal; of another such one a document was
    given to the applicant already; and one on periodic information has no request.
    """
    with once("2026-03-09 10:00"):
        desk = ObjectionDesk(office_once)
        made = {
            "ordered": desk.delivered("upheld"),
            "given": desk.delivered("upheld"),
            "bare": desk.delivered("upheld", grounds="b", method="pickup"),
        }
        keys = {name: Obligation.objects.get(origin_id=case.pk) for name, case in made.items()}
        request = InformationRequest.objects.get(pk=keys["given"].request_id)
        answer(desk, request, make_document(request, kind="answer"))
        return {name: int(order.pk) for name, order in keys.items()}


@pytest.fixture
def ordered(orders: dict[str, int], desk: ObjectionDesk) -> Obligation:
    """Return the order that follows from upholding the objection to a refusal."""
    return Obligation.objects.get(pk=orders["ordered"])


@pytest.fixture
def bare(orders: dict[str, int], desk: ObjectionDesk) -> Obligation:
    """Return an order on periodic information, without a request."""
    return Obligation.objects.get(pk=orders["bare"])


def form_of(case: Any, name: str, actor: Any, data: Any = None, files: Any = None) -> Any:
    move = next(move for move in engine.moves(case, [actor]) if move.name == name)
    return move.form_class()(data, files, case=case, actor=actor, declaration=move.declaration)


def answer(desk: ObjectionDesk, request: Any, *documents: Any) -> Any:
    """Write, approve and deliver the answer that was ordered."""
    request.refresh_from_db()
    draft = request.current_draft
    draft.parts.all().delete()
    desk.desk.draft(request, "granted", documents=list(documents))
    for act, who in (
        ("submit_draft", desk.office.petugas),
        ("approve_answer", desk.office.ketua),
        ("deliver_answer", desk.office.petugas),
    ):
        request = desk.do(request, act, who)
    return request


# -- the request opens again -----------------------------------------------------------------------


def test_an_order_opens_the_request_again_to_be_answered(
    desk: ObjectionDesk, ordered: Obligation
) -> None:
    request = ordered.request
    assert request is not None
    assert (request.state, request.closed_at) == ("in_process", None)
    assert request.current_draft.version == 2, "the next version starts from the refusal"
    assert [item.phase for item in request.work.filter(closed_at__isnull=True)]
    assert ordered.execution_deadline is not None
    # Seven working days from 9 March 2026, past Nyepi and Lebaran.
    assert ordered.execution_deadline.due_on == date(2026, 3, 25)


def test_under_an_order_it_is_not_refused_again(desk: ObjectionDesk, ordered: Obligation) -> None:
    """SOP 2.5b stands still while the order stands; the page says why."""
    request = ordered.request
    assert request is not None
    with pytest.raises(NotNow, match="tidak dapat ditolak"):
        desk.do(request, "submit_refusal", desk.office.petugas)
    page = Browser.of(desk.office.petugas).case(request)
    assert not any("submit_refusal" in form.sent.get("tindakan", []) for form in page.forms)
    assert "permohonan ini tidak dapat ditolak" in page.text


def test_the_answer_carries_it_out_and_leaves_the_first_dates_alone(
    desk: ObjectionDesk, ordered: Obligation, travel: Any
) -> None:
    """S23: original dates are unchanged."""
    request = ordered.request
    assert request is not None
    first = deadlines.latest(request, "written_notification")
    assert first is not None
    before = (first.due_on, first.status, first.ended_at)
    letters = list(request.letters.order_by("pk").values_list("number", "status"))
    travel("2026-03-16 10:00")

    request = answer(desk, request)

    assert (request.state, request.answered_on) == ("answered", date(2026, 3, 9))
    first.refresh_from_db()
    assert (first.due_on, first.status, first.ended_at) == before
    assert list(request.letters.order_by("pk").values_list("number", "status"))[: len(letters)] == (
        letters
    )
    ordered.refresh_from_db()
    assert (ordered.state, ordered.delivered_on) == ("delivered", date(2026, 3, 16))
    assert ordered.execution_deadline is not None
    assert ordered.execution_deadline.status == "met"
    window = deadlines.running(request, "objection_window")
    assert window is not None
    assert window.counted_from == date(2026, 3, 16), "an answer of PPID can be objected to"


def test_too_late_is_late_in_the_order_and_not_in_the_request(
    desk: ObjectionDesk, ordered: Obligation, travel: Any
) -> None:
    travel("2026-03-27 10:00")
    assert ordered.request is not None
    answer(desk, ordered.request)
    ordered.refresh_from_db()
    assert ordered.execution_deadline is not None
    assert ordered.execution_deadline.status == "met_late"
    first = deadlines.latest(ordered.request, "written_notification")
    assert first is not None
    assert first.status == "met"


def test_it_is_carried_out_through_the_request_and_not_beside_it(
    desk: ObjectionDesk, ordered: Obligation
) -> None:
    with pytest.raises(NotNow, match="dilaksanakan lewat permohonan"):
        desk.do(ordered, "deliver", desk.office.petugas, delivered_on=date(2026, 3, 9))
    page = Browser.of(desk.office.petugas).case(ordered)
    assert page.link("Buka permohonan") == reverse("desk:case", args=[ordered.request_id])


# -- what the desk shows ---------------------------------------------------------------------------


def test_the_page_of_the_request_says_what_is_ordered_and_until_when(
    desk: ObjectionDesk, ordered: Obligation
) -> None:
    page = Browser.of(desk.office.petugas).case(ordered.request)
    assert "Ada perintah untuk memberikan informasi" in page.text
    assert "Berikan salinannya." in page.text
    assert "Rabu, 25 Maret 2026" in page.text
    assert f"Kewajiban {ordered.number}" in page.text
    assert ordered.origin is not None
    assert page.link(str(ordered.origin.number))
    editor = Browser.of(desk.office.petugas).open(
        reverse("requests_desk:answer", args=[ordered.request_id])
    )
    assert "Yang diperintahkan" in editor.text


def test_units_help_to_carry_it_out_without_a_way_to_the_objection(
    desk: ObjectionDesk, ordered: Obligation
) -> None:
    request = desk.do(
        InformationRequest.objects.get(pk=ordered.request_id),
        "add_unit",
        desk.office.petugas,
        unit=desk.office.unit_a,
        direction="Siapkan salinannya.",
    )
    page = Browser.of(desk.office.pelaksana_a).case(request)
    assert "Berikan salinannya." in page.text
    assert reverse("desk:case", args=[ordered.pk]) not in page.html
    assert reverse("desk:case", args=[ordered.origin_id]) not in page.html
    assert Browser.of(desk.office.pelaksana_a).case(ordered).status == 404


def test_nobody_writes_to_the_applicant_where_they_cannot_read_it(
    desk: ObjectionDesk, ordered: Obligation, client_as: Any
) -> None:
    """An obligation has no page of the applicant; messages belong to the request."""
    browser = client_as(desk.office.petugas)
    page = browser.get(reverse("desk:case", args=[ordered.pk])).content.decode()
    assert "Pesan dengan pemohon" not in page
    assert "Catatan internal" in page
    answer = browser.post(reverse("desk:message", args=[ordered.pk]), {"text": "Halo"})
    assert answer.status_code == 404
    assert not ordered.messages.exists()


# -- carried out without a request -----------------------------------------------------------------


def test_without_a_request_the_secretariat_notes_it_with_proof(
    desk: ObjectionDesk, bare: Obligation
) -> None:
    actor = desk.office.actor(desk.office.petugas)
    form = form_of(
        bare,
        "deliver",
        actor,
        {"delivered_on": "2026-03-09", "note": "Diumumkan di situs."},
        MultiValueDict(
            {"documents": [SimpleUploadedFile("bukti.png", PIXEL, content_type="image/png")]}
        ),
    )
    assert form.is_valid(), form.errors
    done = engine.perform(bare, "deliver", actor, **form.payload())
    assert done.state == "delivered"
    assert done.documents.get().audience == "internal"
    assert done.messages.get().text == "Diumumkan di situs."


@pytest.mark.parametrize("day", ["2026-03-10", "", "kemarin"])
def test_it_was_not_carried_out_in_the_future(
    desk: ObjectionDesk, bare: Obligation, day: str
) -> None:
    actor = desk.office.actor(desk.office.petugas)
    form = form_of(bare, "deliver", actor, {"delivered_on": day})
    assert list(form.errors) == ["delivered_on"]


# -- into the public list --------------------------------------------------------------------------


@pytest.fixture
def given(orders: dict[str, int], desk: ObjectionDesk) -> Obligation:
    """Return the order after a document was given to the applicant."""
    return Obligation.objects.get(pk=orders["given"])


def test_the_entry_starts_from_what_is_known(desk: ObjectionDesk, given: Obligation) -> None:
    """UU 14/2008 Pasal 11 ayat (2): what was declared open is open for everybody."""
    form = form_of(given, "list_information", desk.office.actor(desk.office.petugas))

    values = {name: form[name].value() for name in form.fields}
    assert values["title"] == given.title
    assert given.request is not None
    assert values["summary"] == given.request.information
    assert (values["category"], values["made_year"]) == ("available", 2025)
    assert values["made_where"] == "Jakarta"
    assert len(form.fields["files"].choices) == 1


def test_the_clerk_publishes_it_with_the_document(
    desk: ObjectionDesk, given: Obligation, client: Client
) -> None:
    browser = Browser.of(desk.office.petugas)
    form = browser.case(given, "list_information").form("tindakan", "list_information")
    (document,) = form.choices["files"]

    page = form.submit(unit=str(desk.office.unit_a.pk), files=[document])

    given.refresh_from_db()
    item = given.item
    assert (given.state, given.is_closed) == ("closed", True)
    assert item is not None
    assert item.is_public
    assert item.get_absolute_url() in page.html
    public = client.get(item.get_absolute_url())
    assert public.status_code == 200
    assert "dokumen.png" in public.content.decode()
    copy = item.files.get().file
    assert copy.pk != int(document)
    assert client.get(reverse("files:download", args=[copy.pk])).status_code == 200


def test_an_entry_that_is_there_already_is_named_by_its_address(
    desk: ObjectionDesk, given: Obligation
) -> None:
    item = item_maker(desk.office.unit_a)("Laporan keuangan")
    actor = desk.office.actor(desk.office.petugas)
    for typed in (str(item.pk), f"/dip/{item.pk}/", f"https://x.example{item.get_absolute_url()}"):
        form = form_of(given, "list_information", actor, {"existing": typed})
        assert form.is_valid(), (typed, form.errors)
        assert form.payload() == {"item": item}
    done = engine.perform(given, "list_information", actor, item=item)
    assert done.item == item
    assert InformationItem.objects.count() == 1


@pytest.mark.parametrize("typed", ["9999", "laporan", "/dip/", "x" * 400])
def test_an_unknown_entry_is_said_beside_its_field(
    desk: ObjectionDesk, given: Obligation, typed: str
) -> None:
    actor = desk.office.actor(desk.office.petugas)
    form = form_of(given, "list_information", actor, {"existing": typed})
    assert list(form.errors) == ["existing"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"unit": ""}, "unit"),
        ({"made_year": "3000"}, "made_year"),
        ({"category": "rahasia"}, "category"),
    ],
)
def test_an_incomplete_entry_is_refused_beside_its_field(
    desk: ObjectionDesk, given: Obligation, change: dict[str, str], field: str
) -> None:
    actor = desk.office.actor(desk.office.petugas)
    blank = form_of(given, "list_information", actor)
    data = {name: blank[name].value() or "" for name in blank.fields if name != "files"}
    data["unit"] = str(desk.office.unit_a.pk)
    form = form_of(given, "list_information", actor, {**data, **change})
    assert list(form.errors) == [field]
    assert not InformationItem.objects.exists()


def test_what_a_valid_decree_excludes_is_not_published_and_leaves_nothing(
    desk: ObjectionDesk, given: Obligation
) -> None:
    """The decree has to be ended first; the half made entry and its files are gone again."""
    decree = make_decree(desk.office.unit_a, title=given.title)
    browser = Browser.of(desk.office.petugas)
    form = browser.case(given, "list_information").form("tindakan", "list_information")

    page = form.submit(
        unit=str(desk.office.unit_a.pk), files=form.choices["files"], summary="Yang diketik."
    )

    assert decree.number in page.text
    assert "Yang diketik." in page.html
    assert not InformationItem.objects.exists()
    given.refresh_from_db()
    assert given.state == "delivered"


def test_ketua_keeps_it_off_the_list_with_a_reason(desk: ObjectionDesk, given: Obligation) -> None:
    page = Browser.of(desk.office.ketua).act(
        given, "keep_off_list", reason="Memuat data pribadi pemohon sendiri."
    )
    given.refresh_from_db()
    assert (given.state, given.item) == ("closed", None)
    assert "Memuat data pribadi pemohon sendiri." in page.text
