"""Taking a list in, correcting it, importing it in one piece, and taking it back.

Items are imported as drafts: publishing them stays with ``services.publish``. All accepted rows
are stored or none; each leaves a version in the history of its item, and the batch an entry in
the audit record. What is refused raises ValidationError with a sentence in Indonesian.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dip_app.importing import mapping as mappings
from dip_app.importing.checking import check
from dip_app.importing.limits import Unreadable
from dip_app.importing.mapping import Mapping
from dip_app.importing.models import ImportBatch, ImportedItem
from dip_app.importing.reading import Table, read
from dip_app.importing.rows import Checked, Decisions, Row, Setting
from dip_app.models import InformationItem, Status
from dip_app.services import STREAM
from ppid_portal.audit import services as audit
from ppid_portal.clock import now, today
from ppid_portal.files.services import delete, open_bytes, store
from ppid_portal.people.models import Unit
from ppid_portal.spreadsheets import xlsx

PURPOSE = "dip_import"
_AT_ONCE = 1000


class Acting(audit.Acting, Protocol):
    """Whoever imports: ``people.actors.Actor``, or None for the administrator's command."""


@dataclass(frozen=True)
class Review:
    """A batch as it stands: its table, how it is read, and what each row becomes."""

    table: Table
    mapping: Mapping
    decisions: Decisions
    checked: Checked


# -- reading -----------------------------------------------------------------------------------


def review(batch: ImportBatch) -> Review:
    """Read the file of a batch anew and judge every row; raises Unreadable."""
    if batch.file is None:
        raise Unreadable(_("Berkas impor ini sudah dihapus."))
    return judge(
        open_bytes(batch.file),
        batch.file.original_name,
        setting_of(batch),
        Mapping.from_json(batch.mapping) if batch.mapping else None,
        Decisions.from_json(batch.decisions),
    )


def judge(
    content: bytes,
    name: str,
    setting: Setting,
    mapping: Mapping | None = None,
    decisions: Decisions | None = None,
    *,
    sheet: str = "",
) -> Review:
    """Read a list and judge its rows; the meaning of the columns is proposed when not given."""
    with _without_collecting():
        table = read(content, mapping.sheet if mapping else sheet, best=mappings.choose)
        mapping = mapping or mappings.propose(table)
        decisions = decisions or Decisions()
        around = mappings.hints(table, mapping, name)
        checked = check(table, mapping, setting, around=around, decisions=decisions)
    return Review(table, mapping, decisions, checked)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Make many objects without Python looking through all of them again and again for circles.

    There are none among them, and looking takes a quarter of the time of an import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def setting_of(batch: ImportBatch) -> Setting:
    """Within what the rows of a batch are judged."""
    return Setting(
        unit=batch.unit,
        units=list(Unit.objects.filter(active=True)),
        year=today().year,
        own=None if batch.whole_body else frozenset({batch.unit_id}),
    )


# -- taking in and correcting ------------------------------------------------------------------


def prepare(
    upload: UploadedFile | bytes,
    *,
    unit: Unit,
    whole_body: bool,
    actor: Acting | None,
    name: str = "",
    sheet: str = "",
) -> ImportBatch:
    """Keep an uploaded list and propose how to read it; raises Unreadable and keeps nothing then.

    ``upload`` is what ``UploadField`` accepted, or bytes with their ``name``. ``whole_body`` says
    that the rows may belong to any unit; ``unit`` is that of rows which name none.
    """
    content = upload if isinstance(upload, bytes) else _bytes(upload)
    batch = ImportBatch(unit=unit, whole_body=whole_body, prepared_at=now())
    name = name or getattr(upload, "name", "") or ""
    found = judge(content, name, setting_of(batch), sheet=sheet)
    with transaction.atomic():
        _take_in(batch, found, content, name, actor)
    return batch


def import_now(
    content: bytes,
    name: str,
    *,
    unit: Unit,
    actor: Acting | None = None,
    decisions: Decisions | None = None,
    sheet: str = "",
    leave_rejected: bool = False,
) -> tuple[ImportBatch | None, Review]:
    """Take a list in for the whole body and import it at once, with nobody looking between.

    Returns the batch, None when nothing was imported: there was nothing to import, or a row is
    rejected and these shall not be left out. Raises Unreadable.
    """
    with transaction.atomic():
        _wait_for_others()
        batch = ImportBatch(unit=unit, whole_body=True, prepared_at=now())
        found = judge(content, name, setting_of(batch), None, decisions, sheet=sheet)
        checked = found.checked
        if not checked.accepted or (checked.rejected and not leave_rejected):
            return None, found
        _take_in(batch, found, content, name, actor)
        _import(batch, checked, actor)
    return batch, found


def _take_in(
    batch: ImportBatch, found: Review, content: bytes, name: str, actor: Acting | None
) -> None:
    batch.file = store(
        content, purpose=PURPOSE, actor=actor, name=name, content_type=_content_type(content)
    )
    batch.prepared_by_id = actor.user_id if actor else None
    _keep(batch, found)
    _record("upload_import", batch, actor)


def change(
    batch: ImportBatch,
    *,
    mapping: Mapping | None = None,
    decisions: Decisions | None = None,
    unit: Unit | None = None,
) -> Review:
    """Read a batch otherwise than before: other columns, corrected rows, another unit."""
    with transaction.atomic():
        batch = _locked(batch)
        _must_be_open(batch)
        if unit is not None:
            batch.unit = unit
        if mapping is not None:
            batch.mapping = mapping.as_json()
        if decisions is not None:
            batch.decisions = decisions.as_json()
        found = review(batch)
        _keep(batch, found)
    return found


def discard(batch: ImportBatch, actor: Acting | None) -> ImportBatch:
    """Throw away a list that was not imported, and its file."""
    with transaction.atomic():
        batch = _locked(batch)
        _must_be_open(batch)
        file, batch.file = batch.file, None
        batch.status = ImportBatch.Status.DISCARDED
        batch.mapping, batch.decisions = {}, {}
        batch.save()
        if file is not None:
            delete(file)
        _record("discard_import", batch, actor, before=ImportBatch.Status.PREPARED)
    return batch


# -- importing ---------------------------------------------------------------------------------


def apply(batch: ImportBatch, actor: Acting | None, *, leave_rejected: bool = False) -> ImportBatch:
    """Import all rows of a batch, or nothing.

    Refuses a batch with a rejected row, unless these shall be left out, and one of which nothing
    would be imported.
    """
    with transaction.atomic():
        batch = _locked(batch)
        _must_be_open(batch)
        _wait_for_others()
        checked = review(batch).checked
        if checked.rejected and not leave_rejected:
            raise ValidationError(
                _(
                    "%(rejected)d baris masih salah. Perbaiki atau lewati baris itu; sebelum itu "
                    "tidak ada yang diimpor."
                )
                % {"rejected": len(checked.rejected)},
                code="rejected",
            )
        if not checked.accepted:
            raise ValidationError(_("Tidak ada baris yang dapat diimpor."), code="nothing")
        _import(batch, checked, actor)
    return batch


def _wait_for_others() -> None:
    """Two lists at the same moment: the second waits, and then sees what the first brought."""
    list(Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _import(batch: ImportBatch, checked: Checked, actor: Acting | None) -> None:
    at = now()
    with _without_collecting():
        _store(batch, checked, at)
    batch.status = ImportBatch.Status.APPLIED
    batch.applied_at = at
    batch.applied_by_id = actor.user_id if actor else None
    _count(batch, checked)
    batch.save()
    _add_history(batch, actor, at, "+", created=True)
    _add_history(batch, actor, at, "~", created=False)
    _record("apply_import", batch, actor, before=ImportBatch.Status.PREPARED)


def _store(batch: ImportBatch, checked: Checked, at: datetime) -> None:
    batch.created = _create(batch, [row for row in checked.accepted if row.action == "create"], at)
    batch.updated = _update(batch, [row for row in checked.accepted if row.action == "update"], at)


def _create(batch: ImportBatch, rows: Sequence[Row], at: datetime) -> int:
    items = InformationItem.objects.bulk_create(
        [
            InformationItem(
                **row.values, status=Status.DRAFT, language="id", created_at=at, changed_at=at
            )
            for row in rows
        ],
        batch_size=_AT_ONCE,
    )
    ImportedItem.objects.bulk_create(
        [
            ImportedItem(batch=batch, item_id=item.pk, row=row.number)
            for item, row in zip(items, rows, strict=True)
        ],
        batch_size=_AT_ONCE,
    )
    return len(items)


def _update(batch: ImportBatch, rows: Sequence[Row], at: datetime) -> int:
    """Put what the rows state over the drafts that they repeat."""
    if not rows:
        return 0
    wanted = {row.known.pk: row for row in rows if row.known}
    drafts = InformationItem.objects.select_for_update().filter(status=Status.DRAFT)
    items = {item.pk: item for pks in _slices(list(wanted)) for item in drafts.filter(pk__in=pks)}
    if items.keys() != wanted.keys():
        raise ValidationError(
            _("Daftar berubah sejak berkas ini diperiksa. Periksa lagi, lalu impor."), code="stale"
        )
    traces, changed = [], set()
    for pk, row in wanted.items():
        item = items[pk]
        before = {name: getattr(item, name) for name in sorted(row.stated)}
        before["changed_at"] = item.changed_at.isoformat()
        for name in row.stated:
            setattr(item, name, row.values[name])
        item.changed_at = at
        changed |= row.stated
        traces.append(
            ImportedItem(batch=batch, item=item, row=row.number, created=False, before=before)
        )
    InformationItem.objects.bulk_update(
        items.values(), sorted(changed | {"changed_at"}), batch_size=200
    )
    ImportedItem.objects.bulk_create(traces, batch_size=_AT_ONCE)
    return len(items)


# -- taking back -------------------------------------------------------------------------------


def why_not_undo(batch: ImportBatch) -> str:
    """Why an import cannot be taken back any more, "" when it can."""
    if batch.status != ImportBatch.Status.APPLIED or batch.applied_at is None:
        return _("Impor ini tidak sedang berlaku.")
    items = InformationItem.objects.filter(imports__batch=batch)
    if items.exclude(status=Status.DRAFT).exists():
        return _("Sebagian informasinya sudah terbit. Tarik satu per satu bila perlu.")
    if items.exclude(changed_at=batch.applied_at).exists():
        return _("Sebagian informasinya sudah diubah sejak impor. Perubahan itu akan hilang.")
    if ImportedItem.objects.filter(
        item__imports__batch=batch, batch__pk__gt=batch.pk
    ).exists() or _is_used(batch):
        return _("Sebagian informasinya sudah dipakai di tempat lain dalam portal.")
    return ""


def undo(batch: ImportBatch, actor: Acting | None) -> ImportBatch:
    """Take an import back: what it made goes, what it changed is as it was.

    Possible until something of it was published, changed or used (``why_not_undo``). The file
    and the history stay.
    """
    with transaction.atomic():
        batch = _locked(batch)
        items = InformationItem.objects.filter(imports__batch=batch)
        list(items.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        if reason := why_not_undo(batch):
            raise ValidationError(reason, code="not_undoable")
        at = now()
        made = list(batch.items.filter(created=True).values_list("item_id", flat=True))
        _add_history(batch, actor, at, "-", created=True)
        _put_back(batch, actor, at)
        for pks in _slices(made):
            ImportedItem.objects.filter(batch=batch, item_id__in=pks).delete()
            # Nothing else refers to them: ``_is_used`` looked at every table that could.
            InformationItem.objects.filter(pk__in=pks)._raw_delete(using=connection.alias)
        batch.status = ImportBatch.Status.UNDONE
        batch.undone_at = at
        batch.undone_by_id = actor.user_id if actor else None
        batch.save()
        _record("undo_import", batch, actor, before=ImportBatch.Status.APPLIED)
    return batch


def _put_back(batch: ImportBatch, actor: Acting | None, at: datetime) -> None:
    traces = list(batch.items.filter(created=False).select_related("item"))
    if not traces:
        return
    changed = {"changed_at"}
    for trace in traces:
        for name, value in trace.before.items():
            if name != "changed_at":
                setattr(trace.item, name, value)
                changed.add(name)
        # Not the moment of before: pages and feeds must notice that it changed back.
        trace.item.changed_at = at
    InformationItem.objects.bulk_update(
        [trace.item for trace in traces], sorted(changed), batch_size=200
    )
    _add_history(batch, actor, at, "~", created=False)


def _is_used(batch: ImportBatch) -> bool:
    """Whether anything that came since refers to an item that this import made."""
    for relation in InformationItem._meta.related_objects:
        model = relation.related_model
        if model in (ImportedItem, InformationItem) or not isinstance(model, type):
            continue
        used = Q(**{f"{relation.field.name}__imports__batch": batch})
        if model._base_manager.filter(used).exists():
            return True
    return False


# -- what all share ----------------------------------------------------------------------------


def _add_history(
    batch: ImportBatch, actor: Acting | None, at: datetime, kind: str, *, created: bool
) -> None:
    """Add a version of every item of the batch in one statement, from the rows as they are.

    What simple-history writes one by one, or in bulk from Python in half the time of the import.
    """
    model = InformationItem.history.model
    columns = [field.column for field in model.tracked_fields]
    names = [*columns, "history_date", "history_type", "history_change_reason", "history_user_id"]
    quoted = connection.ops.quote_name
    items, traces = (quoted(each._meta.db_table) for each in (InformationItem, ImportedItem))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(model._meta.db_table)} "  # noqa: S608 - names of our own tables
            f"({', '.join(quoted(name) for name in names)}) "
            f"SELECT {', '.join(f'i.{quoted(column)}' for column in columns)}, %s, %s, %s, %s "
            f"FROM {items} i WHERE i.id IN "
            f"(SELECT item_id FROM {traces} WHERE batch_id = %s AND created = %s)",
            [
                connection.ops.adapt_datetimefield_value(at),
                kind,
                f"import:{batch.pk}",
                actor.user_id if actor else None,
                batch.pk,
                created,
            ],
        )


def _locked(batch: ImportBatch) -> ImportBatch:
    return (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("unit", "file")
        .get(pk=batch.pk)
    )


def _must_be_open(batch: ImportBatch) -> None:
    if not batch.is_open:
        raise ValidationError(
            _("Impor ini sudah selesai dan tidak dapat diubah lagi."), code="closed"
        )


def _keep(batch: ImportBatch, found: Review) -> None:
    batch.mapping = found.mapping.as_json()
    batch.decisions = found.decisions.as_json()
    _count(batch, found.checked)
    batch.save()


def _count(batch: ImportBatch, checked: Checked) -> None:
    batch.rows = len(checked.rows)
    batch.accepted = len(checked.accepted)
    batch.rejected = len(checked.rejected)
    batch.skipped = len(checked.skipped)


def _record(verb: str, batch: ImportBatch, actor: Acting | None, *, before: str = "") -> None:
    data: dict[str, Any] = {
        name: getattr(batch, name)
        for name in ("unit_id", "rows", "accepted", "rejected", "skipped", "created", "updated")
    }
    if batch.file is not None:
        data["sha256"] = batch.file.sha256
    audit.record(
        verb,
        stream=STREAM,
        subject=f"import:{batch.pk}",
        actor=actor,
        from_state=before,
        to_state=batch.status,
        data=data,
    )


def _slices(pks: list[int]) -> list[list[int]]:
    return [pks[start : start + 500] for start in range(0, len(pks), 500)]


def _bytes(upload: UploadedFile) -> bytes:
    upload.seek(0)
    content: bytes = upload.read()
    upload.seek(0)
    return content


def _content_type(content: bytes) -> str:
    if content.startswith(b"PK"):
        return xlsx.CONTENT_TYPE
    return "text/csv"
