"""Turns the HTML of a letter into a PDF/A-3u: tagged, own fonts, reaching nothing outside.

WeasyPrint is imported on first use: importing it costs about a second, which no web page
should pay. Fonts and stylesheet are parsed once per process and shared by all letters.
"""

from __future__ import annotations

import atexit
import base64
import gc
import io
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template import Context, loader

from ppid_portal.clock.words import MONTHS
from ppid_portal.letters.errors import RenderFailed

FONT_DIRECTORY = Path(settings.BASE_DIR) / "static" / "fonts"
FONT_FAMILY = "Liberation Sans"
FONTS = (
    ("LiberationSans-Regular.ttf", "normal", "normal"),
    ("LiberationSans-Bold.ttf", "bold", "normal"),
    ("LiberationSans-Italic.ttf", "normal", "italic"),
)
STYLESHEET = "letters/letter.css"
SIGNATURE_FIELD = "TandaTangan"
"""Name of the field that a letter keeps free for its signature (see ``_signature.html``)."""
FACTS_NAME = "surat.json"

_lock = threading.Lock()
_DATE = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")


@dataclass(frozen=True)
class _Shop:
    """What every letter of a process shares."""

    html: Any
    fonts: Any
    css: Any
    fetcher: Any
    forbidden: type[BaseException]
    attachment: Any


_shop: _Shop | None = None


def render_pdf(
    html: str,
    *,
    identifier: bytes | None = None,
    facts: dict[str, Any] | None = None,
    fillable: bool = False,
) -> bytes:
    """Render the HTML of a letter to PDF/A-3u bytes.

    Args:
        html: a whole document; images only as ``data:`` addresses.
        identifier: goes into the PDF's file identifier, so that the same letter gives the
            same bytes each time. Any bytes.
        facts: what the letter says of itself, embedded as JSON for machines; ``issued_at`` (ISO)
            is the date of the attachment.
        fillable: makes fields of the inputs of an empty form. Such a file is tagged too, but no
            PDF/A: what is typed into it changes it.

    Raises:
        RenderFailed: the document asks for anything but ``data:``, or WeasyPrint fails.
    """
    # Layout is not thread-safe with a shared font configuration, and gains nothing by threads.
    with _lock:
        shop = _open_shop()
        shop.fetcher.refused = ""
        try:
            with _no_collecting():
                whole = _DATE.sub(_unbroken, html)
                pdf: bytes = shop.html(string=whole, url_fetcher=shop.fetcher).write_pdf(
                    font_config=shop.fonts,
                    stylesheets=[shop.css],
                    pdf_variant=None if fillable else "pdf/a-3u",
                    pdf_forms=fillable,
                    pdf_tags=True,
                    pdf_identifier=identifier,
                    attachments=[_attachment(shop, facts)] if facts else None,
                    # An empty form is no letter: nobody signs it, and it knows no code.
                    finisher=None if fillable else _finish,
                )
        except shop.forbidden as error:
            # Not an Exception: WeasyPrint swallows those of a fetcher.
            raise RenderFailed(str(error)) from error
        except Exception as error:
            raise RenderFailed(f"{type(error).__name__}: {error}") from error
        if shop.fetcher.refused:
            # Inside an SVG WeasyPrint swallows even that.
            raise RenderFailed(shop.fetcher.refused)
    return pdf


def _unbroken(date: re.Match[str]) -> str:
    """Keep a date on one line: "7" at the end of one and "September" on the next is misread."""
    return date[0].replace(" ", "\N{NO-BREAK SPACE}")


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Look for garbage once, afterwards: nothing of a document goes before it is drawn.

    Of a list of a thousand rows the collector would walk all that there is again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect(1)


def render_html(template: str, context: dict[str, Any]) -> str:
    """The HTML of a letter. Numbers are not localised: 2026 stays 2026 in every language."""
    backend_template = loader.get_template(template)
    html: str = backend_template.template.render(  # type: ignore[attr-defined]
        Context(context, use_l10n=False)
    )
    return html


def qr_image(text: str) -> str:
    """A QR code as a ``data:`` address of an SVG image, without quiet zone (the page has it)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def image_address(content: bytes, content_type: str) -> str:
    """A picture (the body's logo) as a ``data:`` address."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


def fonts_present() -> list[str]:
    """Names of the bundled font files that are missing; empty when all is well."""
    return [name for name, _, _ in FONTS if not (FONT_DIRECTORY / name).is_file()]


def _close_shop() -> None:
    # WeasyPrint's font configuration must go before the interpreter takes its modules apart.
    global _shop
    _shop = None


atexit.register(_close_shop)


def _open_shop() -> _Shop:
    global _shop
    if _shop is None:
        if missing := fonts_present():
            # Without a font WeasyPrint does not fail but crashes the process.
            raise RenderFailed(f"bundled fonts missing: {', '.join(missing)}")
        try:
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import FatalURLFetchingError, URLFetcher
        except OSError as error:
            raise RenderFailed(f"WeasyPrint cannot load Pango: {error}") from error

        class OnlyData(URLFetcher):  # type: ignore[misc]
            """Lets ``data:`` through; any other address ends the rendering.

            WeasyPrint's own fetcher would embed local files and call internal addresses, and
            swallows ordinary errors of a fetcher.
            """

            refused = ""

            def fetch(self, url: str, headers: Any = None) -> Any:
                if not url.lower().startswith("data:"):
                    self.refused = f"letters may not fetch {url[:80]}"
                    raise FatalURLFetchingError(self.refused)
                return super().fetch(url, headers)

        fetcher = OnlyData(allowed_protocols={"data"}, allow_redirects=False)
        fonts = FontConfiguration()
        css = weasyprint.CSS(
            string=_font_faces() + loader.render_to_string(STYLESHEET),
            font_config=fonts,
            url_fetcher=fetcher,
        )
        _shop = _Shop(
            html=weasyprint.HTML,
            fonts=fonts,
            css=css,
            fetcher=fetcher,
            forbidden=FatalURLFetchingError,
            attachment=weasyprint.Attachment,
        )
    return _shop


def _attachment(shop: _Shop, facts: dict[str, Any]) -> Any:
    at = datetime.fromisoformat(facts["issued_at"])
    return shop.attachment(
        string=json.dumps(facts, ensure_ascii=False, indent=1),
        name=FACTS_NAME,
        description="Data surat dalam bentuk JSON",
        created=at,
        modified=at,
        # PDF/A-3 asks what an attachment is to the document: the same facts, as data.
        relationship="Data",
    )


def _finish(document: Any, pdf: Any) -> None:
    """Leave the metadata readable without a PDF reader, and make room for the signature.

    The metadata holds the code by which the portal knows its own letters, also altered ones.

    The placeholder that the HTML has for the signature becomes a signature field.

    WeasyPrint knows no signature fields; it knows tick boxes, with their place on the page and
    in the structure tree (PDF/UA asks that every field is tagged and has a name). The field looks
    like nothing: what is to be read there stands in the letter.
    """
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False
    if "AF" in pdf.catalog:
        # WeasyPrint names each attachment twice.
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    import pydyf

    # Also where no place is kept: whoever signs elsewhere may then add a field, and no more.
    form = pdf.catalog.setdefault("AcroForm", pydyf.Dictionary({"Fields": pydyf.Array()}))
    fields = [pdf.objects[int(reference.split()[0])] for reference in form["Fields"]]
    places = [field for field in fields if field["T"].string == SIGNATURE_FIELD]
    for field in places:
        left, top, right, bottom = field["Rect"]
        field["Rect"][:] = [left, min(top, bottom), right, max(top, bottom)]
        look = pdf.objects[int(field["AP"]["N"]["on"].split()[0])]
        look.stream.clear()
        look.extra["BBox"][:] = [0, 0, right - left, abs(bottom - top)]
        field["AP"]["N"] = look.reference
        for name in ("V", "AS", "MK"):
            del field[name]
        # Printed, and locked: nobody moves the place.
        field.update({"Type": "/Annot", "FT": "/Sig", "F": 4 + 128})
    for element in pdf.objects if places else ():
        if isinstance(element, dict) and element.get("S") == "/Form":
            # Those who compare a signed PDF with the unsigned one know the field by this path.
            element["K"] = element["K"][0]
    if len(places) == len(fields):
        # Signed or to be signed, and nothing but additions is allowed from now on.
        form["SigFlags"] = 1 + 2
        # Viewers would draw the fields anew, and PDF/A forbids it; only filled-in forms need it.
        form.pop("NeedAppearances", None)


def _font_faces() -> str:
    faces = []
    for name, weight, style in FONTS:
        address = image_address((FONT_DIRECTORY / name).read_bytes(), "font/ttf")
        faces.append(
            f'@font-face {{ font-family: "{FONT_FAMILY}"; font-weight: {weight}; '
            f"font-style: {style}; src: url({address}); }}\n"
        )
    return "".join(faces)
