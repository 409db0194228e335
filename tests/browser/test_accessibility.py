"""WCAG 2.2 AA on every page, at two widths, and no page wider than the smallest screen."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page

from tests.browser import looks
from tests.browser.conftest import DESKTOP, PHONE, Portal, Walker
from tests.browser.looks import LOOKS, NO_PAGE, Look

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Shown by the walk through the form below.
WALKED = {
    f"{form}:{page}"
    for form in ("requests_app", "objections_app")
    for page in ("start", "page", "check", "sent")
}

_SPEC = importlib.util.find_spec("axe_playwright_python")
assert _SPEC is not None
assert _SPEC.origin is not None
AXE = Path(_SPEC.origin).with_name("axe.min.js").read_text()

# The parts of a page: header, menu, banner and footer around the content, and in the content its
# blocks, down to the third level. ``PARTS`` returns the markup of each with where it stands, and
# without what is not shown (the way back, the token of a form).
_PARTS = """
  const inside = (each, depth) => depth === 0 ? [] : [...each.children].flatMap(
    child => [child, ...inside(child, depth - 1)]);
  const parts = [...document.body.children].flatMap(part => part.querySelector("main")
    ? inside(part.querySelector("main"), 3).filter(each => each.querySelectorAll("*").length > 3)
    : [part]);
"""
PARTS = (
    "() => {"
    + _PARTS
    + """
  const place = each => each === document.body ? ""
    : `${place(each.parentElement)}>${each.tagName}.${each.className}`;
  return parts.map(part => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("input[type=hidden]").forEach(each => each.remove());
    return place(part.parentElement) + copy.outerHTML;
  });
}"""
)
# Returns one line per thing that is wrong; the places are parts to leave out.
CHECK = (
    "async ([tags, places]) => {"
    + _PARTS
    + """
  const found = await axe.run({exclude: places.map(place => parts[place])}, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], elementRef: false,
    preload: false,
  });
  return found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""
)
OUTLINE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(each => each.id);
  const wrong = ids.filter((id, place) => ids.indexOf(id) !== place).map(id => `twice: #${id}`);
  const heads = document.querySelectorAll("h1").length;
  if (heads !== 1) wrong.push(`${heads} h1`);
  for (const name of ["aria-describedby", "aria-labelledby", "for"])
    for (const each of document.querySelectorAll(`[${name}]`))
      for (const id of each.getAttribute(name).split(/\\s+/))
        if (id && !document.getElementById(id)) wrong.push(`no #${id}: ${each.outerHTML}`);
  for (const link of document.querySelectorAll("main a[href^='#']"))
    if (link.hash.length > 1 && !document.getElementById(decodeURIComponent(link.hash.slice(1))))
      wrong.push(`leads nowhere: ${link.hash}`);
  return wrong;
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > room + 1)
    .slice(-4).map(each => `${each.tagName}.${each.className} "${each.textContent.slice(0, 40)}"`);
}"""


#: Parts of pages, by width and markup, in which an inspection found nothing. The same markup in
#: the same place under the same style is the same again: it is inspected once, not 300 times.
_SOUND: set[tuple[int, bytes]] = set()


def inspect(page: Page) -> list[str]:
    """Return what is wrong with the page that is shown.

    A part that was found sound before, at that width, in such a place and to the letter, is left
    out; rules about the page as a whole still see it.
    """
    wrong = list(page.evaluate(OUTLINE))
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    for screen in (DESKTOP, PHONE):
        if page.viewport_size != screen:
            page.set_viewport_size(screen)  # type: ignore[arg-type]
        parts = [
            (screen["width"], sha256(markup.encode()).digest()) for markup in page.evaluate(PARTS)
        ]
        known = [place for place, part in enumerate(parts) if part in _SOUND]
        found = page.evaluate(CHECK, [TAGS, known])
        if not found:
            _SOUND.update(parts)
        wrong += [f"{screen['width']} px: {line}" for line in found]
    page.set_viewport_size({"width": 320, "height": 640})
    wrong += [f"wider than 320 px: {each}" for each in page.evaluate(TOO_WIDE)]
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    return wrong


@pytest.fixture(scope="package")
def things(portal: Portal) -> dict[str, Any]:
    """Return what paths may name."""
    return dict(portal.things())


@pytest.fixture(scope="package")
def seats(
    portal: Portal, chromium: Browser, things: dict[str, Any]
) -> Iterator[Callable[[str], Walker]]:
    """Return a browser per person, kept for all their pages.

    An applicant has come by the link of the case: no page depends on another one's visit.
    """
    taken: dict[str, Walker] = {}

    def seat(who: str) -> Walker:
        if who not in taken:
            context = chromium.new_context(
                viewport=DESKTOP,  # type: ignore[arg-type]
                locale="id-ID",
                timezone_id="Asia/Jakarta",
                reduced_motion="reduce",
            )
            taken[who] = Walker(portal, context)
            role, _colon, story = who.partition(":")
            if role == "pemohon":
                taken[who].open(things[story]["link"])
            elif who:
                taken[who].log_in(who)
        return taken[who]

    yield seat
    for walker in taken.values():
        walker.context.close()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_page_is_accessible(
    look: Look, seats: Callable[[str], Walker], things: dict[str, Any]
) -> None:
    """UU 8/2016 Pasal 24; WCAG 2.2 AA."""
    walker = seats(look.who)
    if not look.who:
        walker.log_out()
    page = walker.page
    walker.complaints.clear()
    answer = page.goto(walker.portal.address + look.path.format(**things))
    assert answer is not None
    assert answer.status == look.status, page.inner_text("body")[:2000]
    if look.do:
        look.do(page)
    path = page.url.removeprefix(walker.portal.address).partition("?")[0].partition("#")[0]
    if look.view:
        assert resolve(path).view_name == look.view, page.inner_text("body")[:2000]
    assert inspect(page) == []
    assert walker.complaints == []
    assert walker.outside == []


def _pages(resolver: Any, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.app_name != "admin":  # Django's own, for reference data only
                yield from _pages(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield space + str(each.name)


def test_no_page_is_forgotten() -> None:
    """An address that joins the portal joins the list of looks, or says why it shows no page."""
    known = {look.view for look in LOOKS if look.view} | WALKED
    addresses = set(_pages(get_resolver()))
    assert addresses - known - NO_PAGE.keys() == set()
    assert NO_PAGE.keys() - addresses == set(), "gone, but still on the list"
    assert known & NO_PAGE.keys() == set()


# -- the form, page by page --------------------------------------------------------------------

ANSWERS: dict[str, dict[str, str]] = {
    "identitas": {"name": "Ayu Lestari", "nik": "3273014505900001"},
    "kuasa": {
        "proxy_name": "Budi Santoso",
        "proxy_address": "Jalan Mawar 3, Bandung",
        "proxy_email": "budi@kuasa.example",
    },
    "wali": {
        "guardian_name": "Wati",
        "guardian_relation": "ibu",
        "guardian_nik": "3273014505900001",
    },
    "dokumen": {},
    "informasi": {"information": "Laporan keuangan tahun anggaran 2025"},
    "tujuan": {"purpose": "Bahan ajar."},
    "cara": {"access_method": "copy"},
    "salinan": {"copy_form": "softcopy", "delivery": "email"},
    "kontak": {"email": "ayu@pemohon.example", "address": "Jalan Anggrek 12, Bandung"},
}


def _fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"main [name={name}][value={value}]").check()
        else:
            field.fill(value)


def _go_on(page: Page) -> None:
    looks.press(page, page.get_by_role("button", name="Simpan dan lanjutkan"))


@pytest.mark.parametrize(
    ("kind", "filer", "more"),
    [
        ("perorangan", "kuasa", {}),
        ("perorangan", "wali", {}),
        ("badan_hukum", "sendiri", {"entity_number": "AHU-1", "contact_name": "Budi"}),
        ("kelompok", "sendiri", {"members": "7", "contact_name": "Budi"}),
    ],
)
def test_the_form_is_accessible_on_every_page(
    walker: Callable[..., Walker], kind: str, filer: str, more: dict[str, str]
) -> None:
    """Each page as it comes and with its errors; what kinds share is looked at once."""
    citizen = walker()
    page = citizen.open("/permohonan/baru/")
    wrong: dict[str, list[str]] = {}
    looked: set[str] = set()
    while "periksa" not in page.url:
        slug = page.url.removeprefix(citizen.portal.address).strip("/").split("/")[2:] or ["siapa"]
        slug = slug[0].partition("?")[0]
        assert slug not in looked, page.inner_text("main")
        looked.add(slug)
        own = slug in {"identitas", "kuasa", "wali", "dokumen"}
        if own or (kind, filer) == ("perorangan", "kuasa"):
            wrong[slug] = inspect(page)
            _go_on(page)
            if page.locator(".govuk-error-summary").count():
                wrong[f"{slug}, errors"] = inspect(page)
            elif slug in {"dokumen"}:
                continue
        answers = {"kind": kind, "filer": filer} if slug == "siapa" else ANSWERS[slug]
        if slug == "identitas":
            answers = {**answers, **more}
            if kind == "badan_hukum":
                del answers["nik"]
        _fill(page, answers)
        _go_on(page)
    wrong["periksa"] = inspect(page)
    if (kind, filer) == ("perorangan", "kuasa"):
        looks.press(page, page.get_by_role("button", name="Kirim permohonan"))
        wrong["terkirim"] = inspect(page)
    assert {name: lines for name, lines in wrong.items() if lines} == {}


OBJECTION: dict[str, dict[str, str]] = {
    "siapa": {"kind": "perorangan", "filer": "sendiri"},
    "alasan": {"grounds": "d"},
    "kasus-posisi": {"case_position": "Jawabannya lain dari yang saya minta."},
    **{
        slug: ANSWERS[slug]
        for slug in ("identitas", "kuasa", "dokumen", "informasi", "tujuan", "kontak")
    },
}


@pytest.mark.parametrize("story", ["partly", ""])
def test_the_form_of_an_objection_is_accessible_on_every_page(
    walker: Callable[..., Walker], things: dict[str, Any], story: str
) -> None:
    """By a proxy, from the page of a request; and without any request."""
    citizen = walker()
    wrong: dict[str, list[str]] = {}
    if story:
        page = citizen.open(things[story]["link"])
        looks.press(page, page.get_by_role("button", name="Ajukan keberatan"))
    else:
        page = citizen.open("/keberatan/baru/")
        wrong["tentang"] = inspect(page)
        _go_on(page)
        wrong["tentang, errors"] = inspect(page)
        _fill(page, {"about": "berkala"})
        _go_on(page)
    shared = {"identitas", "kuasa", "kontak"}  # the request's own, looked at above
    while "periksa" not in page.url:
        slug = page.url.partition("/baru/")[2].partition("/")[0]
        assert slug not in wrong, page.inner_text("main")
        if slug not in shared:
            wrong[slug] = inspect(page)
        answers = OBJECTION[slug]
        if story and slug == "siapa":
            answers = {"filer": "kuasa"}
        _fill(page, answers)
        _go_on(page)
    wrong["periksa"] = inspect(page)
    looks.press(page, page.get_by_role("button", name="Kirim keberatan"))
    wrong["terkirim"] = inspect(page)
    assert {name: lines for name, lines in wrong.items() if lines} == {}


def test_the_error_pages_are_accessible(walker: Callable[..., Walker], portal: Portal) -> None:
    """What is shown when the portal itself fails, and to those who ask too often."""
    visitor = walker()
    html = portal.failure()
    visitor.page.route(
        "**/galat/",
        lambda route: route.fulfill(status=500, content_type="text/html", body=html),
    )
    page = visitor.open("/galat/")
    assert inspect(page) == []
    for _try in range(40):
        visitor.context.request.get(f"{portal.address}/verifikasi/AAAA-AAAA-AAAA-AAAA/")
    page = visitor.open("/verifikasi/AAAA-AAAA-AAAA-AAAA/")
    assert inspect(page) == []
    page.goto(f"{portal.address}/lacak/")
    visitor.context.clear_cookies()
    looks.send("form:has(input[name=code])")(page)
    assert inspect(page) == [], "the page that asks to send again after a lost cookie"


def test_the_inspection_finds_what_is_wrong(walker: Callable[..., Walker]) -> None:
    """Contrast, a picture without words, a field without a name, an id twice, too wide a table.

    Also in a part that was sound a moment ago.
    """
    page = walker().open("/aksesibilitas/")
    assert inspect(page) == []
    page.evaluate(
        """() => {
          const made = (tag, facts) => Object.assign(document.createElement(tag), facts);
          const wide = made("div", {id: "isi", textContent: "lebar"});
          const pale = made("p", {textContent: "pucat"});
          wide.style.width = "900px";
          pale.style.color = "#bbb";
          document.querySelector("main").append(
            made("img", {src: "/static/img/favicon.svg"}), made("input", {}), wide, pale);
        }"""
    )
    found = " ".join(inspect(page))
    for rule in ("image-alt", "label", "color-contrast", "twice: #isi", "wider than 320 px"):
        assert rule in found, found
    page.reload()
    assert inspect(page) == []
    page.evaluate("document.querySelector('footer nav a').textContent = ''")
    assert " ".join(inspect(page)).count("px: link-name: ") == 2, "at both widths"
