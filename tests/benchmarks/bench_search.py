"""Does the list answer at many items in the same order of time as at a thousand?

    python -m tests.benchmarks.bench_search [ITEMS] [--rounds N] [--plans] [--keep]

Needs PostgreSQL (``DATABASE_URL``, by default the server on 127.0.0.1). Makes two databases of
its own, of 1,000 and of ITEMS (100,000) generated items, asks both in turn, and prints medians
and their ratio; at the end both are dropped, unless ``--keep``. Nothing is asserted: a machine
shared with others proves nothing by a single figure, the ratio of one run does.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

SMALL = 1000
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
NAME = "ppid_bench_search_{}"

# One in five items, one in fifty, twenty in all, and none.
COMMON, MEDIUM, RARE, ABSENT = "anggaran", "retribusi", "geospasial", "zzzxyz"

_FILL = """
INSERT INTO dip_app_informationitem (
    title, summary, category, unit_id, responsible, made_when, made_year, made_where, format,
    formats, retention, topic, licence, language, link, status, published_at, created_at, changed_at
)
SELECT
    (ARRAY['Laporan', 'Daftar', 'Rencana', 'Risalah', 'Rekapitulasi', 'Keputusan', 'Pedoman'])
        [1 + n %% 7]
    || ' ' || (ARRAY['Kinerja', 'Kepegawaian', 'Pengadaan', 'Kegiatan', 'Aset', 'Layanan',
        'Peraturan', 'Perjalanan', 'Kerja Sama', 'Pengawasan', 'Pelatihan'])[1 + n %% 11]
    || CASE WHEN n %% 5 = 0 THEN ' Anggaran' ELSE '' END
    || CASE WHEN n %% 50 = 7 THEN ' Retribusi' ELSE '' END
    || CASE WHEN n %% greatest(%(items)s / 20, 1) = 3 THEN ' Geospasial' ELSE '' END
    || ' Nomor ' || n || ' Tahun ' || 2010 + n %% 17,
    'Uraian ' || md5(n::text) || ' tentang ' || (ARRAY['pendidikan', 'kesehatan', 'kebudayaan',
        'perhubungan', 'lingkungan', 'perdagangan', 'kelautan'])[1 + (n / 7) %% 7]
        || ' beserta penjelasan dan lampiran menurut satuan kerja yang bertanggung jawab.',
    (ARRAY['periodic', 'immediate', 'available'])[1 + n %% 3],
    (SELECT id FROM people_unit ORDER BY id OFFSET n %% 17 LIMIT 1),
    'Kepala Biro', 'Tahun ' || 2010 + n %% 17, 2010 + n %% 17, 'Jakarta',
    (ARRAY['pdf', 'spreadsheet', 'document', 'web'])[1 + n %% 4],
    'PDF', '5 tahun', 'Umum', '', 'id', '', 'published',
    timestamptz '2015-01-01' + n * interval '5 minutes', now(), now()
FROM generate_series(1, %(items)s) n
"""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Search at 1,000 and at many items.")
    options.add_argument("items", nargs="?", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--plans", action="store_true", help="print the plan of each search")
    options.add_argument("--keep", action="store_true", help="keep and reuse the databases")
    chosen = options.parse_args()
    _set_up()
    for items in (SMALL, chosen.items):
        _make(items, reuse=chosen.keep)
    found: dict[tuple[str, int], list[float]] = {}
    _use(SMALL)
    names = list(_cases())
    for _round in range(chosen.rounds):
        for items in (SMALL, chosen.items):
            _use(items)
            cases = _cases()
            for name in names:
                cases[name]()  # a fresh connection and the counts of the other list: warm first
                found.setdefault((name, items), []).append(_time(cases[name]))
    _print(names, found, chosen.items)
    if chosen.plans:
        _use(chosen.items)
        _plans()
    if not chosen.keep:
        for items in (SMALL, chosen.items):
            _drop(items)


def _set_up() -> None:
    import logging

    import django

    os.environ["DATABASE_URL"] = SERVER
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppid_portal.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    logging.disable(logging.WARNING)


def _cases() -> dict[str, Callable[[], Any]]:
    from django.test import Client

    from dip_app.models import InformationItem
    from dip_app.search import Place, memory, suggest

    client = Client(headers={"host": "localhost"})

    def page(query: str = "") -> Callable[[], Any]:
        return lambda: client.get(f"/dip/{query}")

    def fresh(query: str) -> Callable[[], Any]:
        def visit() -> None:
            memory.forget()
            client.get(f"/dip/{query}")

        return visit

    half = InformationItem.objects.order_by("id").values_list("published_at", "id")
    middle = Place(*half.filter(id__gte=InformationItem.objects.count() // 2)[0])

    return {
        "list": page(),
        "list, counts forgotten": fresh(""),
        "list from the middle": page(f"?sesudah={middle}"),
        "filter: category and year": page("?kategori=berkala&tahun=2020"),
        "common word": page(f"?q={COMMON}"),
        "common word, counts forgotten": fresh(f"?q={COMMON}"),
        "medium word": page(f"?q={MEDIUM}"),
        "rare word": page(f"?q={RARE}"),
        "absent word": page(f"?q={ABSENT}"),
        "two words": page(f"?q={COMMON}+{MEDIUM}"),
        "common word and a filter": page(f"?q={COMMON}&tahun=2020"),
        "misspelt word": page("?q=retribsi"),
        "suggestions": lambda: suggest(
            "salinan laporan retribusi dan anggaran pelatihan kesehatan tahun 2020"
        ),
    }


def _time(case: Callable[[], Any]) -> float:
    start = perf_counter()
    case()
    return (perf_counter() - start) * 1000


def _print(names: Any, found: dict[tuple[str, int], list[float]], items: int) -> None:
    base = {size: median(found["list", size]) for size in (SMALL, items)}
    say = sys.stdout.write
    say(f"{'ms, median':34}{SMALL:>10,}{items:>12,}{'ratio':>8}{'× list':>8}\n")
    for name in names:
        small, large = median(found[name, SMALL]), median(found[name, items])
        say(f"{name:34}{small:10.1f}{large:12.1f}{large / small:8.2f}{large / base[items]:8.2f}\n")


def _plans() -> None:
    from django.db import connection

    from dip_app.search import Filters, Slice
    from dip_app.search.postgres import Postgres
    from dip_app.search.query import parse

    with connection.execute_wrapper(_explain):
        for word in (COMMON, RARE, ABSENT):
            sys.stdout.write(f"\n== {word}\n")
            Postgres().ids(parse(word), Slice(Filters(), None, False, 26))
            Postgres().tally(parse(word))


def _explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    cursor = context["cursor"]
    cursor.cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql, params)
    for (line,) in cursor.cursor.fetchall():
        sys.stdout.write(f"   {line}\n")
    return execute(sql, params, many, context)


def _use(items: int) -> None:
    from django.db import connection

    name = NAME.format(items)
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def _make(items: int, *, reuse: bool) -> None:
    from django.core.management import call_command
    from django.db import connection

    name = NAME.format(items)
    if reuse and _administer("SELECT 1 FROM pg_database WHERE datname = %s", [name]):
        return
    _drop(items)
    _administer(f'CREATE DATABASE "{name}"')
    _use(items)
    start = perf_counter()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"items": items})
        cursor.execute("VACUUM ANALYZE dip_app_informationitem")
    sys.stdout.write(f"{items:,} items made in {perf_counter() - start:.0f} s\n")


def _drop(items: int) -> None:
    _administer(f'DROP DATABASE IF EXISTS "{NAME.format(items)}"')


def _administer(sql: str, params: list[str] | None = None) -> list[Any]:
    import psycopg2
    from django.db import connection

    connection.close()
    admin = psycopg2.connect(SERVER)
    try:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []
    finally:
        admin.close()


if __name__ == "__main__":
    main()
