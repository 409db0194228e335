"""Does a download of many items cost the same memory as one of a thousand, and begin as soon?

    python -m tests.benchmarks.bench_opendata [ITEMS] [--plans] [--keep]

Needs PostgreSQL (``BENCH_DATABASE_URL``, by default the server on 127.0.0.1). Makes the two
databases of ``bench_search`` (1,000 and ITEMS generated items), reads every open address of both
to its end in this process, and prints how soon the first byte came, how long all took, how much
of that this process worked (the database's work is not in it, nor what others did on the machine
meanwhile), how much it was, and by how much the memory of the process grew. Answers that are
short are asked several times; their median stands. Nothing is asserted, as in ``bench_search``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, cast

from tests.benchmarks import bench_search as base

ROUNDS = 7
LONG = 1.0  # seconds after which one reading is enough


@dataclass(frozen=True)
class Reading:
    """One answer, read to its end."""

    status: int
    first: float
    total: float
    worked: float
    size: int
    grown: float


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Open data at 1,000 and at many items.")
    options.add_argument("items", nargs="?", type=int, default=100_000)
    options.add_argument("--plans", action="store_true", help="print the plans of the statements")
    options.add_argument("--keep", action="store_true", help="keep and reuse the databases")
    chosen = options.parse_args()
    base._set_up()
    _quiet()
    sizes = (base.SMALL, chosen.items)
    for items in sizes:
        base._make(items, reuse=chosen.keep)
    sys.stdout.write(
        f"{'':30}{'items':>11}{'first byte':>12}{'all':>11}{'worked':>11}{'size':>13}"
        f"{'memory':>10}\n"
    )
    for name, path in _cases().items():
        for items in sizes:
            base._use(items)
            _print(name, items, _median(path.replace("{middle}", _middle())))
    if chosen.plans:
        base._use(chosen.items)
        _plans()
    if not chosen.keep:
        for items in sizes:
            base._drop(items)


def _cases() -> dict[str, str]:
    return {
        "list, the page": "/dip/",
        "CSV": "/dip/unduh/daftar.csv",
        "CSV, one year": "/dip/unduh/daftar.csv?tahun=2020",
        "CSV, common word": f"/dip/unduh/daftar.csv?q={base.COMMON}",
        "CSV, rare word": f"/dip/unduh/daftar.csv?q={base.RARE}",
        "CSV, absent word": f"/dip/unduh/daftar.csv?q={base.ABSENT}",
        "CSV, common word and filter": f"/dip/unduh/daftar.csv?q={base.COMMON}&tahun=2020",
        "CSV, not modified": "/dip/unduh/daftar.csv#304",
        "XLSX": "/dip/unduh/daftar.xlsx",
        "JSON": "/dip/unduh/daftar.json",
        "JSON-LD": "/dip/unduh/katalog.jsonld",
        "Atom": "/dip/umpan.atom",
        "Atom, changes": "/dip/umpan.atom?urut=diubah",
        "sitemap, index": "/sitemap.xml",
        "sitemap, first": "/sitemap-dip-1.xml",
        "API, 100 items": "/api/v1/informasi/?jumlah=100",
        "API, from the middle": "/api/v1/informasi/?jumlah=100&kursor={middle}",
        "API, common word": f"/api/v1/informasi/?jumlah=100&q={base.COMMON}",
        "API, absent word": f"/api/v1/informasi/?jumlah=100&q={base.ABSENT}",
        "API, units": "/api/v1/unit/",
        "API, not modified": "/api/v1/informasi/?jumlah=100#304",
    }


def _quiet() -> None:
    """Let the limits count in memory and never be reached."""
    from django.test import override_settings

    never = (10**9, 60)
    override_settings(
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        THROTTLE={"api": never, "export": never},
    ).enable()


def _middle() -> str:
    from base64 import urlsafe_b64encode

    from dip_app.models import InformationItem
    from dip_app.search import Place

    half = InformationItem.objects.count() // 2
    found = InformationItem.objects.filter(id__gte=half).order_by("id")
    place = Place(*found.values_list("published_at", "id")[0])
    return urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def _median(path: str) -> Reading:
    first = _read(path)
    if first.total > LONG:
        return first
    # Short ones: the first paid for a fresh connection and for the counts of the other list.
    readings = [_read(path) for _round in range(ROUNDS)]
    return Reading(
        readings[0].status,
        median(each.first for each in readings),
        median(each.total for each in readings),
        median(each.worked for each in readings),
        readings[0].size,
        max(each.grown for each in readings),
    )


def _read(path: str) -> Reading:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    headers = {}
    if path.endswith("#304"):
        path = path.removesuffix("#304")
        headers = {"if-none-match": client.head(path)["ETag"]}
    before = peak = _memory()
    start, worked = perf_counter(), process_time()
    response = client.get(path, headers=headers)
    size, first = 0, 0.0
    for part in _parts(response):
        first = first or perf_counter() - start
        size += len(part)
        peak = max(peak, _memory())
    total = perf_counter() - start
    worked = process_time() - worked
    return Reading(response.status_code, first or total, total, worked, size, peak - before)


def _parts(response: Any) -> Iterator[bytes]:
    if response.streaming:
        yield from cast(Iterable[bytes], response.streaming_content)
    else:
        yield response.content


def _memory() -> float:
    """Memory of this process in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _print(name: str, items: int, found: Reading) -> None:
    status = "" if found.status == 200 else f" ({found.status})"
    sys.stdout.write(
        f"{name + status:30}{items:>11,}{found.first * 1000:9.1f} ms{found.total:9.3f} s"
        f"{found.worked:9.3f} s{found.size / 1e6:10.2f} MB{found.grown:7.1f} MB\n"
    )
    sys.stdout.flush()


def _plans() -> None:
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    with connection.execute_wrapper(base._explain):
        for path in ("/sitemap.xml", "/dip/umpan.atom?urut=diubah", "/api/v1/informasi/"):
            sys.stdout.write(f"\n== {path}\n")
            client.get(path)


if __name__ == "__main__":
    main()
