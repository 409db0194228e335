"""System checks: a deployment that is set up wrongly says so before it serves anybody."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from ppid_portal.letters import kinds
from ppid_portal.letters.signing import certificates
from ppid_portal.letters.signing.trust import believed

ONLY_SHOWN = ("ppid_portal.evaluation_mail.", "django.core.mail.backends.console.")


@register("ppid")
def secrets_differ(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each secret has one use: a leaked one must not open what another protects."""
    secrets = [settings.SECRET_KEY, settings.BLIND_INDEX_KEY, *settings.FIELD_ENCRYPTION_KEYS]
    if len(set(secrets)) == len(secrets):
        return []
    return [
        Error(
            "SECRET_KEY, BLIND_INDEX_KEY and FIELD_ENCRYPTION_KEYS share a value.",
            hint="Give each a random value of its own.",
            id="ppid.E001",
        )
    ]


@register("ppid")
def data_can_be_written(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Uploads and letters need a folder that this process may write to."""
    folder = Path(settings.DATA_DIR)
    while not folder.exists():
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"DATA_DIR ({settings.DATA_DIR}) cannot be written.",
            hint="Give the folder to the user that runs the portal, or name another one.",
            id="ppid.E002",
        )
    ]


@register("ppid")
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What may be lax in an evaluation may not be in production."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if not settings.PUBLIC_URL.startswith("https://"):
        found.append(
            Error(
                f"PUBLIC_URL ({settings.PUBLIC_URL}) is not https.",
                hint="Applicants' secret links travel over it: serve the portal over TLS.",
                id="ppid.E003",
            )
        )
    if settings.POST_OFFICE["BACKENDS"]["default"].startswith(ONLY_SHOWN):
        found.append(
            Error(
                "E-mail is only shown in the log: EMAIL_URL is not set.",
                hint="Name a mail server, such as smtp+tls://user:password@mail.example:587.",
                id="ppid.E004",
            )
        )
    if settings.DEBUG:
        found.append(
            Error(
                "DEBUG is on in production.",
                hint="Error pages would show settings and personal data: unset DEBUG.",
                id="ppid.E005",
            )
        )
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(
            Warning(
                "The production database is SQLite.",
                hint="It has one writer at a time and one machine: set DATABASE_URL=postgres://…",
                id="ppid.W006",
            )
        )
    if not settings.REDIS_URL:
        found.append(
            Warning(
                "The production broker is a folder of files.",
                hint="It serves one machine only and may lose a message: set REDIS_URL.",
                id="ppid.W007",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS accepts every name.",
                hint="Name the portal's own hosts, separated by commas.",
                id="ppid.E008",
            )
        )
    return found


@register("ppid")
def certificate_is_valid(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A certificate ends on a day that is known beforehand."""
    if not settings.PRODUCTION:
        # In evaluation the portal makes its own, for decades; opening a key takes half a second.
        return []
    standing = certificates.standing()
    if not standing.usable:
        return [
            Warning(
                f"Letters cannot be signed: {standing.words}.",
                hint="They wait until this is mended; see manage.py letters certificate --check.",
                id="ppid.W009",
            )
        ]
    if standing.ending:
        return [
            Warning(
                f"The certificate that signs letters ends soon: {standing.words}.",
                hint="Make the next one with manage.py letters certificate --replace.",
                id="ppid.W010",
            )
        ]
    return []


@register("ppid")
def signing_is_set_up(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever is to sign must be reachable, and only known kinds can be named."""
    found: list[CheckMessage] = []
    if settings.LETTER_SIGNER == "bsre" and not settings.BSRE_URL:
        found.append(
            Error(
                "LETTER_SIGNER is bsre, but BSRE_URL is not set.",
                hint="Name the address of the e-sign client service in the body's network.",
                id="ppid.E011",
            )
        )
    known = {kind.key for kind in kinds.kinds()}
    if unknown := sorted(set(settings.LETTERS_SIGNED_ELSEWHERE) - known):
        found.append(
            Error(
                f"LETTERS_SIGNED_ELSEWHERE names unknown kinds: {', '.join(unknown)}.",
                hint="manage.py letters kinds lists those that there are.",
                id="ppid.E012",
            )
        )
    return [*found, *_authorities_are_known()]


def _authorities_are_known() -> list[CheckMessage]:
    """Without a root nobody's time stamp is believed, and every letter would wait."""
    try:
        roots = believed().roots
    except (OSError, ValueError):
        return [
            Error(
                "SIGNING_ROOTS holds a file that is neither certificates nor a list of revocation.",
                hint="It takes .pem, .crt and .cer with certificates, and .crl with lists.",
                id="ppid.E013",
            )
        ]
    if settings.TSA_URL and not roots:
        return [
            Warning(
                "TSA_URL names an authority for time stamps, but SIGNING_ROOTS names no root.",
                hint="Put the root of that authority into the folder, as a .pem file.",
                id="ppid.W011",
            )
        ]
    return []
