"""The one gateway through which every case is opened and every step performed.

In one database transaction it locks the row, checks role, unit and separation of duties, runs
the transition, saves, closes the work that is done and opens what comes next, and appends the
audit entry. Letters and notices that a transition asks for are written in the same transaction
and sent after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from ppid_portal.audit.models import AuditEntry
from ppid_portal.audit.services import record
from ppid_portal.clock import Limit, local, memo, now
from ppid_portal.clock.due import Unit
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import legal_due, step_due, work_calendar
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import ROLE_LABELS, UNIT_BOUND
from ppid_portal.sop import catalogue, numbers
from ppid_portal.sop.declarations import Act, Declaration, declarations
from ppid_portal.sop.errors import MissingOutput, NotNow, NotYours, Refused, SamePerson
from ppid_portal.sop.models import Case, StepLimit, Work, WorkItem
from ppid_portal.sop.search import fingerprint, normalise

CaseT = TypeVar("CaseT", bound=Case)


@dataclass(frozen=True)
class Move:
    """An act that a case knows, and whether these people may perform it now."""

    declaration: Declaration
    allowed: bool
    why_not: str
    actors: tuple[Actor, ...]
    is_next: bool

    @property
    def name(self) -> str:
        """Return the name of the transition."""
        return self.declaration.name

    @property
    def label(self) -> str:
        """Return what the button says."""
        return str(self.declaration.label)

    def form_class(self) -> Any:
        """Return the form that asks for what the act needs."""
        return import_string(self.declaration.form)


def open_case(
    model: type[CaseT],
    actor: Actor,
    *,
    fields: dict[str, Any],
    at: datetime | None = None,
    idempotency_key: str | None = None,
    unit_code: str = "",
    opening: str | None = None,
    **data: Any,
) -> CaseT:
    """Open a case: give it its register number and run its opening step.

    ``fields`` are the case's own; ``data`` goes to the opening transition. With an
    ``idempotency_key`` that a case already has, that case is returned and nothing happens, so
    that a form sent twice makes one case. ``at`` is an aware moment, now by default.
    """
    moment = at or now()
    declaration = _opening(model, opening)
    try:
        with transaction.atomic(), memo.one_look():
            if idempotency_key is not None:
                existing = model._base_manager.filter(idempotency_key=idempotency_key).first()
                if existing is not None:
                    return existing
            _check_role(declaration, actor, None)
            case = model(
                opened_at=moment,
                opened_by=actor.user,
                idempotency_key=idempotency_key,
                **fields,
            )
            case.number = numbers.take(model.register, moment, unit_code)
            # The row is complete, and its history begins, when the opening step has run.
            case.skip_history_when_saving = True  # type: ignore[attr-defined]
            case.save(force_insert=True)
            del case.skip_history_when_saving  # type: ignore[attr-defined]
            _run(case, declaration, actor, moment, "", data, open_work=[])
            return case
    except IntegrityError:
        if idempotency_key is not None:
            existing = model._base_manager.filter(idempotency_key=idempotency_key).first()
            if existing is not None:
                return existing
        raise


def perform(
    case: CaseT,
    name: str,
    actor: Actor,
    *,
    reason: str = "",
    at: datetime | None = None,
    **data: Any,
) -> CaseT:
    """Perform one act of a case and return the case as it then is.

    Raises :class:`Refused` (or a kind of it) with a sentence for the person; nothing has changed
    then. The given instance is not touched: the row is read anew under lock.
    """
    moment = at or now()
    with transaction.atomic(), memo.one_look():
        fresh = _locked(case)
        try:
            declaration = declarations(type(fresh))[name]
        except KeyError:
            raise NotNow(_("Tindakan ini tidak dikenal untuk berkas ini.")) from None
        open_work = _open_work(fresh)
        performers = _performers(fresh, declaration.separate_from)
        why = _wrong_state(fresh, declaration) or _wrong_actor(
            fresh, declaration, actor, open_work, performers
        )
        if why is not None:
            raise why
        if actor.kind != "system" and (held := fresh.hold(name)):
            raise NotNow(held)
        if declaration.guard is not None:
            objection = declaration.guard(fresh, actor)
            if objection:
                raise NotNow(objection)
        if declaration.needs_reason and not reason.strip():
            raise Refused(_("Tuliskan alasannya."), "reason")
        if actor.kind == "staff" and fresh.first_viewed_at is None:
            # Whoever acts on a case has opened it, by whatever page.
            fresh.first_viewed_at = moment
        _run(fresh, declaration, actor, moment, reason, data, open_work=open_work)
        return fresh  # type: ignore[return-value]


def moves(
    case: Case,
    actors: Sequence[Actor],
    *,
    open_work: list[WorkItem] | None = None,
    chain: Sequence[AuditEntry] | None = None,
) -> list[Move]:
    """Return every act that the present state leaves room for, with the reason where not.

    ``actors`` are all the appointments that the person may act under today. ``open_work``
    and ``chain`` (all of the case's audit entries) spare their queries to who has read them.
    """
    work = _open_work(case) if open_work is None else open_work
    kept_apart = {a for d in declarations(type(case)).values() for a in d.separate_from}
    performers = _performers(case, kept_apart, chain)
    found: list[Move] = []
    for declaration in declarations(type(case)).values():
        if declaration.opening or declaration.roles == ("sistem",):
            continue
        if _wrong_state(case, declaration) is not None:
            continue
        fitting: list[Actor] = []
        refusal: Refused | None = None
        for actor in actors:
            why = _wrong_actor(case, declaration, actor, work, performers)
            if why is None:
                fitting.append(actor)
            elif refusal is None or isinstance(why, SamePerson):
                refusal = why
        sentence = ""
        if not fitting:
            sentence = refusal.message if refusal else _whose(declaration)
        elif held := case.hold(declaration.name):
            sentence = held
        elif declaration.guard is not None:
            sentence = str(declaration.guard(case, fitting[0]) or "")
            # Who stands in for another unit too may still act for the one, not for the other.
            if sentence and (rest := [a for a in fitting[1:] if not declaration.guard(case, a)]):
                fitting, sentence = rest, ""
        found.append(
            Move(
                declaration=declaration,
                allowed=not sentence,
                why_not=sentence,
                actors=tuple(fitting),
                is_next=declaration.main and not sentence,
            )
        )
    return found


def limit_of(step: catalogue.Step, overrides: dict[str, Limit] | None = None) -> Limit | None:
    """Return the norm time of a step: the body's own if it set one, else the SOP's."""
    table = _overrides() if overrides is None else overrides
    return table.get(step.key, step.limit)


# -- the run itself --------------------------------------------------------------------------------


def _run(
    case: Case,
    declaration: Declaration,
    actor: Actor,
    at: datetime,
    reason: str,
    data: dict[str, Any],
    *,
    open_work: list[WorkItem],
) -> None:
    before = case.state
    asked = (case.title, case.what_is_asked())
    act = Act(name=declaration.name, actor=actor, at=at, reason=reason)
    try:
        getattr(case, declaration.name)(act, data)
    except TransitionNotAllowed:
        raise NotNow(_not_in_this_state(case)) from None
    if declaration.needs_output and not act.outputs:
        raise MissingOutput(
            _("{citation} belum menghasilkan keluarannya: {output}.").format(
                citation=declaration.citation,
                output=declaration.step.result if declaration.step else "",
            )
        )
    if not case.search_text or asked != (case.title, case.what_is_asked()):
        case.search_text = normalise(" ".join(case.search_parts()))
        case.fingerprint = fingerprint(case.what_is_asked())
    case._history_user = actor.user  # type: ignore[attr-defined]
    case._history_date = at  # type: ignore[attr-defined]
    case._change_reason = declaration.citation  # type: ignore[attr-defined]
    try:
        case.save()
    finally:
        # The library keeps these on the instance, where they would stick to the next save.
        for name in ("_history_user", "_history_date", "_change_reason"):
            delattr(case, name)
    # Records are Indonesian, whatever language the person who acts reads.
    with translation.override("id"):
        _reconcile(case, actor, act, open_work)
        outputs = [[o.kind, str(o.label), str(o.reference)] for o in act.outputs]
    record(
        declaration.name,
        stream=case.stream,
        subject=case.number or str(case.public_id),
        actor=actor,
        from_state=before,
        to_state=case.state,
        # As the transition left it: an applicant's own words do not go into the chain.
        reason=act.reason,
        data={
            "citation": declaration.citation,
            "outputs": outputs,
            **act.data,
        },
        at=at,
    )


def _locked(case: CaseT) -> Case:
    model = type(case) if type(case) is not Case else type(case.concrete())
    # A new instance, never a refresh: nothing that a caller changed in memory can be saved.
    return model.under_lock(case.pk)


def _opening(model: type[Case], name: str | None) -> Declaration:
    found = [d for d in declarations(model).values() if d.opening and name in (None, d.name)]
    if len(found) != 1:
        raise LookupError(f"{model.__name__} has {len(found)} opening acts; name one")
    return found[0]


# -- may they? -------------------------------------------------------------------------------------


def _wrong_state(case: Case, declaration: Declaration) -> Refused | None:
    if "*" in declaration.sources or case.state in declaration.sources:
        return None
    if "+" in declaration.sources:
        return None
    return NotNow(_not_in_this_state(case))


def _not_in_this_state(case: Case) -> str:
    return _(
        "Tindakan ini tidak dapat dilakukan sekarang: berkas berstatus “{state}”. "
        "Muat ulang halaman untuk melihat langkah berikutnya."
    ).format(state=case.state_label)


def _wrong_actor(
    case: Case,
    declaration: Declaration,
    actor: Actor,
    work: Iterable[WorkItem],
    performers: dict[str, set[int]],
) -> Refused | None:
    try:
        _check_role(declaration, actor, case)
    except Refused as refusal:
        return refusal
    if actor.role in UNIT_BOUND and not any(
        item.unit_id == actor.unit_id and item.role == actor.role for item in work
    ):
        return NotYours(_("Berkas ini tidak sedang dikerjakan oleh unit Anda."))
    for act in declaration.separate_from:
        if actor.user_id is not None and actor.user_id in performers.get(act, ()):
            return SamePerson(
                _(
                    "Anda ikut menyusun berkas ini, jadi orang lain yang harus melakukan "
                    "“{label}”. Pemisahan tugas ini tidak dapat dilewati."
                ).format(label=declaration.label)
            )
    return None


def _check_role(declaration: Declaration, actor: Actor, case: Case | None) -> None:
    if actor.kind == "applicant" and case is not None and actor.case_id != case.pk:
        raise NotYours(_("Tautan ini milik berkas lain."))
    if actor.role not in declaration.roles:
        raise NotYours(_whose(declaration))
    if actor.appointment is not None and not actor.appointment.is_valid_on(local(now()).date()):
        raise NotYours(_("Penugasan Anda tidak berlaku pada tanggal ini."))


def _whose(declaration: Declaration) -> str:
    names = " / ".join(str(ROLE_LABELS.get(role, role)) for role in declaration.roles)
    return _("Tindakan ini dilakukan oleh {roles}.").format(roles=names)


def _performers(
    case: Case, acts: Collection[str], chain: Sequence[AuditEntry] | None = None
) -> dict[str, set[int]]:
    """Return who performed these acts on the case, in whatever version."""
    found: dict[str, set[int]] = {}
    if not acts:
        return found
    rows: Iterable[tuple[str, int | None]]
    if chain is None:
        entries = AuditEntry.objects.filter(stream=case.stream, verb__in=acts)
        rows = entries.values_list("verb", "user_id")
    else:
        rows = [(entry.verb, entry.user_id) for entry in chain if entry.verb in acts]
    for verb, user_id in rows:
        if user_id is not None:
            found.setdefault(verb, set()).add(user_id)
    return found


# -- what is open ----------------------------------------------------------------------------------


def _open_work(case: Case) -> list[WorkItem]:
    return list(WorkItem.objects.filter(case_id=case.pk, closed_at__isnull=True))


def _overrides() -> dict[str, Limit]:
    return {
        f"{row.sop}.{row.no}": Limit(row.value, cast("Unit", row.unit))
        for row in StepLimit.objects.all()
    }


def _reconcile(case: Case, actor: Actor, act: Act, open_work: list[WorkItem]) -> None:
    """Close the work that the new state no longer calls for and open what it does."""
    open_items = {_identity(item): item for item in open_work}
    expected = {_identity_of(work): work for work in case.expected_work()}
    calendar = work_calendar()
    for identity, item in open_items.items():
        if identity in expected:
            _pause_or_resume(item, expected[identity].paused, act.at)
            continue
        item.closed_at = act.at
        item.closed_by = actor.user
        item.closed_by_name = actor.name
        item.closed_by_act = act.name
        # A receipt keyed in later may lie before the row; time spent is never negative.
        item.spent_minutes = max(0, calendar.working_minutes_between(item.opened_at, act.at))
        item.save(
            update_fields=[
                "closed_at",
                "closed_by",
                "closed_by_name",
                "closed_by_act",
                "spent_minutes",
            ]
        )
    missing = [work for identity, work in expected.items() if identity not in open_items]
    if missing:
        overrides = _overrides()
        WorkItem.objects.bulk_create([_new_item(case, work, act.at, overrides) for work in missing])


def _identity(item: WorkItem) -> tuple[str, str, str, int | None, str]:
    return (item.step, item.phase, item.role, item.unit_id, item.key)


def _identity_of(work: Work) -> tuple[str, str, str, int | None, str]:
    return (work.step, work.phase, work.role, work.unit_id, work.key)


def _new_item(case: Case, work: Work, at: datetime, overrides: dict[str, Limit]) -> WorkItem:
    sop, _dot, no = work.step.partition(".")
    norm = work.limit or (limit_of(catalogue.step(sop, no), overrides) if no else None)
    since = work.since or at
    item = WorkItem(
        case=case,
        step=work.step,
        phase=work.phase,
        key=work.key,
        label=str(work.label),
        role=work.role,
        unit_id=work.unit_id,
        opened_at=at,
        counted_since=since,
        norm_value=norm.value if norm else None,
        norm_unit=norm.unit if norm else "",
        due_at=work.due_at,
        paused_at=at if work.paused else None,
    )
    set_due(item, given=work.due_at)
    return item


def set_due(item: WorkItem, *, given: datetime | None = None) -> None:
    """Work out when a piece of work is due and when its lateness goes to the superior.

    The time for which it stood still while the applicant's answer was awaited is added to the
    norm, so the date can be worked out again at any time.
    """
    calendar = work_calendar()
    if given is not None:
        item.due_at = given
    elif item.norm_value is not None:
        limit = Limit(item.norm_value, cast("Unit", item.norm_unit))
        due = step_due(item.counted_since, limit)
        item.due_at = due.moment
        if item.paused_minutes:
            item.due_at = calendar.add_working_time(due.moment, item.paused_minutes).moment
        item.provisional = due.provisional
        item.explanation = due.as_json()
    if item.due_at is not None:
        # One working day of grace before somebody else is told.
        try:
            item.escalate_at = legal_due(local(item.due_at).date(), Limit(1, "days")).moment
        except NoHolidayTable:
            # A date that somebody else has set, as of a hearing, needs no table of ours.
            item.escalate_at = item.due_at + timedelta(days=1)


def follow_dates(case: Case) -> None:
    """Move open work whose due time is a date of the case itself, after that date has moved."""
    expected = {_identity_of(work): work for work in case.expected_work()}
    for item in _open_work(case):
        work = expected.get(_identity(item))
        if work is None or work.due_at is None or work.due_at == item.due_at:
            continue
        set_due(item, given=work.due_at)
        item.save(update_fields=["due_at", "escalate_at"])


def _pause_or_resume(item: WorkItem, paused: bool, at: datetime) -> None:
    if paused and item.paused_at is None:
        item.paused_at = at
        item.save(update_fields=["paused_at"])
    elif not paused and item.paused_at is not None:
        stood = work_calendar().working_minutes_between(item.paused_at, at)
        item.paused_minutes += max(0, stood)
        item.paused_at = None
        if item.norm_value is not None:
            set_due(item)
        elif item.due_at is not None:
            set_due(item, given=work_calendar().add_working_time(item.due_at, stood).moment)
        item.save(
            update_fields=[
                "paused_at",
                "paused_minutes",
                "due_at",
                "escalate_at",
                "explanation",
                "provisional",
            ]
        )
