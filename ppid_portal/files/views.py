"""Serving files: by permission, as a download, never from a cache."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ppid_portal.audit import services as audit
from ppid_portal.files import access
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import open_bytes
from ppid_portal.people.actors import Actor, actors_of


@require_safe
@never_cache
def download(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Send a file to whom a checker permits it.

    Anybody else hears the same 404 as for a file that never was. A look at an identity document,
    an evidence file or excluded information is recorded before its first byte leaves (UU 27/2022;
    SOP 8.5); if it cannot be recorded it is not shown.
    """
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not access.permitted(request, file):
        raise Http404(_("Berkas tidak ditemukan."))
    content = open_bytes(file)
    if file.is_recorded and request.method == "GET":
        audit.record_view(_reader(request), f"file:{file.pk}", file.purpose)
    response = HttpResponse(content, content_type=file.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.original_name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _reader(request: HttpRequest) -> Actor:
    reader = getattr(request, "reader", None)
    if isinstance(reader, Actor):
        return reader
    user = request.user
    if user.is_authenticated:
        return next(iter(actors_of(user)), None) or Actor.account(user)
    return Actor.applicant(None)
