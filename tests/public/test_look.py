"""The look holds on every page of every room, not only on those that a test opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Letters are drawn for paper and mails for mail programs: neither runs under the page's policy.
PAGES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.relative_to(ROOT / "templates").parts[0] != "mail"
    and not {"letter.css", "@page"} & set(re.findall(r"letter\.css|@page", path.read_text("utf-8")))
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_needs_more_than_the_policy_allows(path: Path) -> None:
    """The content security policy is 'self': inline scripts, styles and handlers never run."""
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", html)


@pytest.fixture(scope="module")
def css() -> str:
    return (ROOT / "static/css/portal.css").read_text(encoding="utf-8")


def test_the_stylesheet_loads_nothing_from_elsewhere(css: str) -> None:
    addresses = re.findall(r"url\(([^)]*)\)", css)
    assert addresses == ['"../fonts/source-sans-3.woff2"']
    assert "@import" not in css
    assert (ROOT / "static/css" / "../fonts/source-sans-3.woff2").is_file()


def test_it_does_not_look_british(css: str) -> None:
    """Neither the typeface nor the crown and crest of another country's government."""
    assert "GDS Transport" not in css
    names = [path.name.lower() for path in (ROOT / "static").rglob("*")]
    assert not [name for name in names if "crest" in name or "crown" in name]


def test_the_stylesheet_is_small_enough_for_a_slow_network(css: str) -> None:
    import gzip

    assert len(gzip.compress(css.encode())) < 25_000


def test_it_is_compiled_from_what_stands_beside_it(css: str) -> None:
    """A class written in the sources but missing in the result means it was not rebuilt."""
    own = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "static/src").glob("_*.scss")
    )
    classes = set(re.findall(r"^\.([a-z][a-z-]*) \{", own, re.M))
    assert len(classes) > 40
    assert not [name for name in classes if f".{name}" not in css]


def test_motion_stops_where_the_reader_asks_for_it(css: str) -> None:
    """WCAG 2.2, 2.3.3."""
    assert "prefers-reduced-motion: reduce" in css


def test_every_vendored_work_has_its_licence() -> None:
    folder = ROOT / "static/vendor-licences"
    notice = (folder / "NOTICE.md").read_text(encoding="utf-8")
    for name in re.findall(r"`([a-z0-9-]+\.txt)`", notice):
        assert (folder / name).stat().st_size > 200
    for path in (ROOT / "static/js").glob("*.min.js"):
        assert path.name in notice


def test_vendored_scripts_point_to_no_missing_map() -> None:
    for path in (ROOT / "static/js").glob("*.js"):
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")
