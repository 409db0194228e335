"""The mail server of an evaluation: what would be sent is shown in the log, to be read."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as ConsoleBackend


class EmailBackend(ConsoleBackend):
    """Writes who gets what, with the text and the names of the attachments.

    Django's own console backend prints the whole message, and with a letter attached that is
    thousands of lines of base64 in which nobody finds the link.
    """

    def write_message(self, message: EmailMessage) -> None:
        """Write one e-mail for a person to read."""
        lines = [
            "┌─ Surel (tidak dikirim: EMAIL_URL belum diisi)",
            f"│ Kepada : {', '.join(message.recipients())}",
            f"│ Perihal: {message.subject}",
            "│",
            *(f"│ {line}".rstrip() for line in str(message.body).strip().splitlines()),
        ]
        lines += [f"│ Lampiran: {name}" for name in _attachments(message)]
        self.stream.write("\n".join([*lines, "└─", ""]))


def _attachments(message: EmailMessage) -> list[str]:
    names = []
    for attachment in message.attachments:
        name = attachment[0] if isinstance(attachment, tuple) else attachment.get_filename()
        names.append(str(name or "tanpa nama"))
    return names
