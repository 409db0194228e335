"""Collect the texts of the portal into its catalogue: ``manage.py makemessages --locale en``."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's command, told how this code marks its texts and where none are.

    ``gettext_lazy`` is imported as ``_l`` here, a name that xgettext does not know by itself.
    References name files without lines, so that the catalogue changes only when a text does.
    """

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_l"]

    # Letters and mail are written in Indonesian whatever language the page was read in; tests,
    # uploads and vendors' files hold no text of ours.
    left_out = (".venv", "data", "staticfiles", "static", "tests", "node_modules")

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [*options["ignore_patterns"], *self.left_out]
        options["add_location"] = options["add_location"] or "file"
        super().handle(*args, **options)
