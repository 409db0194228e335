"""What each output of the SOPs is on paper, read once from ``outputs.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

#: The kinds of documents that the SOPs end in, and what they are called.
KINDS: dict[str, str] = {
    "letter": "surat",
    "memorandum": "memorandum",
    "disposition": "disposisi",
    "decree": "keputusan",
    "minutes": "berita acara",
    "list": "daftar",
    "register": "register",
    "form": "formulir",
    "report": "laporan",
    "entry": "catatan dalam berkas",
    "file": "dokumen yang disimpan",
}
_NAMES = frozenset({"kind", "letter", "register", "form", "page", "as", "note"})


@dataclass(frozen=True)
class Output:
    """One document of a step, or why the step ends without one; see ``outputs.yaml``."""

    step: str
    kind: str
    letter: str = ""
    register: str = ""
    form: str = ""
    page: str = ""
    same_as: str = ""
    note: str = ""


@cache
def outputs() -> dict[str, tuple[Output, ...]]:
    """Return the outputs by the key of their step.

    Raises:
        ValueError: an entry has a name that nobody reads.
    """
    path = Path(__file__).with_name("outputs.yaml")
    document: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {step: tuple(_output(step, row) for row in rows) for step, rows in document.items()}


def _output(step: str, row: dict[str, Any]) -> Output:
    if unknown := row.keys() - _NAMES:
        raise ValueError(f"{step}: {', '.join(sorted(unknown))}")
    return Output(
        step=step,
        kind=row.get("kind", ""),
        letter=row.get("letter", ""),
        register=row.get("register", ""),
        form=row.get("form", ""),
        page=row.get("page", ""),
        same_as=row.get("as", ""),
        note=row.get("note", ""),
    )
