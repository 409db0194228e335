"""``manage.py sop``: the SOP table with its bound transitions."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from itertools import pairwise
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ppid_portal.sop import catalogue, checks, engine, registry
from ppid_portal.sop.declarations import declarations


class Command(BaseCommand):
    """Print, check or draw the SOPs."""

    help = "Tabel delapan SOP beserta transisi yang terikat"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the table, JSON, the check and the drawing."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--json", action="store_true", help="semua langkah sebagai JSON")
        what.add_argument("--check", action="store_true", help="gagal bila ada yang tidak terikat")
        what.add_argument("--mermaid", metavar="SOP", help="gambar satu SOP, misalnya request")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked; the table by default."""
        if options["json"]:
            self.stdout.write(json.dumps(_rows(), ensure_ascii=False, indent=2))
        elif options["check"]:
            self._check()
        elif options["mermaid"]:
            self.stdout.write(_mermaid(options["mermaid"]))
        else:
            self._table()

    def _table(self) -> None:
        bound = checks.bindings()
        for sop in catalogue.sops().values():
            self.stdout.write(self.style.MIGRATE_HEADING(f"\nSOP {sop.number}. {sop.title}"))
            for step in sop.steps:
                limit = engine.limit_of(step)
                words = f"{limit.value} {_UNITS[limit.unit]}" if limit else "-"
                names = ", ".join(bound.get(step.key, [])) or _("belum dibangun")
                self.stdout.write(f"  {step.no:>3}  {words:<14} {step.actor:<34} {names}")
                self.stdout.write(f"       {step.text}")

    def _check(self) -> None:
        problems = [message.msg for message in checks.check_bindings()]
        built = registry.built_sops()
        for sop in catalogue.sops().values():
            state = _("dibangun") if sop.key in built else _("belum dibangun")
            self.stdout.write(f"SOP {sop.number} {sop.key}: {state}, {len(sop.steps)} langkah")
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(self.style.SUCCESS(_("Setiap langkah SOP yang dibangun terikat.")))


_UNITS = {"minutes": "menit", "hours": "jam", "days": "hari kerja", "months": "bulan"}


def _rows() -> list[dict[str, Any]]:
    bound = checks.bindings()
    rows = []
    for step in catalogue.steps():
        limit = engine.limit_of(step)
        rows.append(
            {
                "sop": step.sop,
                "no": step.no,
                "actor": step.actor,
                "limit": {"value": limit.value, "unit": limit.unit} if limit else None,
                "requires": list(step.requires),
                "output": step.output,
                "transitions": bound.get(step.key, []),
            }
        )
    return rows


def _mermaid(key: str) -> str:
    if key not in catalogue.sops():
        raise CommandError(
            _("SOP “{key}” tidak dikenal. Pilih salah satu: {all}.").format(
                key=key, all=", ".join(catalogue.sops())
            )
        )
    models = [m for m in registry.kinds().values() if m.sop_key == key]
    if not models:
        lines = ["flowchart TD"]
        steps = catalogue.sops()[key].steps
        for step in steps:
            lines.append(f'    s{step.no}["{step.no}. {step.text_id[:60]}"]')
        lines += [f"    s{a.no} --> s{b.no}" for a, b in pairwise(steps)]
        return "\n".join(lines)
    lines = ["stateDiagram-v2"]
    for model in models:
        field: Any = model._meta.get_field("state")
        known = declarations(model)
        for transition in field.get_all_transitions(model):
            declaration = known[transition.name]
            targets = (
                [transition.target]
                if isinstance(transition.target, str)
                else list(getattr(transition.target, "allowed_states", [])) or [transition.source]
            )
            for target in targets:
                source = "[*]" if declaration.opening else transition.source
                lines.append(f"    {source} --> {target}: {declaration.citation} {transition.name}")
    return "\n".join(dict.fromkeys(lines))
