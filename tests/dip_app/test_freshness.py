"""When an item is due, how complete it is, who says so, and who is reminded (F76)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dip_app import desk_panels, services
from dip_app.freshness import acts, keeping, page, rules, sweeps
from dip_app.freshness.models import Confirmation, FreshnessReminder, UnitFreshness
from dip_app.freshness.tasks import sweep_freshness
from dip_app.models import InformationItem, ItemFile
from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import heartbeat, now
from ppid_portal.files.services import store
from ppid_portal.mail.models import Notice
from tests.dip_app.conftest import item_fields

TODAY = "2026-03-02 10:00"
UNITS, ITEMS = "/meja/dip/kesegaran/", "/meja/dip/kesegaran/informasi/"


class Shelf:
    """Items of an office; published on a day that ``travel`` names."""

    def __init__(self, office: Any, travel: Any) -> None:
        self.office = office
        self.travel = travel
        self._number = 0

    def draft(self, unit: Any = None, **fields: Any) -> InformationItem:
        """Return an item that is not public yet."""
        self._number += 1
        title = fields.pop("title", f"Laporan nomor {self._number}")
        facts = {"status": "draft", "published_at": None, "topic": "Keuangan", **fields}
        return InformationItem.objects.create(
            **item_fields(unit or self.office.unit_a, self._number, title, facts)
        )

    def public(self, day: str = TODAY, unit: Any = None, **fields: Any) -> InformationItem:
        """Return an item published on a day; the clock then stands at 2 March 2026."""
        self.travel(day)
        item = services.publish(self.draft(unit, **fields), None)
        self.travel(TODAY)
        return item

    def actor(self, who: str) -> Any:
        """Return somebody of the office as an actor."""
        return self.office.actor(getattr(self.office, who))


@pytest.fixture
def shelf(office: Any, travel: Any) -> Shelf:
    travel(TODAY)
    return Shelf(office, travel)


@pytest.fixture
def browser(shelf: Shelf, client_as: Any) -> Any:
    return lambda who: client_as(getattr(shelf.office, who))


def fresh(item: InformationItem) -> InformationItem:
    return InformationItem.objects.get(pk=item.pk)


# -- when it is due --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_periodic_information_is_due_after_six_months(day: date, due: date) -> None:
    """UU 14/2008 Pasal 9 ayat (3); the last of a shorter month."""
    assert rules.next_due("periodic", day) == due
    assert rules.next_due("available", day) is None
    assert rules.next_due("immediate", day) is None


def test_publishing_dates_an_item_at_once(shelf: Shelf) -> None:
    item = fresh(shelf.public())
    assert (item.next_update_due, item.refreshed_at) == (date(2026, 9, 2), item.published_at)
    assert fresh(shelf.public(category="available")).next_update_due is None


def test_it_is_overdue_on_the_day_after(shelf: Shelf) -> None:
    """The whole of the last day counts."""
    item = shelf.public()
    assert not rules.is_overdue(item, date(2026, 9, 2))
    assert rules.is_overdue(item, date(2026, 9, 3))
    for day, number in ((date(2026, 9, 2), 0), (date(2026, 9, 3), 1)):
        assert InformationItem.objects.filter(rules.overdue(day)).count() == number


def test_what_was_brought_by_sets_is_dated_by_the_sweep(shelf: Shelf) -> None:
    """Decrees and imports publish thousands past the model; each counts from its own day."""
    items = []
    for day in ("2025-08-31 23:30", "2026-01-05 00:10"):
        shelf.travel(day)
        item = shelf.draft()
        InformationItem.objects.filter(pk=item.pk).update(
            status="published", published_at=now(), changed_at=now()
        )
        items.append(item)
    shelf.travel(TODAY)
    assert keeping.date_the_undated() == {shelf.office.unit_a.pk}
    assert [fresh(item).next_update_due for item in items] == [date(2026, 2, 28), date(2026, 7, 5)]
    assert keeping.date_the_undated() == set()


def test_published_again_it_counts_anew(shelf: Shelf) -> None:
    item = shelf.public("2025-06-02 10:00")
    shelf.travel("2025-06-03 10:00")
    services.withdraw(item, None, "Salah berkas.")
    shelf.travel("2026-02-02 10:00")
    assert fresh(services.publish(item, None)).next_update_due == date(2026, 8, 2)


# -- how complete ----------------------------------------------------------------------------------


def given_file(item: InformationItem) -> ItemFile:
    stored = store(b"isi\n", purpose="dip", name="isi.txt", content_type="text/plain")
    return ItemFile.objects.create(item=item, file=stored)


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({}, ["berkas atau tautan"]),
        ({"link": "https://contoh.go.id/laporan"}, []),
        ({"topic": "", "retention": "  "}, ["jangka waktu penyimpanan", "topik",
                                           "berkas atau tautan"]),
    ],
)  # fmt: skip
def test_each_empty_column_costs_a_point(
    shelf: Shelf, change: dict[str, str], lacking: list[str]
) -> None:
    item = shelf.public()
    for name, value in change.items():
        setattr(item, name, value)
    found = rules.points(item, False, date(2026, 3, 2))
    assert len(found) == rules.MOST
    assert [point.label for point in found if not point.there] == lacking


def test_python_and_the_database_count_the_same(shelf: Shelf) -> None:
    """One rule with a twin: every combination that matters, on either database."""
    made = []
    for number, change in enumerate(
        [
            {},
            {"topic": ""},
            {"summary": "   ", "responsible": "", "made_when": " "},
            {"made_where": "", "formats": "", "retention": "", "link": "https://contoh.go.id/"},
        ]
    ):
        item = shelf.public()
        InformationItem.objects.filter(pk=item.pk).update(**change)
        if number == 1:
            given_file(item)
        made.append(item)
    keeping.count_the_uncounted()
    for item in map(fresh, made):
        has_file = item.files.exists()
        there = sum(point.there for point in rules.points(item, has_file, date(2026, 3, 2)))
        assert item.completeness == there - 1  # the point of the day is not stored


def test_a_change_is_counted_anew(shelf: Shelf) -> None:
    """A saved item, a new file, a file that goes: each time the sweep looks again."""
    item = shelf.public()
    keeping.count_the_uncounted()
    assert fresh(item).completeness == rules.MOST_STORED - 1
    row = given_file(item)
    keeping.count_the_uncounted()
    assert fresh(item).completeness == rules.MOST_STORED
    row.delete()
    item = fresh(item)
    item.topic = ""
    item.save(update_fields=["topic"])
    keeping.count_the_uncounted()
    assert fresh(item).completeness == rules.MOST_STORED - 2


def test_only_what_is_complete_is_a_hundred_percent() -> None:
    assert rules.score(rules.MOST) == 100
    assert rules.score(rules.MOST - 1) == 88
    assert rules.score(0, 0) == 0


def test_a_unit_is_summed_up(shelf: Shelf) -> None:
    """Its score is the mean of its items; what is overdue lacks one point each."""
    shelf.public("2025-06-02 10:00")
    given_file(shelf.public())
    shelf.public(unit=shelf.office.unit_b, category="available")
    keeping.keep()
    row = UnitFreshness.objects.get(unit=shelf.office.unit_a)
    assert (row.items, row.overdue, row.incomplete) == (2, 1, 1)
    assert row.oldest_due == date(2025, 12, 2)
    # 7 of 9 and 9 of 9
    assert row.score == 100 * 16 // 18
    assert UnitFreshness.objects.get(unit=shelf.office.unit_b).overdue == 0


def test_a_unit_that_has_nothing_any_more_is_emptied(shelf: Shelf) -> None:
    item = shelf.public()
    keeping.keep()
    services.withdraw(item, None, "Salah berkas.")
    shelf.travel("2026-03-03 00:05")
    keeping.keep()
    assert UnitFreshness.objects.get(unit=shelf.office.unit_a).items == 0


def test_a_new_day_counts_every_unit_and_a_quiet_hour_none(shelf: Shelf) -> None:
    """What becomes overdue does so at midnight, without anybody touching it."""
    shelf.public()
    assert keeping.keep() == 1
    assert keeping.keep() == 0
    shelf.travel("2026-09-03 00:05")
    assert keeping.keep() == 1
    assert UnitFreshness.objects.get(unit=shelf.office.unit_a).overdue == 1


# -- who says so -----------------------------------------------------------------------------------


def test_a_unit_confirms_what_has_not_changed(shelf: Shelf) -> None:
    """The date moves, the trace names who and when, and the record holds both dates."""
    item = shelf.public("2025-08-01 10:00")
    acts.confirm([item.pk], shelf.actor("pelaksana_a"), "unchanged", note="Masih berlaku.")
    item = fresh(item)
    assert item.next_update_due == date(2026, 9, 2)
    assert item.refreshed_at == now()
    trace = Confirmation.objects.get(item=item)
    assert (trace.act, trace.by_name, trace.next_due) == (
        "unchanged",
        shelf.office.pelaksana_a.name,
        date(2026, 9, 2),
    )
    entry = AuditEntry.objects.get(verb="item_unchanged")
    assert entry.data == {"due_before": "2026-02-01", "due": "2026-09-02"}
    assert UnitFreshness.objects.get(unit=shelf.office.unit_a).overdue == 0


def test_scheduling_says_nothing_of_the_content(shelf: Shelf) -> None:
    """Only the date moves: the item is not called updated."""
    item = shelf.public("2026-02-02 10:00", category="available")
    before = fresh(item).refreshed_at
    acts.confirm([item.pk], shelf.actor("pelaksana_a"), "scheduled", next_due=date(2027, 1, 15))
    assert (fresh(item).refreshed_at, fresh(item).next_update_due) == (before, date(2027, 1, 15))


@pytest.mark.parametrize(
    ("category", "act", "day", "words"),
    [
        ("periodic", "unchanged", date(2026, 9, 3), "paling lambat 02-09-2026"),
        ("periodic", "scheduled", None, "wajib mempunyai tanggal"),
        ("available", "unchanged", date(2026, 3, 2), "sesudah hari ini"),
        ("available", "scheduled", date(2040, 1, 1), "terlalu jauh"),
    ],
)
def test_a_date_that_the_law_or_sense_forbids_is_refused(
    shelf: Shelf, category: str, act: str, day: date | None, words: str
) -> None:
    """UU 14/2008 Pasal 9 ayat (3): periodic information at least every six months."""
    item = shelf.public(category=category)
    before = fresh(item).next_update_due
    with pytest.raises(ValidationError, match=words) as refusal:
        acts.confirm([item.pk], shelf.actor("pelaksana_a"), act, next_due=day)
    assert "next_due" in refusal.value.message_dict
    assert fresh(item).next_update_due == before
    assert Confirmation.objects.count() == 0


@pytest.mark.parametrize("who", ["pelaksana_b", "pimpinan_a", "petugas", "ketua", "atasan"])
def test_nobody_but_the_unit_says_so(shelf: Shelf, who: str) -> None:
    """Whoever holds the information knows whether it has changed."""
    item = shelf.public()
    with pytest.raises(ValidationError, match="bukan milik unit Anda"):
        acts.confirm([item.pk], shelf.actor(who), "unchanged")


def test_one_foreign_item_stops_them_all(shelf: Shelf) -> None:
    own, foreign = shelf.public(), shelf.public(unit=shelf.office.unit_b)
    draft = shelf.draft()
    for keys in ([own.pk, foreign.pk], [own.pk, draft.pk], [own.pk, 999_999]):
        with pytest.raises(ValidationError):
            acts.confirm(keys, shelf.actor("pelaksana_a"), "unchanged")
    with pytest.raises(ValidationError, match="satu halaman"):
        acts.confirm(list(range(1, 60)), shelf.actor("pelaksana_a"), "unchanged")
    assert Confirmation.objects.count() == 0


# -- who is reminded -------------------------------------------------------------------------------


def told(kind: str) -> list[tuple[str, list[str]]]:
    found = Notice.objects.filter(kind=f"staff_freshness_{kind}").order_by("pk")
    return [(notice.subject, notice.recipients) for notice in found]


def test_a_unit_is_reminded_once_per_date_after_any_outage(shelf: Shelf) -> None:
    """Before it is due, when it is overdue, and its head after two weeks; each once."""
    shelf.public()  # due on 2 September 2026
    pelaksana, head = shelf.office.pelaksana_a.email, shelf.office.pimpinan_a.email
    for day, soon, late, escalated in (
        ("2026-08-18 01:00", 0, 0, 0),
        ("2026-08-19 01:00", 1, 0, 0),
        ("2026-09-02 23:00", 1, 0, 0),
        ("2026-09-03 01:00", 1, 1, 0),
        ("2026-09-15 01:00", 1, 1, 0),
        ("2026-09-16 01:00", 1, 1, 1),
        ("2026-12-01 01:00", 1, 1, 1),
    ):
        shelf.travel(day)
        for _again in range(2):
            sweep_freshness()
        found = [len(told(kind)) for kind in ("soon", "overdue", "escalated")]
        assert found == [soon, late, escalated], day
    assert [recipients for _subject, recipients in told("overdue")] == [[pelaksana]]
    assert [recipients for _subject, recipients in told("escalated")] == [[head]]


def test_an_outage_of_months_ends_in_one_notice_each(shelf: Shelf) -> None:
    """Twenty dates passed unheard: the unit gets one letter that counts them, not twenty."""
    for month in range(1, 8):
        shelf.public(f"2025-{month:02d}-10 10:00")
    shelf.travel("2026-03-02 10:00")
    sweep_freshness()
    assert FreshnessReminder.objects.filter(kind="overdue").count() == 7
    assert (len(told("soon")), len(told("overdue")), len(told("escalated"))) == (0, 1, 1)
    assert "7 informasi" in Notice.objects.get(kind="staff_freshness_overdue").body


def test_what_was_confirmed_before_the_mail_is_not_reminded(shelf: Shelf) -> None:
    item = shelf.public("2025-08-01 10:00")
    sweeps.find_reminders()
    acts.confirm([item.pk], shelf.actor("pelaksana_a"), "unchanged")
    assert sweeps.tell_units() == 0
    assert FreshnessReminder.objects.filter(told_at__isnull=True).count() == 0


def test_without_a_pelaksana_the_secretariat_is_told(shelf: Shelf) -> None:
    """Nothing is sent into the void."""
    from ppid_portal.people.models import Unit

    lonely = Unit.objects.create(code="sepi", name="Biro Sepi", kind="bureau")
    shelf.public("2025-08-01 10:00", unit=lonely)
    sweep_freshness()
    assert shelf.office.petugas.email in told("overdue")[0][1]


def test_the_sweep_leaves_a_sign_of_life(shelf: Shelf) -> None:
    sweep_freshness()
    assert heartbeat.age("freshness") is not None


# -- the pages -------------------------------------------------------------------------------------


def test_the_office_sees_all_units_and_a_unit_its_own(shelf: Shelf, browser: Any) -> None:
    shelf.public("2025-08-01 10:00")
    shelf.public(unit=shelf.office.unit_b)
    keeping.keep()
    a, b = shelf.office.unit_a, shelf.office.unit_b
    for who, units in (
        ("petugas", [a, b]),
        ("atasan", [a, b]),
        ("pelaksana_a", [a]),
        ("pimpinan_a", [a]),
        ("pelaksana_b", [b]),
        ("hukum", []),
    ):
        answer = browser(who).get(UNITS)
        assert [line.unit for line in answer.context["lines"]] == units, who
    assert browser("outsider").get(UNITS).status_code == 403
    assert Client().get(UNITS).status_code == 302


def test_a_unit_cannot_look_at_another(shelf: Shelf, browser: Any) -> None:
    """List and object page agree: 404 for both."""
    foreign = shelf.public("2025-08-01 10:00", unit=shelf.office.unit_b)
    key = shelf.office.unit_b.pk
    for who, status in (("pelaksana_a", 404), ("hukum", 404), ("pelaksana_b", 200), ("ketua", 200)):
        assert browser(who).get(ITEMS, {"unit": key}).status_code == status, who
        assert browser(who).get(f"{ITEMS}{foreign.pk}/").status_code == status, who
    for wrong in ("x", "9" * 30, "²"):
        assert browser("ketua").get(ITEMS, {"unit": wrong}).status_code == 404
    assert browser("ketua").get(ITEMS).status_code == 404
    assert browser("pelaksana_b").get(ITEMS).status_code == 200
    assert browser("ketua").get(f"{ITEMS}{shelf.draft().pk}/").status_code == 404


def test_a_unit_confirms_on_the_page(shelf: Shelf, browser: Any) -> None:
    late = [shelf.public("2025-08-01 10:00") for _each in range(3)]
    unit = browser("pelaksana_a")
    assert len(unit.get(ITEMS).context["page"].lines) == 3
    data = {"act": "unchanged", "ticked": [late[0].pk, late[1].pk]}
    assert unit.post(ITEMS, data).status_code == 302
    assert [line.item for line in unit.get(ITEMS).context["page"].lines] == [late[2]]
    answer = unit.post(f"{ITEMS}{late[2].pk}/", {"act": "updated", "note": "Berkas baru."})
    assert answer.status_code == 302
    shown = unit.get(f"{ITEMS}{late[2].pk}/").content.decode()
    assert "Berkas baru." in shown
    assert shelf.office.pelaksana_a.name in shown


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"act": "unchanged"}, "Centang dahulu"),
        ({}, "Pilih hasil pemeriksaannya"),
        ({"act": "unchanged", "ticked": "own", "next_due": "2027-01-01"}, "setiap enam bulan"),
        ({"act": "unchanged", "ticked": "own", "next_due": "besok"}, "Isi tanggal yang benar"),
    ],
)
def test_errors_stand_on_the_page_and_nothing_is_lost(
    shelf: Shelf, browser: Any, data: dict[str, Any], words: str
) -> None:
    item = shelf.public("2025-08-01 10:00")
    if data.get("ticked") == "own":
        data = {**data, "ticked": [item.pk]}
    answer = browser("pelaksana_a").post(ITEMS, {"note": "Catatan saya", **data})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert words in text
    assert 'value="Catatan saya"' in text
    assert Confirmation.objects.count() == 0


@pytest.mark.parametrize("who", ["petugas", "pimpinan_a", "pelaksana_b"])
def test_whoever_may_not_confirm_sends_nothing(shelf: Shelf, browser: Any, who: str) -> None:
    item = shelf.public("2025-08-01 10:00")
    data = {"act": "unchanged", "ticked": [item.pk]}
    url = f"{ITEMS}?unit={shelf.office.unit_a.pk}"
    assert browser(who).post(url, data).status_code == 404
    assert browser(who).post(f"{ITEMS}{item.pk}/", data).status_code == 404
    assert Confirmation.objects.count() == 0


def test_the_lists_are_paged_and_cost_the_same_at_any_length(shelf: Shelf, browser: Any) -> None:
    """Each filter walks its index: fifty a page, there and back, in a fixed number of queries."""
    shelf.public("2025-08-01 10:00")
    keeping.keep()
    unit = browser("pelaksana_a")
    unit.get(ITEMS)

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert unit.get(url).status_code == 200
        return len(seen)

    few = {url: queries(url) for url in (UNITS, ITEMS, f"{ITEMS}?lihat=kurang")}
    moment = datetime.fromisoformat("2025-08-01T10:00:00+07:00")
    InformationItem.objects.bulk_create(
        InformationItem(
            **item_fields(shelf.office.unit_a, 0, f"Banyak {number}", {
                "published_at": moment, "changed_at": moment, "topic": "",
            })
        )
        for number in range(page.PAGE + 9)
    )  # fmt: skip
    keeping.keep()
    for url, before in few.items():
        assert queries(url) <= before, url
    for which in ("terlambat", "terjadwal", "kurang"):
        first = unit.get(ITEMS, {"lihat": which})
        onward = first.context["page"].next_url
        second = unit.get(ITEMS + onward)
        back = unit.get(ITEMS + second.context["page"].previous_url)
        seen = [[line.item.pk for line in each.context["page"].lines] for each in (first, second)]
        assert (len(seen[0]), len(seen[1])) == (page.PAGE, 10)
        assert not set(seen[0]) & set(seen[1])
        assert [line.item.pk for line in back.context["page"].lines] == seen[0]


@pytest.mark.parametrize("mark", ["x", "2026-01-01_x", "2026-99-99_1", "_", "1_1", "²_²"])
@pytest.mark.parametrize("which", ["terlambat", "kurang"])
def test_a_broken_mark_of_a_page_is_no_error(
    shelf: Shelf, browser: Any, mark: str, which: str
) -> None:
    shelf.public("2025-08-01 10:00")
    keeping.keep()
    answer = browser("pelaksana_a").get(ITEMS, {"lihat": which, "setelah": mark})
    assert answer.status_code == 200


# -- what everybody reads --------------------------------------------------------------------------


def test_the_public_page_says_honestly_when_it_is_late(shelf: Shelf, client: Client) -> None:
    item = shelf.public("2026-02-02 10:00")
    text = client.get(item.get_absolute_url()).content.decode()
    assert "Diperbarui 2 Februari 2026." in text
    assert "Pembaruan berikutnya paling lambat 2 Agustus 2026." in text
    shelf.travel("2026-08-03 10:00")
    text = client.get(item.get_absolute_url()).content.decode()
    assert "Seharusnya diperbarui lagi paling lambat 2 Agustus 2026" in text
    acts.confirm([item.pk], shelf.actor("pelaksana_a"), "unchanged")
    text = client.get(item.get_absolute_url()).content.decode()
    assert "Diperbarui 3 Agustus 2026." in text
    assert "Seharusnya" not in text


def test_a_confirmation_is_seen_by_who_has_the_old_page(shelf: Shelf, client: Client) -> None:
    """A visitor's stored copy is not good any more, by mark or by moment."""
    item = shelf.public("2026-02-02 10:00")
    url = item.get_absolute_url()
    first = client.get(url)
    known = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
    assert client.get(url, headers=known).status_code == 304
    shelf.travel("2026-03-02 11:00")
    acts.confirm([item.pk], shelf.actor("pelaksana_a"), "unchanged")
    assert client.get(url, headers=known).status_code == 200
    modified = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(url, headers=modified).status_code == 200


def test_what_is_not_scheduled_promises_nothing(shelf: Shelf, client: Client) -> None:
    item = shelf.public(category="available")
    text = client.get(item.get_absolute_url()).content.decode()
    assert "Diperbarui 2 Maret 2026." in text
    assert "paling lambat" not in text


# -- what needs attention --------------------------------------------------------------------------


def test_overdue_units_stand_under_what_needs_attention(shelf: Shelf) -> None:
    """All units for the office, its own for a unit, nothing for anybody else."""
    shelf.public("2025-08-01 10:00")
    shelf.public("2025-08-01 10:00", unit=shelf.office.unit_b)
    keeping.keep()

    def rows(who: str) -> list[str]:
        found = desk_panels.attention([shelf.actor(who)])
        return [
            row["number"]
            for alert in found
            if alert["title"] == "Informasi lewat tanggal pembaruan"
            for row in alert["rows"]
        ]

    assert rows("petugas") == ["uji-a", "uji-b"]
    assert rows("pelaksana_b") == ["uji-b"]
    assert rows("hukum") == []
