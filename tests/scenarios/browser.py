"""A browser without JavaScript: it reads pages, fills in the forms it finds, and sends them.

Forms are read from the HTML, so a field that a page does not offer cannot be filled in, and
CSRF tokens are checked as for everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client

_TAGS = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]+>", re.S)
_SPACES = re.compile(r"\s+")


@dataclass
class Form:
    """A form as the page offers it: what it would send now, and what may be chosen."""

    action: str
    method: str
    browser: Browser
    sent: dict[str, list[Any]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def tick_all(self, name: str) -> None:
        """Tick every box of a group, where there is one."""
        if name in self.choices:
            self.sent[name] = list(self.choices[name])

    def submit(self, *, button: str = "", **values: Any) -> Page:
        """Send the form; ``None`` leaves a field out, a list ticks several boxes.

        Dashes in names of fields are written as two underscores. ``button`` is the value of the
        named button that is pressed.
        """
        data = {name: list(value) for name, value in self.sent.items()}
        for key, value in values.items():
            name = key.replace("__", "-")
            assert name in self.names, f"the page has no field {name}: {sorted(self.names)}"
            if value is None:
                data.pop(name, None)
            else:
                data[name] = list(value) if isinstance(value, list | tuple) else [value]
        if button:
            data.update({name: [value] for name, value in self.buttons if value == button})
        return self.browser.send(self.method, self.action, data)


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, browser: Browser, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.browser, self.url = browser, url
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._text: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name = facts.get("name") or ""
        if tag == "form":
            self._form = Form(
                facts.get("action") or self.url, facts.get("method") or "get", self.browser
            )
            self.forms.append(self._form)
            return
        form = self._form
        if form is None:
            return
        if tag == "option" and self._select:
            value = facts.get("value") or ""
            form.choices.setdefault(self._select, []).append(value)
            if "selected" in facts or self._select not in form.sent:
                form.sent[self._select] = [value]
        elif name and tag == "select":
            self._select = name
            form.names.add(name)
        elif name and tag == "textarea":
            form.names.add(name)
            self._text = (name, [])
        elif name and tag == "button":
            form.buttons.append((name, facts.get("value") or ""))
        elif name and tag == "input":
            self._input(form, name, facts)

    def _input(self, form: Form, name: str, facts: dict[str, str | None]) -> None:
        form.names.add(name)
        kind, value = facts.get("type") or "text", facts.get("value")
        if kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in facts:
                form.sent.setdefault(name, []).append(value or "on")
        elif kind not in ("file", "submit", "button"):
            form.sent.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._text is not None and self._form is not None:
            name, parts = self._text
            self._form.sent[name] = ["".join(parts).removeprefix("\n")]
            self._text = None


@dataclass
class Page:
    """What the browser shows."""

    response: Any
    url: str
    browser: Browser

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.response.status_code)

    @property
    def html(self) -> str:
        """The page as it came."""
        return str(self.response.content.decode())

    @property
    def text(self) -> str:
        """What a person reads."""
        return _SPACES.sub(" ", unescape(_TAGS.sub(" ", self.html))).strip()

    @property
    def forms(self) -> list[Form]:
        """Every form of the page."""
        reader = _Reader(self.browser, self.url)
        reader.feed(self.html)
        return reader.forms

    def form(self, name: str, value: str | None = None) -> Form:
        """Return the form that has a field, or that sends a value in it."""
        for form in self.forms:
            if name in form.names and (value is None or value in form.sent.get(name, [])):
                return form
        raise AssertionError(f"no form with {name}={value} on {self.url}: {self.text[:3000]}")

    def link(self, words: str) -> str:
        """Return where the first link leads whose words contain these."""
        for href, inner in re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', self.html, re.S):
            if words in _SPACES.sub(" ", unescape(_TAGS.sub("", inner))):
                return unescape(href)
        raise AssertionError(f"no link “{words}” on {self.url}: {self.text[:3000]}")


class Browser:
    """One person's browser."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client(enforce_csrf_checks=True)

    @classmethod
    def of(cls, user: Any) -> Browser:
        """Return the browser of somebody who has logged in."""
        browser = cls()
        browser.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    def open(self, url: str, *, follow: bool = True) -> Page:
        """Go to an address."""
        return self._page(self.client.get(url, follow=follow), url)

    def send(self, method: str, url: str, data: dict[str, list[Any]]) -> Page:
        """Send a form and follow where it leads."""
        if method.lower() == "get":
            return self._page(self.client.get(url, data, follow=True), url)
        return self._page(self.client.post(url, data, follow=True), url)

    def _page(self, response: Any, url: str) -> Page:
        chain = getattr(response, "redirect_chain", [])
        return Page(response, chain[-1][0] if chain else url, self)

    # -- the desk ------------------------------------------------------------------------------

    def case(self, case: Any, act: str = "") -> Page:
        """Open the page of a case on the desk, with the form of one act."""
        query = f"?tindakan={act}" if act else ""
        return self.open(f"/meja/berkas/{case.pk}/{query}")

    def act(self, case: Any, act: str, **values: Any) -> Page:
        """Perform an act on the page of a case: tick the kelengkapan, fill in, press the button."""
        form = self.case(case, act).form("tindakan", act)
        form.tick_all("checklist")
        return form.submit(**values)

    def decide(self, case: Any, act: str, **values: Any) -> Page:
        """Approve or return on the page of one approval."""
        form = self.open(f"/meja/persetujuan/{case.pk}/").form("tindakan", act)
        form.tick_all("checklist")
        return form.submit(**values)

    def offers(self, case: Any, act: str) -> bool:
        """Tell whether the page of a case offers an act to this person."""
        page = self.case(case, act)
        return any(act in form.sent.get("tindakan", []) for form in page.forms)
