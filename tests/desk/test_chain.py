"""One page shows request → objection → obligation → dispute with every clock, to staff."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from ppid_portal.clock import Limit, now
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Appointment
from ppid_portal.sop import deadlines
from ppid_portal.sop.models import Case, WorkItem
from ppid_portal.sop.tasks import sweep_deadlines
from requests_app import desk_panels
from requests_app.obligations import impose
from tests.driver import file_request, make_applicant

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def url(case: Any) -> str:
    return reverse("desk:chain", args=[case.pk])


def order(origin: Case) -> Any:
    """Return the obligation that a decision of ``origin`` imposes: "20 hari", from a Saturday."""
    return impose(
        origin=origin,
        request=None,
        source="ruling",
        ordered_by="Putusan 075/IX/KIP-PS/2024",
        order="Memberikan dokumen.",
        ordered_on=date(2026, 3, 14),
        limit=Limit(20, "calendar_days"),
        at=now(),
    )


@pytest.fixture
def linked(desk: Any, travel: Any) -> dict[str, Any]:
    """A request that unit A worked on, a stage that follows from it, and an order after that."""
    request = desk.in_process()
    travel("2026-03-13 10:00")
    later = file_request(request.applicant, origin=request, title="Keberatan atas jawaban")
    travel("2026-03-16 10:00")
    return {"request": request, "later": later, "order": order(later)}


def stages(response: Any) -> list[Any]:
    return [stage.case and stage.case.pk for stage in response.context["stages"]]


# -- what it shows -----------------------------------------------------------------------------


def test_any_case_of_the_chain_opens_the_same_page(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    client = client_as(desk.office.petugas)
    for case in linked.values():
        response = client.get(url(case))
        assert response.status_code == 200
        assert stages(response) == [each.pk for each in linked.values()]
        (here,) = [stage for stage in response.context["stages"] if stage.here]
        assert here.case.pk == case.pk


def test_it_shows_every_clock_with_its_reason(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    """UX: say the date, then the reason."""
    request, _later, ordered = (
        client_as(desk.office.petugas).get(url(linked["later"])).context["stages"]
    )
    (ten_days,) = [each for each in request.deadlines if "Pasal 22 ayat (7)" in each.basis]
    assert ten_days.counted_from == date(2026, 3, 9)
    assert ten_days.due_on == date(2026, 3, 30)
    assert ten_days.state == "5 hari kerja lagi"
    (carried_out,) = ordered.deadlines
    assert (carried_out.counted_from, carried_out.due_on) == (date(2026, 3, 14), date(2026, 4, 3))

    page = client_as(desk.office.petugas).get(url(linked["later"])).content.decode()
    assert "Pemberitahuan tertulis kepada pemohon" in page
    assert "30 Maret 2026" in page
    assert "10 hari kerja; 5 hari libur dilewati" in page
    assert "20 hari kalender; hari libur ikut dihitung" in page
    assert "dihitung sejak Sabtu, 14 Maret 2026" in page


@pytest.mark.every_database
def test_it_shows_what_ended_and_what_no_longer_counts(
    desk: Any, client_as: Any, linked: dict[str, Any], travel: Any
) -> None:
    later = linked["later"]
    deadlines.cancel(later.deadlines.get(rule="completeness_notice"), at=now())
    travel("2026-03-31 10:00")
    sweep_deadlines()
    page = client_as(desk.office.petugas).get(url(later)).content.decode()
    assert "Terlewati" in page
    assert "Tidak berlaku lagi" in page


def test_nobody_but_the_office_is_late(
    desk: Any, client_as: Any, linked: dict[str, Any], travel: Any
) -> None:
    """Neither the applicant nor the Commission, also before a sweep has seen that it ended."""
    for rule in ("objection_window", "commission_start"):
        deadlines.start(linked["later"], rule, date(2026, 3, 13), at=now())
    travel("2026-06-01 10:00")
    found = client_as(desk.office.petugas).get(url(linked["later"])).context["stages"][1]
    own, theirs = (
        [each for each in found.deadlines if (str(each.whose) == "Badan publik") is ours]
        for ours in (True, False)
    )
    assert {each.tone for each in own} == {"late"}
    assert [(each.state, each.tone) for each in theirs] == [("sudah berakhir", "neutral")] * 2


def test_it_begins_with_what_is_awaited_now_the_nearest_first(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    running = client_as(desk.office.petugas).get(url(linked["order"])).context["running"]
    dates = [each.date for each in running if each.date]
    assert dates == sorted(dates)
    whats = [each.what for each in running]
    assert "Laksanakan perintah" in whats
    assert "PPID melaksanakan perintah" in whats
    assert {each.stage.case.pk for each in running} == {each.pk for each in linked.values()}


def test_open_work_says_whose_it_is_and_when_it_is_due(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    ordered = client_as(desk.office.petugas).get(url(linked["order"])).context["stages"][2]
    (job,) = ordered.work
    assert (job.title, job.whose) == ("Laksanakan perintah", "Tim Sekretariat PPID")
    assert job.due.date == "3 April 2026"


def test_letters_are_counted_as_the_reader_may_see_them(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    request = linked["request"]
    for who in (desk.office.petugas, desk.office.pelaksana_a):
        client = client_as(who)
        (stage, *_rest) = client.get(url(request)).context["stages"]
        listed = client.get(reverse("desk:case", args=[request.pk])).context["letters"]
        assert stage.letters == len(listed) > 0
    assert stage.letters < Letter.objects.filter(case_id=request.pk).count()


def test_a_branch_says_where_it_comes_from(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    """A second stage from the request stands after the first, and not after its order."""
    second = file_request(linked["request"].applicant, origin=linked["request"])
    found = client_as(desk.office.petugas).get(url(second)).context["stages"]
    assert [stage.case.pk for stage in found] == [
        linked["request"].pk,
        linked["later"].pk,
        second.pk,
        linked["order"].pk,
    ]
    assert [stage.after for stage in found] == [
        "",
        "",
        f"Permohonan informasi {linked['request'].number}",
        f"Permohonan informasi {linked['later'].number}",
    ]


def test_an_app_tells_what_happened_elsewhere(
    desk: Any, client_as: Any, linked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hearings and courts are the app's; the page knows no kind of case."""

    def chain_rows(case: Any) -> list[dict[str, Any]]:
        if case.pk != linked["later"].pk:
            return []
        return [
            {
                "title": "PTUN Jakarta 2/G/KI/2016",
                "text": "Menguatkan putusan Komisi.",
                "dates": [("Putusan", date(2026, 3, 14)), ("Diterima", None)],
            }
        ]

    monkeypatch.setattr(desk_panels, "chain_rows", chain_rows, raising=False)
    page = client_as(desk.office.petugas).get(url(linked["request"])).content.decode()
    assert page.count("PTUN Jakarta 2/G/KI/2016") == 1
    assert "Menguatkan putusan Komisi." in page
    assert "14 Maret 2026" in page
    assert "belum ada" in page


def test_the_counts_fold_and_unfold_without_scripts(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    client = client_as(desk.office.petugas)
    folded = client.get(url(linked["order"])).content.decode()
    unfolded = client.get(url(linked["order"]), {"hitungan": "1"}).content.decode()
    assert '<details class="govuk-details" open>' not in folded
    assert '<details class="govuk-details" open>' in unfolded
    assert '<details class="govuk-details">' not in unfolded


# -- the way to it -----------------------------------------------------------------------------


def test_the_case_page_shows_the_whole_chain_and_leads_to_the_page(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    client = client_as(desk.office.petugas)
    for case in (linked["request"], linked["later"]):
        response = client.get(reverse("desk:case", args=[case.pk]))
        assert [link["url"] for link in response.context["chain"]] == [
            reverse("desk:case", args=[each.pk]) for each in linked.values()
        ]
        assert url(case) in response.content.decode()


def test_a_case_that_nothing_follows_shows_no_chain(desk: Any, client_as: Any) -> None:
    case = file_request()
    client = client_as(desk.office.petugas)
    page = client.get(reverse("desk:case", args=[case.pk]))
    assert page.context["chain"] == []
    assert url(case) not in page.content.decode()
    assert stages(client.get(url(case))) == [case.pk]


# -- who sees what -----------------------------------------------------------------------------


def test_a_unit_sees_only_its_own_stages(desk: Any, client_as: Any, linked: dict[str, Any]) -> None:
    """What follows is not even mentioned (S18)."""
    client = client_as(desk.office.pelaksana_a)
    response = client.get(url(linked["request"]))
    assert stages(response) == [linked["request"].pk]
    page = response.content.decode()
    assert "erkas lain" not in page
    assert linked["later"].title not in page
    for hidden in ("later", "order"):
        assert client.get(url(linked[hidden])).status_code == 404


def test_a_hidden_stage_between_two_visible_ones_is_another_case(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    WorkItem.objects.filter(case=linked["order"]).update(unit=desk.office.unit_a)
    client = client_as(desk.office.pelaksana_a)
    response = client.get(url(linked["order"]))
    assert stages(response) == [linked["request"].pk, None, linked["order"].pk]
    page = response.content.decode()
    assert "berkas lain" in page
    assert linked["later"].number not in page
    assert linked["later"].title not in page
    assert reverse("desk:case", args=[linked["later"].pk]) not in page


def test_a_restricted_stage_is_for_the_heads(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    Case.objects.filter(pk=linked["later"].pk).update(restricted=True)
    whole = [each.pk for each in linked.values()]
    assert stages(client_as(desk.office.ketua).get(url(linked["order"]))) == whole
    shown = stages(client_as(desk.office.sekretaris).get(url(linked["order"])))
    assert shown == [linked["request"].pk, None, linked["order"].pk]


@pytest.mark.parametrize(("who", "status"), [("pelaksana_b", 404), ("outsider", 403)])
def test_others_find_nothing(
    desk: Any, client_as: Any, linked: dict[str, Any], who: str, status: int
) -> None:
    response = client_as(getattr(desk.office, who)).get(url(linked["request"]))
    assert response.status_code == status


def test_a_visitor_goes_to_log_in(client: Any, linked: dict[str, Any]) -> None:
    response = client.get(url(linked["request"]))
    assert response.status_code == 302
    assert response.url.startswith("/masuk/")


def test_it_names_nobody(desk: Any, client_as: Any, linked: dict[str, Any]) -> None:
    """The page is for dates; whoever asks stands on the case page, where reading is recorded."""
    page = client_as(desk.office.ketua).get(url(linked["request"])).content.decode()
    assert linked["request"].applicant.name not in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_changed_from_here(
    desk: Any, client_as: Any, linked: dict[str, Any], method: str
) -> None:
    before = list(Case.objects.order_by("pk").values())
    client = client_as(desk.office.petugas)
    assert getattr(client, method)(url(linked["request"])).status_code == 405
    client.get(url(linked["request"]))
    assert list(Case.objects.order_by("pk").values()) == before


# -- cost --------------------------------------------------------------------------------------


@pytest.mark.every_database
def test_queries_do_not_grow_with_the_chain(
    desk: Any, client_as: Any, linked: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    client = client_as(desk.office.petugas)
    client.get(reverse("desk:case", args=[linked["later"].pk]))
    counts: dict[str, list[int]] = {"chain": [], "case": []}
    for more in (0, 8):
        for number in range(more):
            applicant = make_applicant(f"Orang {number}")
            order(file_request(applicant, origin=linked["request"]))
        for name in counts:
            with django_assert_max_num_queries(24) as queries:
                client.get(reverse(f"desk:{name}", args=[linked["later"].pk]))
            counts[name].append(len(queries))
    assert counts["chain"][0] == counts["chain"][1] <= 13
    assert counts["case"][0] == counts["case"][1]


def test_an_appointment_that_has_ended_opens_nothing(
    desk: Any, client_as: Any, linked: dict[str, Any]
) -> None:
    Appointment.objects.filter(user=desk.office.petugas).update(valid_until=date(2026, 3, 8))
    assert client_as(desk.office.petugas).get(url(linked["request"])).status_code == 403
