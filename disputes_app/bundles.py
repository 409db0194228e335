"""Asking for an evidence file, making it in the background, and who may have it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import IO

from django.core.files.base import File
from django.db import models, transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from disputes_app import evidence
from disputes_app.models_evidence import EvidenceBundle
from ppid_portal.audit.services import record
from ppid_portal.clock import now
from ppid_portal.files.models import EVIDENCE, StoredFile
from ppid_portal.files.services import store
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.queue import enqueue
from ppid_portal.sop import chain
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import OFFICE_ROLES, visible_cases

log = logging.getLogger(__name__)

#: Those who prepare and attend the hearings (SOP 4), beside the office.
ROLES = OFFICE_ROLES | {Role.ASDEP_HUKUM}

Status = EvidenceBundle.Status

_MOST_ATTEMPTS = 5
#: Longer than any evidence file takes; then whoever made it is taken for dead.
_LEASE = timedelta(minutes=20)
_FIRST_PAUSE = timedelta(minutes=1)
_BATCH = 20

TOO_MUCH = gettext_noop(
    "Berkas asli terlalu besar untuk satu arsip. Pilih lebih sedikit tahap, lalu susun satu "
    "berkas bukti untuk setiap bagian."
)
BROKEN = gettext_noop(
    "Berkas bukti tidak dapat dibuat. Coba lagi, atau beri tahu pengelola sistem."
)


def reader(actors: Sequence[Actor]) -> Actor | None:
    """Return the actor as whom somebody may have evidence; None for everybody else."""
    return next((actor for actor in actors if actor.role in ROLES), None)


def stages_for(case: Case, user: User, actors: list[Actor]) -> list[Case]:
    """Return the stages of a chain that a person may see, in their order."""
    found = chain.stages(case)
    seen = set(
        visible_cases(user, actors)
        .filter(pk__in=[stage.pk for stage in found])
        .values_list("pk", flat=True)
    )
    return [stage for stage in found if stage.pk in seen]


def request(
    case: Case,
    *,
    actor: Actor,
    stages: Collection[int],
    identity: bool = False,
    identity_reason: str = "",
    internal: bool = False,
) -> EvidenceBundle:
    """Ask for an evidence file; it is put on record in the case's chain and made afterwards.

    ``stages`` are keys of cases of the chain. Identity papers go in for a reason only, which is
    recorded (UU 27/2022).

    Raises:
        Refused: without a stage, without the reason, or somebody may not see a stage.
    """
    user, appointment = actor.user, actor.appointment
    if user is None or appointment is None or actor.role not in ROLES:
        raise Refused(_("Berkas bukti hanya disusun petugas PPID dan Asdep Hukum."))
    if not stages:
        raise Refused(_("Pilih sedikitnya satu tahap."), "stages")
    reason = identity_reason.strip()[:300]
    if identity and not reason:
        raise Refused(_("Tuliskan alasan menyertakan bukti identitas."), "identity_reason")
    allowed = [stage.pk for stage in stages_for(case, user, actors_of(user))]
    if not set(stages) <= set(allowed):
        raise Refused(_("Ada tahap yang tidak boleh Anda lihat."), "stages")
    with transaction.atomic():
        bundle = EvidenceBundle.objects.create(
            # Not the child instance: evidence hangs on the case, whatever kind of case that is.
            case_id=case.pk,
            stages=[pk for pk in allowed if pk in stages],
            identity=identity,
            identity_reason=reason if identity else "",
            internal=internal,
            requested_by=user,
            appointment=appointment,
            requested_at=now(),
        )
        record(
            "request_evidence",
            stream=case.stream,
            subject=case.number or str(case.public_id),
            actor=actor,
            reason=bundle.identity_reason,
            data={
                "bundle": bundle.pk,
                "cases": bundle.stages,
                "identity": identity,
                "internal": internal,
            },
        )
        enqueue("disputes.build_evidence", bundle.pk)
    return bundle


def make(pk: int) -> EvidenceBundle:
    """Build and store one evidence file, once.

    May be called any number of times, also at the same moment: whoever claims the row builds.
    What fails is tried again by the sweep, and given up after some attempts.
    """
    moment = now()
    claimed = _due().filter(pk=pk).update(attempts=F("attempts") + 1, next_try_at=moment + _LEASE)
    bundle = EvidenceBundle.objects.select_related("case", "appointment__user").get(pk=pk)
    if not claimed:
        return bundle
    if bundle.attempts > _MOST_ATTEMPTS:
        # It took the worker down with it each time.
        return _failed(bundle, BROKEN)
    try:
        built = evidence.build(
            bundle.case,
            actor=Actor.of(bundle.appointment),
            at=moment,
            stages=bundle.stages,
            identity=bundle.identity,
            internal=bundle.internal,
        )
    except evidence.TooMuch:
        return _failed(bundle, TOO_MUCH)
    except Exception as error:
        # The text of the error may quote a piece, and with it a person: only its kind is logged.
        log.error("Evidence %s was not built (%s)", pk, type(error).__name__)
        return _postponed(bundle)
    try:
        return _kept(bundle, built)
    finally:
        built.close()


def sweep() -> dict[str, int]:
    """Make what is waiting and due; returns how much became ready and how much did not."""
    waiting = _due().order_by("requested_at", "pk").values_list("pk", flat=True)[:_BATCH]
    done = [make(pk).status for pk in list(waiting)]
    return {"ready": done.count(Status.READY), "waiting": len(done) - done.count(Status.READY)}


def may_open(request: HttpRequest, file: StoredFile) -> bool | None:
    """Tell whether this request may have an evidence file; None when the file is none.

    Whoever takes it must see every case that went into it. The files room records each download.
    """
    if file.purpose != EVIDENCE:
        return None
    bundle = EvidenceBundle.objects.filter(Q(pdf=file) | Q(archive=file)).first()
    user = request.user
    if bundle is None or not isinstance(user, User):
        return False
    actors = actors_of(user)
    actor = reader(actors)
    if actor is None or not sees_all(user, actors, bundle):
        return False
    request.reader = actor  # type: ignore[attr-defined]
    return True


def sees_all(user: User, actors: list[Actor], bundle: EvidenceBundle) -> bool:
    """Tell whether a person sees every case whose pieces are in an evidence file."""
    wanted = {*bundle.stages, bundle.case_id}
    return visible_cases(user, actors).filter(pk__in=wanted).count() == len(wanted)


def _due() -> models.QuerySet[EvidenceBundle]:
    free = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now())
    return EvidenceBundle.objects.filter(free, status=Status.QUEUED)


def _kept(bundle: EvidenceBundle, built: evidence.Bundle) -> EvidenceBundle:
    pieces = built.pieces
    name = f"berkas-bukti-{bundle.case.number or bundle.case_id}".replace("/", "-")
    with transaction.atomic():
        locked = EvidenceBundle.objects.select_for_update().get(pk=bundle.pk)
        if locked.status != Status.QUEUED:
            return locked
        locked.pdf = _stored(built.pdf, f"{name}.pdf", "application/pdf")
        locked.archive = _stored(built.archive, f"{name}.zip", "application/zip")
        locked.pages, locked.pieces = built.pages, len(pieces)
        locked.only_in_archive, locked.absent = built.only_in_archive, built.absent
        locked.withheld = built.withheld
        locked.made_at, locked.status = now(), Status.READY
        locked.next_try_at, locked.error = None, ""
        locked.save()
    return locked


def _stored(content: IO[bytes], name: str, content_type: str) -> StoredFile:
    return store(File(content, name), purpose=EVIDENCE, name=name, content_type=content_type)


def _failed(bundle: EvidenceBundle, sentence: str) -> EvidenceBundle:
    EvidenceBundle.objects.filter(pk=bundle.pk, status=Status.QUEUED).update(
        status=Status.FAILED, error=sentence, next_try_at=None
    )
    bundle.refresh_from_db()
    return bundle


def _postponed(bundle: EvidenceBundle) -> EvidenceBundle:
    if bundle.attempts >= _MOST_ATTEMPTS:
        return _failed(bundle, BROKEN)
    EvidenceBundle.objects.filter(pk=bundle.pk).update(
        next_try_at=now() + _FIRST_PAUSE * 2 ** (bundle.attempts - 1)
    )
    bundle.refresh_from_db()
    return bundle
