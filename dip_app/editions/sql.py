"""Copying many rows by one statement, on both databases."""

from __future__ import annotations

from typing import Any, cast

from django.db import connection, models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast


def constant(model: type[models.Model], name: str, value: Any) -> Any:
    """Return a value as a column of ``model``; the databases must know its type, even of NULL."""
    field = _field(model, name)
    if isinstance(field, models.ForeignKey):
        value = getattr(value, "pk", value)
        return Cast(Value(value, models.BigIntegerField()), models.BigIntegerField())
    if isinstance(field, models.DateTimeField):
        return Value(value, models.DateTimeField())
    return Value(value, models.TextField())


def copy(model: type[models.Model], rows: QuerySet[Any], columns: dict[str, Any]) -> int:
    """Insert a row of ``model`` for every one of ``rows``; return how many.

    ``columns`` says what stands in each column: an expression over ``rows`` (:class:`F`, a window
    function) or what :func:`constant` returned. Columns that are not named take no default.
    """
    names = list(columns)
    # Not under the columns' own names: an annotation may not hide a field.
    aliased = {f"copied_{name}": expression for name, expression in columns.items()}
    chosen = rows.annotate(**aliased).values_list(*aliased)
    sql, params = chosen.query.sql_with_params()
    quoted = connection.ops.quote_name
    targets = ", ".join(quoted(_column(model, name)) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(model._meta.db_table)} ({targets}) {sql}",
            params,
        )
        return int(cursor.rowcount)


def overwrite(
    model: type[models.Model],
    rows: QuerySet[Any],
    *,
    by: str,
    columns: tuple[str, ...],
    constants: dict[str, Any],
) -> int:
    """Put ``columns`` of ``rows`` over the rows of ``model`` that they name by ``by``.

    ``constants`` are put there too. Returns how many rows were overwritten.
    """
    quoted = connection.ops.quote_name
    source = rows.model
    sets = [f"{quoted(_column(model, n))} = s.{quoted(_column(source, n))}" for n in columns]
    params: list[Any] = []
    for name, value in constants.items():
        field = _field(model, name)
        sets.append(f"{quoted(_column(model, name))} = %s")
        params.append(field.get_db_prep_value(value, connection))
    inner, inner_params = rows.order_by().values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(sets)} "  # noqa: S608 - our own names
            f"FROM {quoted(source._meta.db_table)} s "
            f"WHERE s.{quoted(_column(source, by))} = {quoted(model._meta.db_table)}.id "
            f"AND s.id IN ({inner})",
            [*params, *inner_params],
        )
        return int(cursor.rowcount)


def own(*names: str) -> dict[str, Any]:
    """Return columns that are copied as they are."""
    return {name: F(name) for name in names}


def _column(model: type[models.Model], name: str) -> str:
    return str(_field(model, name).column)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field: Any = model._meta.get_field(name)
    return cast("models.Field[Any, Any]", field)
