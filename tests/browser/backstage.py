"""What a walk through the portal needs from behind the scenes, done in the server's own process.

Everything here runs where the portal runs (see ``server.py``); the tests call it by name.
Values that travel are JSON: numbers, texts, lists and dicts.
"""

from __future__ import annotations

import json
import time
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import time_machine
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache as counters
from django.core.management import call_command
from django.db import connection

from dip_app.announcing.files import PURPOSE
from dip_app.announcing.models import Announcement
from dip_app.announcing.sweeps import take_down_due
from dip_app.models import InformationItem
from ppid_portal.clock import Limit, local, now, today, travel
from ppid_portal.clock.services import work_calendar
from ppid_portal.files.services import store
from ppid_portal.sop.access import code_of, secret_path
from requests_app.obligations import impose
from tests.conftest import Office, make_office
from tests.driver import PIXEL, Desk, file_request, make_decree, make_document
from tests.driver_announcements import AnnouncementDesk
from tests.driver_campaign import CampaignDesk
from tests.driver_list import ROW, ListDesk
from tests.prepare import copy

PASSWORD = "sandi-uji-browser-2026"
_STORIES = settings.DATA_DIR / "stories.json"
_EXCLUSIONS = settings.DATA_DIR / "exclusions.json"
_ANNOUNCEMENTS = settings.DATA_DIR / "announcements.json"
_CAMPAIGNS = settings.DATA_DIR / "campaigns.json"
_ROUNDS = settings.DATA_DIR / "list_rounds.json"
_TESTS = settings.DATA_DIR / "consequence_tests.json"
_DOCUMENTING = settings.DATA_DIR / "documenting.json"


@cache
def _office() -> Office:
    from ppid_portal.people.models import User

    units = {unit.code: unit for unit in _units()}
    users = {user.email.partition("@")[0].replace("-", "_"): user for user in User.objects.all()}
    names = Office.__dataclass_fields__
    return Office(
        body=units["uji-pusat"],
        unit_a=units["uji-a"],
        unit_b=units["uji-b"],
        **{name: users[name] for name in names if name in users},
    )


def _units() -> Any:
    from ppid_portal.people.models import Unit

    return Unit.objects.filter(code__startswith="uji-")


def prepare() -> None:
    """Fill an empty folder with an office at work; once, before all tests."""
    copy(connection, to=connection.settings_dict["NAME"])
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    fill()


def fill() -> None:
    """Fill a migrated database with an office at work."""
    _office.cache_clear()
    _people()
    _states()
    _consequence_tests()
    _exclusions()
    _announcements()
    _campaigns()
    _documenting()
    _list_rounds()


def _people() -> None:
    from dip_app.demo import build_items
    from ppid_portal.people.models import User

    office = make_office()
    for user in (office.petugas, office.ketua, office.atasan):
        user.set_password(PASSWORD)
        user.save()
    User.objects.create_superuser(email="admin@uji.example", password=PASSWORD, name="Admin Uji")
    build_items()
    make_decree(office.unit_a)


def login(who: str) -> dict[str, str]:
    """Open a session for one of the office or "admin", as if they had just typed a password."""
    from allauth.account.internal.flows import login as methods

    from ppid_portal.people.models import User

    user = getattr(_office(), who, None) or User.objects.get(email=f"{who}@uji.example")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[methods.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {
            "method": "password",
            "at": time.time() + 3600,  # asked again for the password long after the tests
            "email": user.email,
            "reauthenticated": True,
        }
    ]
    session[methods._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key)}


def address_of(who: str) -> str:
    """Return the address with which somebody of the office logs in."""
    return str(getattr(_office(), who).email)


def fresh() -> None:
    """Forget what was counted against visitors, so that tests do not throttle each other."""
    counters.clear()


def work(number: str = "") -> dict[str, int]:
    """Do what the worker would: render letters, send what is due, and watch the deadlines.

    With a number only the letters of that request are rendered, as if its task came first.
    """
    from ppid_portal.letters import tasks as letters
    from ppid_portal.letters.models import Letter
    from ppid_portal.mail import outbox
    from ppid_portal.mail import tasks as mail
    from ppid_portal.sop import tasks as sop

    sop.sweep_deadlines()
    waiting = Letter.objects.filter(status="queued", case__number=number)
    for pk in list(waiting.values_list("pk", flat=True)):
        letters.render(pk)
    mail.sweep()
    # A run sends so many at most; here nobody waits for the next.
    while outbox.sweep()["sent"]:
        continue
    return {
        "waiting": waiting.count(),
        "failed": Letter.objects.filter(status="failed").count(),
    }


def mails_to(to: str, number: str = "") -> list[dict[str, Any]]:
    """Return what an address was told, oldest first; with a number, only of that case.

    The address of an applicant is that of many requests here, and the e-mails of the others may
    still wait for letters that nobody has rendered.
    """
    from post_office.models import STATUS, Email

    mails = Email.objects.order_by("id")
    if number:
        mails = mails.filter(notice__case__number=number)
    return [
        {"subject": mail.subject, "message": mail.message, "sent": mail.status == STATUS.sent}
        for mail in mails
        if to in mail.to
    ]


def case_of(number: str) -> dict[str, Any]:
    """Return what the database knows of a request."""
    from requests_app.models import InformationRequest

    case = InformationRequest.objects.get(number=number)
    return {
        "pk": case.pk,
        "state": case.state,
        "public_id": str(case.public_id),
        "information": case.information,
        "audit": [
            list(row)
            for row in _entries(case.stream).values_list("verb", "name").order_by("sequence")
        ],
    }


def _entries(stream: str) -> Any:
    from ppid_portal.audit.models import AuditEntry

    return AuditEntry.objects.filter(stream=stream)


def count_cases() -> int:
    """Return how many requests there are."""
    from requests_app.models import InformationRequest

    return InformationRequest.objects.count()


def faults() -> list[str]:
    """Verify the audit chain."""
    from ppid_portal.audit.services import verify

    return [str(fault) for fault in verify()]


def unit(which: str) -> dict[str, Any]:
    """Return key and name of a unit of the office."""
    unit = getattr(_office(), which)
    return {"pk": unit.pk, "name": unit.name}


def decree() -> dict[str, Any]:
    """Return the decree that a refusal may name."""
    from dip_app.models import ClassificationDecree

    found = ClassificationDecree.objects.order_by("pk").first()
    assert found is not None
    return {"pk": found.pk, "number": found.number}


def _states() -> None:
    """Make one request in every state, and some more that are worth looking at."""
    from ppid_portal.sop.tasks import sweep_deadlines
    from requests_app.models import State

    desk = Desk(_office())
    jakarta = work_calendar().zone
    with travel(datetime(2026, 1, 5, 9, 0, tzinfo=jakarta)):
        made = {State.LAPSED: desk.incomplete(), "late": desk.registered()}
    for moment in (datetime(2026, 1, 20, 8, 0, tzinfo=jakarta), now()):
        with travel(moment):
            sweep_deadlines()
    for state in State.values:
        if state not in {State.NEW, State.LAPSED}:
            made[state] = desk.in_state(state)
    made["unit_answered"] = _answered_by_unit(desk)
    made["editing"] = desk.drafted("partly")
    made["refusing"] = desk.submitted("refused")
    made["refused"] = desk.answered("refused")
    made["partly"] = desk.answered("partly")
    made["talking"] = _with_talk(desk)
    made["linked"] = _with_order(desk)
    made |= _objections() | _disputes() | _yearly()
    for name in ("answered", "refused"):
        work(made[name].number)
    keys = {str(name): case.pk for name, case in made.items()}
    _STORIES.write_text(json.dumps(keys))


def _yearly() -> dict[str, Any]:
    """Make a report of the year in each state that a person meets."""
    from ppid_portal.letters import services as letters
    from ppid_portal.people.actors import Actor
    from ppid_portal.reports.annual.models import SECTIONS, AnnualReport
    from ppid_portal.sop import engine

    people = Desk(_office())
    office = people.office
    opened = [
        engine.open_case(
            AnnualReport,
            Actor.system(),
            fields={"title": f"Laporan layanan informasi publik tahun {year}", "year": year},
        )
        for year in (2026, 2025, 2024)
    ]
    for case in opened[1:]:
        people.do(case, "write", office.petugas, **dict.fromkeys(SECTIONS, "Tidak ada."))
        people.do(case, "submit", office.petugas)
    issued = people.do(opened[2], "issue", office.ketua)
    letters.render(issued.letter_id)
    return dict(zip(("annual_compiling", "annual_submitted", "annual_issued"), opened, strict=True))


def _objections() -> dict[str, Any]:
    """Make objections in the states that an objector and the office meet, and what they order."""
    from objections_app.report import open_due
    from requests_app.models import Obligation
    from tests.driver_objections import ObjectionDesk

    people = ObjectionDesk(_office())
    jakarta = work_calendar().zone
    with travel(datetime(2026, 1, 5, 9, 0, tzinfo=jakarta)):
        late = people.refused_request()
    orders = [people.delivered("upheld", grounds="b", method="pickup") for _ in range(2)]
    order, done = (Obligation.objects.get(origin_id=case.pk) for case in orders)
    return {
        "objection_receipted": people.receipted(),
        "objection_deciding": people.deciding(),
        "objection_signing": people.signing(),
        "objection_recorded": people.recorded("rejected"),
        "objection_report": open_due(date(2026, 7, 1)),
        "order": order,
        "order_done": people.do(
            done, "deliver", people.office.petugas, delivered_on=done.ordered_on
        ),
        "objected": people.filed(),
        "objected_incomplete": people.incomplete(),
        "objected_late": people.filed(late),
        "objected_upheld": people.delivered("upheld"),
        "objected_withdrawn": people.withdrawn(),
    }


def _disputes() -> dict[str, Any]:
    """Make disputes in states that show each part of their page; their sessions are over."""
    from tests.driver_disputes import DisputeDesk, paper

    people = DisputeDesk(_office(), travel=lambda moment: None)
    over = {"hearing_at": now() - timedelta(days=1), "objection": None}
    missed = people.ready(**over)
    missed = people.do(
        missed,
        "record_hearing",
        people.office.petugas,
        hearing=missed.next_hearing,
        we_attended=False,
        minutes="Panggilan terselip.",
    )
    asked = people.do(
        people.adjudication(**over),
        "record_interim_order",
        people.office.petugas,
        paper=paper("PS-1", dated_on=today() - timedelta(days=40)),
        order="Melakukan uji konsekuensi ulang.",
        days=14,
        unit="calendar_days",
    )
    return {
        "dispute_registered": people.registered(**over),
        "dispute_verified": people.verified(**over),
        "dispute_consulted": people.consulted(**over),
        "dispute_preparing": people.preparing(**over),
        "dispute_ready": people.ready(**over),
        "dispute_missed": missed,
        "dispute_asked": asked,
        "dispute_mediated": people.mediated(**over),
        "dispute_agreed": people.agreed(**over),
        "dispute_ruled": people.ruled(unit="calendar_days", **over),
        "dispute_final": people.final(**over),
    }


def travel_to(moment: str) -> dict[str, int]:
    """Let the portal's clock run on from a moment (ISO, body's zone), and what beat wakes then.

    There is no way back: a walk that travels has a portal of its own.
    """
    from dip_app.exclusions.tasks import sweep_exclusions

    time_machine.travel(
        datetime.fromisoformat(moment).replace(tzinfo=work_calendar().zone), tick=True
    ).start()
    sweep_exclusions()
    return work()


def requested() -> dict[str, Any]:
    """Make a request whose unit says that it is excluded; return how it is reached."""
    desk = Desk(_office())
    case = desk.do(
        desk.in_process(title="Hasil uji kompetensi pejabat tahun 2025"),
        "reject_task",
        desk.office.pelaksana_a,
        ground="excluded",
        article="h",
        reason="Memuat penilaian atas pribadi pegawai.",
    )
    return {"pk": case.pk, "number": case.number, "title": case.title}


def stories() -> dict[str, dict[str, Any]]:
    """Return, for each case that ``states`` made, its key and the applicant's link."""
    from ppid_portal.sop import registry
    from ppid_portal.sop.models import Case

    found = {pk: name for name, pk in json.loads(_STORIES.read_text()).items()}
    return {
        found[case.pk]: {
            "pk": case.pk,
            "number": case.number,
            "state": case.state,
            "code": code_of(case),
            "link": secret_path(case) if registry.model_of(case.kind).applicant_pages else "",
            "public_id": str(case.public_id),
        }
        for case in Case.objects.filter(pk__in=found)
    }


def _answered_by_unit(desk: Desk) -> Any:
    case = desk.in_process(title="Rekapitulasi perjalanan dinas 2025")
    return desk.do(
        case,
        "answer_task",
        desk.office.pelaksana_a,
        answer="Dokumen terlampir. Nomor rekening pada halaman 2 perlu dihitamkan.",
        documents=[make_document(case)],
    )


def _with_talk(desk: Desk) -> Any:
    case = desk.registered(title="Daftar aset tanah dan bangunan")
    for direction, text in (
        ("from_applicant", "Apakah permohonan saya sudah diterima?"),
        ("to_applicant", "Sudah, dan sedang kami kerjakan."),
        ("internal", "Periksa dahulu daftar informasi publik."),
    ):
        case.messages.create(direction=direction, text=text)
    return case


def _with_order(desk: Desk) -> Any:
    case = desk.answered("refused", title="Perjanjian sewa gedung 2025")
    impose(
        origin=case,
        request=None,
        source="ruling",
        ordered_by="Putusan 075/IX/KIP-PS/2024",
        order="Memberikan perjanjian sewa gedung tahun 2025.",
        ordered_on=today(),
        limit=Limit(20, "calendar_days"),
        at=now(),
    )
    return case


def letters_of(pk: int) -> list[dict[str, Any]]:
    """Return the letters of a case, oldest first."""
    from ppid_portal.letters.models import Letter

    return [
        {
            "pk": letter.pk,
            "kind": letter.kind,
            "number": letter.number,
            "code": letter.verification_code,
            "status": letter.status,
        }
        for letter in Letter.objects.filter(case_id=pk).order_by("pk")
    ]


def things() -> dict[str, Any]:
    """Return what the paths of the looks may name, and make what they need besides."""
    known = stories()
    (letter, *_) = [
        each
        for each in letters_of(pk=known["answered"]["pk"])
        if each["kind"] == "written_notification"
    ]
    second_factor(who="atasan")
    return {
        **known,
        **consequence_tests(),
        **exclusions(),
        **announcements(),
        **campaigns(),
        **documenting(),
        **list_rounds(),
        "letter": letter,
        "drawn": withdrawn_letter(pk=known["answered"]["pk"]),
        "to_replace": replacement(pk=known["answered"]["pk"]),
        "replaced": replacement(pk=known["answered"]["pk"], signed=True),
        "to_sign": letter_to_sign(pk=known["answered"]["pk"]),
        "item": item(),
        "gone": withdrawn_item(),
        "imports": list_imports(),
        "reset": reset_link(who="petugas_2"),
    }


def letter_to_sign(pk: int) -> dict[str, Any]:
    """Issue a letter in a case that somebody signs outside of the portal, and prepare it."""
    from django.db import transaction
    from django.test import override_settings

    from ppid_portal.letters import samples, services
    from ppid_portal.sop.models import Case

    office = _office()
    with transaction.atomic():
        letter = services.issue(
            "memorandum",
            case=Case.objects.get(pk=pk),
            signatory=office.actor(office.ketua),
            context=samples.contexts()["memorandum"],
        )
    with override_settings(LETTERS_SIGNED_ELSEWHERE=["memorandum"]):
        services.render(letter.pk)
    return {"pk": letter.pk}


def withdrawn_letter(pk: int) -> dict[str, Any]:
    """Issue a letter in a case and withdraw it."""
    from django.db import transaction

    from ppid_portal.letters import samples, services
    from ppid_portal.sop.models import Case

    ketua = _office().actor(_office().ketua)
    with transaction.atomic():
        letter = services.issue(
            "extension",
            case=Case.objects.get(pk=pk),
            signatory=ketua,
            context=samples.contexts()["extension"],
        )
    services.withdraw(services.render(letter.pk), actor=ketua, reason="Tanggalnya keliru.")
    return {"pk": letter.pk, "code": letter.verification_code}


def replacement(pk: int, *, signed: bool = False) -> dict[str, Any]:
    """Withdraw a letter of a case and lay before Ketua PPID what takes its place."""
    from ppid_portal.letters.models import Replacement
    from ppid_portal.letters.replacing import services

    drawn = withdrawn_letter(pk=pk)
    row = services.prepare(
        Replacement.objects.get(letter_id=drawn["pk"]),
        actor=_office().actor(_office().petugas),
        written={"reason_detail": "Laporan masih diperiksa oleh unit."},
        submit=True,
    )
    if signed:
        services.approve(row, actor=_office().actor(_office().ketua))
    return drawn


def item() -> dict[str, Any]:
    """Return a published item."""
    from dip_app.models import InformationItem

    found = InformationItem.objects.filter(status="published").order_by("pk").first()
    assert found is not None
    return {"pk": found.pk, "title": found.title, "slug": found.slug}


def withdrawn_item() -> dict[str, Any]:
    """Take an item off the list and return it."""
    from dip_app import services
    from dip_app.models import InformationItem

    found = InformationItem.objects.filter(status="published").order_by("-pk").first()
    assert found is not None
    services.withdraw(found, None, "Digantikan versi baru.")
    return {"pk": found.pk, "slug": found.slug}


def list_imports() -> dict[str, Any]:
    """Upload a list with everything in it that goes wrong, and import another one."""
    from dip_app.importing import applying

    office = _office()
    head = "No;Judul;Kategori;Ringkasan;Penanggung jawab;Waktu;Tempat;Bentuk;Retensi"
    good = "1;Laporan Kinerja;Berkala;Capaian.;Kepala Biro;2O25;Jakarta;Softcopy;5 tahun"
    rows = [head, good, good, "2;Daftar Aset;Umum;;;31/02/2025", "", "B. SERTA MERTA", "3;Agenda;"]

    def prepare(lines: list[str]) -> Any:
        return applying.prepare(
            "\n".join(lines).encode(),
            unit=office.unit_a,
            whole_body=True,
            actor=office.actor(office.petugas),
            name="daftar.csv",
        )

    undone, applied = (prepare([head, good.replace("Kinerja", each)]) for each in ("Satu", "Dua"))
    applying.undo(applying.apply(undone, None), None)
    applying.apply(applied, None)
    right, wrong = prepare(rows[:2]), prepare(rows)
    return {"open": wrong.pk, "right": right.pk, "applied": applied.pk, "undone": undone.pk}


def failure() -> str:
    """Return the page that is shown when the portal fails."""
    from django.test import RequestFactory
    from django.views.defaults import server_error

    return server_error(RequestFactory().get("/")).content.decode()


def file_one(**facts: Any) -> dict[str, Any]:
    """File a request and return its key."""
    case = file_request(**facts)
    return {"pk": case.pk, "number": case.number}


def second_factor(who: str) -> None:
    """Give somebody a second factor and recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = getattr(_office(), who)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def reset_link(who: str) -> str:
    """Return a link by which somebody may choose a new password."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.urls import reverse

    user = getattr(_office(), who)
    return reverse(
        "account_reset_password_from_key",
        args=[user_pk_to_url_str(user), default_token_generator.make_token(user)],
    )


def fresh_refusal() -> dict[str, Any]:
    """Make a request that was refused today, with its letters; return how it is reached."""
    case = Desk(_office()).answered("refused")
    work(case.number)
    return {
        "pk": case.pk,
        "number": case.number,
        "link": secret_path(case),
        "applicant": case.applicant.name,
    }


def chain_of(number: str) -> dict[str, Any]:
    """Return key and state of a case of any kind."""
    from ppid_portal.sop.models import Case

    case = Case.objects.get(number=number)
    return {"pk": case.pk, "state": case.state}


def state_of(pk: int) -> str:
    """Return where a case stands."""
    from ppid_portal.sop.models import Case

    return str(Case.objects.get(pk=pk).state)


def order_of(number: str) -> dict[str, Any]:
    """Return the order that a request has to carry out."""
    from requests_app.models import Obligation

    order = Obligation.objects.get(request__number=number)
    deadline = order.execution_deadline
    return {
        "pk": order.pk,
        "number": order.number,
        "due_on": deadline.due_on.isoformat() if deadline else "",
    }


def _consequence_tests() -> None:
    """Make a consequence test in the states that the office and a unit meet."""
    from tests.driver_tests import TestDesk, signed_by

    desk = TestDesk(_office())
    made = {
        "test_received": desk.received("Hasil uji kompetensi", "Daftar nilai peserta"),
        "test_studied": desk.studied(),
        "test_met": desk.met("Hasil uji kompetensi", "Daftar nilai peserta"),
        "test_weighed": desk.weighed("partly"),
        "test_deciding": desk.deciding("excluded", "open", "partly"),
        "test_decided": desk.decided("excluded", "open"),
        "test_reported": desk.reported(),
        # Approved while Ketua PPID was to sign; afterwards it waits for Atasan PPID again.
        "test_signing": desk.signing("excluded", "open"),
    }
    signed_by("test_decree", "")
    _TESTS.write_text(json.dumps({name: {"pk": case.pk} for name, case in made.items()}))


def consequence_tests() -> dict[str, dict[str, Any]]:
    """Return the key of each consequence test, by its state."""
    found: dict[str, dict[str, Any]] = json.loads(_TESTS.read_text())
    return found


def _exclusions() -> None:
    """Make excluded information that is about to open, that is open, and a round of SOP 8."""
    from dip_app.exclusions.models import ExclusionOpening
    from dip_app.exclusions.sweeps import open_ended, open_round, start_openings
    from dip_app.models import ClassificationDecree
    from ppid_portal.files.models import EXCLUDED
    from ppid_portal.files.services import store
    from tests.driver_tests import signed_by

    desk = Desk(_office())
    office, soon = desk.office, today() + timedelta(days=40)
    for name in ("preparing", "deciding", "signing", "renewing", "opened"):
        make_decree(
            office.unit_a,
            title=f"Informasi dikecualikan: {name}",
            valid_until=today() if name == "opened" else soon,
            recorded_at=now() - timedelta(days=200),
        )
    start_openings()
    open_ended()
    made: dict[str, Any] = {
        f"opening_{case.title.rpartition(' ')[2]}": case
        for case in ExclusionOpening.objects.filter(title__startswith="Informasi dikecualikan")
    }
    for name in ("opening_deciding", "opening_signing", "opening_renewing"):
        made[name] = desk.do(
            made[name], "propose", office.petugas, proposal="Alasannya tidak ada lagi."
        )
    desk.do(made["opening_renewing"], "decline", office.atasan, reason="Masih berbahaya.")
    # Approved while Ketua PPID was to sign; afterwards it waits for Atasan PPID again.
    signed_by("opening_decree", "ketua_ppid")
    desk.do(made["opening_signing"], "approve", office.atasan)
    signed_by("opening_decree", "")
    case: Any = open_round()
    for act in ("collect", "classify"):
        case = desk.do(case, act, office.petugas)
    decree = ClassificationDecree.objects.get(title="Informasi dikecualikan: deciding")
    scan = store(PIXEL, purpose=EXCLUDED, name="denah.png", content_type="image/png")
    made["exclusion_round"] = desk.do(
        case, "store", office.petugas, decree=decree, place="Lemari 2", files=[scan]
    )
    _EXCLUSIONS.write_text(json.dumps({name: {"pk": case.pk} for name, case in made.items()}))


def exclusions() -> dict[str, dict[str, Any]]:
    """Return the key of each opening and of the round, by its state."""
    found: dict[str, dict[str, Any]] = json.loads(_EXCLUSIONS.read_text())
    return found


def opening_of(title: str) -> int:
    """Return the key of the case that opens what was excluded under a title."""
    from dip_app.exclusions.models import ExclusionOpening

    return int(ExclusionOpening.objects.get(title=title).pk)


def _announcements() -> None:
    """Make an announcement in each state, and a warning that stands above every page."""
    desk = AnnouncementDesk(_office(), None)
    file = store(PIXEL, purpose=PURPOSE, name="peta.png", content_type="image/png")
    made: dict[str, Any] = {
        f"announcement_{state}": desk.in_state(state)
        for state in ("drafting", "approving", "scheduled", "up", "correcting", "withdrawn")
    }
    made["announcement_warning"] = desk.at_once(files=(file,), items=(desk.item(),))
    made["announcement_ended"] = desk.approved(ends_at=now() + timedelta(seconds=1))
    with travel(now() + timedelta(minutes=1)):
        take_down_due()
    known = {
        name: {"pk": case.pk, "url": Announcement.objects.get(pk=case.pk).get_absolute_url()}
        for name, case in made.items()
    }
    item = InformationItem.objects.public().order_by("pk").first()
    assert item is not None
    known["announced_item"] = {"pk": item.pk, "url": item.get_absolute_url()}
    _ANNOUNCEMENTS.write_text(json.dumps(known))


def announcements() -> dict[str, dict[str, Any]]:
    """Return key and public address of each announcement, by its state."""
    found: dict[str, dict[str, Any]] = json.loads(_ANNOUNCEMENTS.read_text())
    return found


def _campaigns() -> None:
    """Play campaigns of SOP 1: one to its end, and those that wait for somebody."""
    desk = CampaignDesk(_office(), lambda moment: None)
    desk.item(desk.unit_a, "Agenda Biro Uji Anggaran")
    made = {}
    for desk.year, state in enumerate(("announced", "collecting", "signing", "deciding"), 2025):
        made[f"campaign_{state}"] = desk.campaign_in(state)
    made["member_list"] = desk.part(made["campaign_collecting"])
    _CAMPAIGNS.write_text(json.dumps({name: {"pk": case.pk} for name, case in made.items()}))


def campaigns() -> dict[str, dict[str, Any]]:
    """Return the key of each campaign and of a member's list, by its state."""
    found: dict[str, dict[str, Any]] = json.loads(_CAMPAIGNS.read_text())
    return found


def _documenting() -> None:
    """Make a filed round of SOP 7, one that waits for Ketua PPID, one that runs, a disposal."""
    from dip_app.documenting import archive
    from dip_app.documenting.models import DocumentingRound
    from dip_app.freshness import keeping
    from dip_app.models import InformationItem
    from tests.driver_documenting import DocumentingDesk

    desk = DocumentingDesk(_office(), lambda _moment: None)
    made: dict[str, Any] = {"filed_round": desk.ended()}
    made["disposal"] = desk.proposed(unit=desk.office.unit_a)
    made["deciding_round"] = desk.deciding()
    # Only to be looked at: beside it another one runs.
    DocumentingRound.objects.filter(runs=True).update(runs=None)
    made["running_round"] = desk.collecting()
    made["unit_documents"] = desk.part(made["running_round"])
    # One that no earlier round has recorded: its form is empty.
    waiting = archive.unrecorded(made["unit_documents"])
    known = archive.ArchiveRecord.objects.values("item_id")
    made["stated_item"] = waiting.exclude(pk__in=known)[0]
    keeping.keep()
    InformationItem.objects.filter(unit=desk.office.unit_a).update(
        next_update_due=today() - timedelta(days=3)
    )
    keeping.summarise()
    _DOCUMENTING.write_text(json.dumps({name: {"pk": each.pk} for name, each in made.items()}))


def documenting() -> dict[str, dict[str, Any]]:
    """Return the keys of what was made for SOP 7 and for freshness."""
    found: dict[str, dict[str, Any]] = json.loads(_DOCUMENTING.read_text())
    unit = _office().unit_a
    return {**found, "unit_a": {"pk": unit.pk}}


def _list_rounds() -> None:
    """Make rounds of the public list and a unit's part of one, in every state that has a page."""
    desk = ListDesk(_office(), lambda _moment: None)
    made: dict[str, Any] = {"list_published": desk.published()}
    for name in ("deciding", "establishing"):
        desk.suffix = f", {name}"
        made[f"list_{name}"] = getattr(desk, name)()
    desk.suffix = ", ditelaah"
    twin = f"{ROW['title']}: {desk.unit_a.name}{desk.suffix}"
    desk.item(desk.unit_a, twin, made_year=ROW["made_year"])
    made["list_compiling"] = desk.compiling([desk.unit_a, desk.unit_b])
    made["list_collecting"] = desk.collecting()
    for unit, name in (
        (desk.unit_a, "inventorying"),
        (desk.unit_b, "classifying"),
        (desk.unit_c, "approving"),
    ):
        made[f"unit_{name}"] = getattr(desk, name)(desk.part(made["list_collecting"], unit))
    row = made["unit_inventorying"].rows().filter(action="keep").first()
    desk.do(
        made["unit_inventorying"], "write_row", desk.office.pelaksana_a, row=row,
        values={"retention": "20 tahun"}, remark="Jadwal retensi baru",
    )  # fmt: skip
    made["unit_approving_a"] = desk.approving(desk.part(desk.collecting([desk.unit_a])))
    facts = {name: {"pk": case.pk} for name, case in made.items()}
    facts["list_row"] = {"pk": row.pk}
    facts["new_row"] = {"pk": made["unit_inventorying"].rows().get(action="new").pk}
    facts["twin"] = {"pk": made["list_compiling"].rows().filter(lookalikes__exact=True)[0].pk}
    edition = made["list_published"].edition
    facts["edition"] = {"year": edition.year, "number": edition.number}
    _ROUNDS.write_text(json.dumps(facts))


def list_rounds() -> dict[str, dict[str, Any]]:
    """Return the key of each round, part and row, by its state."""
    found: dict[str, dict[str, Any]] = json.loads(_ROUNDS.read_text())
    return found


_elsewhen: list[Any] = []


def go_to(moment: str) -> None:
    """Move the clock of the whole portal to a moment of the body's zone."""
    when = datetime.fromisoformat(moment).replace(tzinfo=local(now()).tzinfo)
    _elsewhen.append(time_machine.travel(when, tick=True))
    _elsewhen[-1].start()


def come_back() -> None:
    """Put the clock back to where it would be without :func:`go_to`."""
    _elsewhen.pop().stop()


def sweep_list() -> dict[str, int]:
    """Do what beat would: rounds go on, decrees publish, late units are reminded."""
    from dip_app import rounds
    from dip_app.compiling import sweeps

    work()
    return {"went_on": rounds.sweep(), "published": sweeps.publish_lost()}


def unit_lists(number: str) -> dict[str, int]:
    """Return the key of each unit's part of a round, by the code of the unit."""
    from dip_app.compiling.models import UnitList

    parts = UnitList.objects.filter(origin__number=number).select_related("unit")
    return {part.own_unit().code: part.pk for part in parts}


def list_team() -> list[dict[str, str]]:
    """Give three units somebody for each step of the list; return who logs in for which."""
    from ppid_portal.people.models import User

    known = set(User.objects.values_list("email", flat=True))
    if "ppid_pelaksana-uji-c@uji.example" not in known:
        ListDesk(_office(), lambda _moment: None)
    return [
        {"unit": "uji-a", "doer": "pelaksana_a", "head": "pimpinan_a"},
        {"unit": "uji-b", "doer": "pelaksana_b", "head": "pimpinan_unit_kerja-uji-b"},
        {"unit": "uji-c", "doer": "ppid_pelaksana-uji-c", "head": "pimpinan_unit_kerja-uji-c"},
    ]
