"""The blocks of a letter that an office words for itself: declared in the letter's template.

A template declares a block where its text stands, with the default text inside::

    {% wording "opening" "Pembuka" nomor_pendaftaran=letter.registration_number %}
      Menunjuk permohonan Saudara dengan nomor **{nomor_pendaftaran}** mengenai:
    {% endwording %}

Every pair after the label is a field that the text may use: its name, and where the letter has
its value. Three names are taken: ``shape="line"`` prints one sentence without a paragraph of its
own, ``css`` is the class of the paragraphs, ``law`` names what the text must contain
(``wording.law``). A text may also use the fields of the other blocks of its letter, and those of
``COMMON``. The text inside is of ``wording.language``; tags have no place in it.

So a letter that gains a block, or a new kind of letter, joins the pages by its template alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import dedent
from typing import Any, cast

from django.template import (
    Context,
    Node,
    TemplateSyntaxError,
    VariableDoesNotExist,
    engines,
    loader,
)
from django.template.base import (
    FilterExpression,
    NodeList,
    Parser,
    TextNode,
    Token,
    Variable,
    token_kwargs,
)
from django.template.base import Template as EngineTemplate
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode

from ppid_portal.letters import kinds
from ppid_portal.letters.wording import language
from ppid_portal.letters.wording.language import Offer, Shape
from ppid_portal.letters.wording.law import DEMANDS

#: What every block of every letter may use.
COMMON = """{% load letter_words %}{% wording "common" "" nama_badan=frame.body.name \
alamat_badan=frame.body.address kontak_badan=frame.body.contact kota=frame.body.city \
nomor_surat=frame.number tanggal_surat=frame.issued_at|date_long \
jabatan_penanda_tangan=frame.signatory.position alamat_lacak=frame.tracking_address|nowrap \
peraturan_formulir=frame.body.form_reference keterangan_biaya=frame.body.fee_text \
%}{% endwording %}"""
#: The part of a letter that names who gets a copy.
COPIES = "letters/_copies.html"
_OPTIONS = ("shape", "css", "law")
#: Only these are there wherever in the letter a block stands.
_ROOTS = ("letter", "frame")


@dataclass(frozen=True)
class Block:
    """One block of a letter: what it is called, its default text, and what a text may use."""

    name: str
    label: str
    default: str
    fields: Mapping[str, FilterExpression]
    shape: Shape
    css: str
    law: str

    def offer(self, more: Iterable[str]) -> Offer:
        """Return what a text of this block may and must contain; ``more`` are further fields."""
        demand = DEMANDS.get(self.law)
        return Offer(
            fields=frozenset(self.fields) | frozenset(more),
            shape=self.shape,
            must_have=demand.must_have if demand else (),
            must_say=demand.must_say if demand else (),
            law=demand.why if demand else "",
        )


class WordingNode(Node):
    """Prints a block: the wording that was frozen with the letter, else the default."""

    def __init__(self, block: Block) -> None:
        self.block = block

    def render(self, context: Context) -> str:
        """Return the block as HTML."""
        frame: Mapping[str, Any] = context.get("frame") or {}
        adapted: Mapping[str, Any] = frame.get("wording") or {}
        text = adapted.get("texts", {}).get(self.block.name)
        shared = _common() if text is None else fields_of(adapted["kind"])
        fields = {**shared, **self.block.fields}
        if text is None:
            text = self.block.default
        return language.render(
            text, lambda name: _value(fields.get(name), context), self.block.shape, self.block.css
        )


def wording(parser: Parser, token: Token) -> WordingNode:
    """Compile ``{% wording %}``."""
    name, label, *rest = (bit.strip("\"'") if n < 2 else bit for n, bit in _bits(token))
    pairs: dict[str, FilterExpression] = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"wording {name!r}: {rest[0]!r} is no name=value")
    options = {key: str(pairs.pop(key).var) if key in pairs else "" for key in _OPTIONS}
    inside = parser.parse(("endwording",))
    parser.delete_first_token()
    if any(not isinstance(node, TextNode) for node in inside):
        raise TemplateSyntaxError(f"wording {name!r}: only text and {{fields}}, no tags")
    if options["shape"] not in ("", "line") or options["law"] not in ("", *DEMANDS):
        raise TemplateSyntaxError(f"wording {name!r}: unknown {options}")
    text = "".join(cast("TextNode", node).s for node in inside)
    return WordingNode(
        Block(
            name=name,
            label=label,
            default=_tidy(text),
            fields=pairs,
            shape=cast("Shape", options["shape"] or "paragraphs"),
            css=options["css"],
            law=options["law"],
        )
    )


@cache
def blocks_of(kind: str) -> dict[str, Block]:
    """Return the blocks of a kind of letter by name, in the order of its template.

    Raises:
        UnknownKind: nobody registered ``kind``.
    """
    found: dict[str, Block] = {}
    for node in _nodes(_compiled(kinds.get(kind).template).nodelist, frozenset()):
        found.setdefault(node.block.name, node.block)
    return found


@cache
def fields_of(kind: str) -> dict[str, FilterExpression]:
    """Return the fields that every block of a kind may use, wherever it stands."""
    found = dict(_common())
    for block in blocks_of(kind).values():
        found |= {name: value for name, value in block.fields.items() if _is_everywhere(value)}
    return found


@cache
def prints_copies(kind: str) -> bool:
    """Tell whether letters of a kind have a place for those who get a copy (tembusan)."""
    return any(
        isinstance(node, IncludeNode) and node.template.var == COPIES
        for node in _walk(_compiled(kinds.get(kind).template).nodelist, frozenset())
    )


def examples(kind: str, block: Block, context: Mapping[str, Any]) -> dict[str, str]:
    """Return each field that a block may use, with what it prints in this letter."""
    fields = {**fields_of(kind), **block.fields}
    filled = Context(dict(context), use_l10n=False)
    return {name: str(_value(fields[name], filled)) for name in sorted(fields)}


@cache
def _common() -> dict[str, FilterExpression]:
    template = engines["django"].from_string(COMMON).template  # type: ignore[attr-defined]
    (node,) = template.nodelist.get_nodes_by_type(WordingNode)
    return dict(node.block.fields)


def _bits(token: Token) -> list[tuple[int, str]]:
    bits = token.split_contents()[1:]
    if len(bits) < 2 or any(bit[0] not in "\"'" for bit in bits[:2]):
        raise TemplateSyntaxError('wording needs a name and a label: {% wording "name" "Label" %}')
    return list(enumerate(bits))


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in dedent(text.strip("\n")).split("\n")]
    return "\n".join(lines).strip()


def _value(expression: FilterExpression | None, context: Context) -> Any:
    """What a field prints; nothing where the letter says nothing there, whatever its filters."""
    if expression is None:
        return ""
    if isinstance(expression.var, Variable):
        try:
            source = expression.var.resolve(context)
        except VariableDoesNotExist:
            source = ""
        if source in (None, "") and not _has_default(expression):
            return ""
    found = expression.resolve(context, ignore_failures=True)
    return "" if found is None else found if isinstance(found, str) else str(found)


def _has_default(expression: FilterExpression) -> bool:
    return any(each[0].__name__ == "default" for each in expression.filters)


def _is_everywhere(expression: FilterExpression) -> bool:
    variable = expression.var
    return not isinstance(variable, Variable) or (variable.lookups or ("",))[0] in _ROOTS


def _compiled(name: str) -> EngineTemplate:
    return cast("EngineTemplate", loader.get_template(name).template)  # type: ignore[attr-defined]


def _nodes(nodelist: NodeList, hidden: frozenset[str]) -> Iterator[WordingNode]:
    return (node for node in _walk(nodelist, hidden) if isinstance(node, WordingNode))


def _walk(nodelist: NodeList, hidden: frozenset[str]) -> Iterator[Node]:
    """Every part that a template prints, through what it extends and includes.

    ``hidden`` are the blocks of a parent that the template has replaced with its own.
    """
    for node in nodelist:
        yield node
        if isinstance(node, ExtendsNode):
            yield from _walk(node.nodelist, hidden)
            parent = _compiled(str(cast("FilterExpression", node.parent_name).var))
            yield from _walk(parent.nodelist, hidden | node.blocks.keys())
        elif isinstance(node, BlockNode) and node.name in hidden:
            continue
        elif isinstance(node, IncludeNode) and isinstance(node.template.var, str):
            yield from _walk(_compiled(node.template.var).nodelist, frozenset())
        else:
            for name in getattr(node, "child_nodelists", ()):
                yield from _walk(getattr(node, name, None) or NodeList(), hidden)
