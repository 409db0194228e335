"""The settings of letters in the admin: those of one kind, and those of the body with a preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from ppid_portal.letters import kinds
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.kind_settings import previews, services
from ppid_portal.letters.kind_settings.models import KindSetting
from ppid_portal.people.admin import PublicBodyAdmin
from ppid_portal.people.models import PublicBody


class KindSettingForm(forms.ModelForm):
    """Offers the kinds that the portal issues, by their titles."""

    kind = forms.ChoiceField(label=KindSetting._meta.get_field("kind").verbose_name)

    class Meta:
        model = KindSetting
        fields = ("kind", "classification", "copies")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kind"]
        chosen.choices = sorted(
            ((kind.key, kind.title) for kind in kinds.kinds()), key=lambda each: each[1]
        )


@admin.register(KindSetting)
class KindSettingAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """Code of the archive and fixed copies, per kind of letter."""

    form = KindSettingForm
    list_display = ("__str__", "classification", "copies")

    def get_readonly_fields(self, request: HttpRequest, obj: KindSetting | None = None) -> Any:
        """Keep the kind of a row: another kind is another row."""
        return ("kind",) if obj is not None else ()


admin.site.unregister(PublicBody)


@admin.register(PublicBody)
class BodyWithLettersAdmin(PublicBodyAdmin):
    """The public body, with a look at a letter before its settings are stored."""

    change_form_template = "letters/settings/body_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show a letter with what is typed, or the form, with what contradicts itself."""
        if request.method == "POST" and "_preview" in request.POST and object_id is not None:
            found = self.get_object(request, object_id)
            if found is None or not self.has_change_permission(request, found):
                raise PermissionDenied
            form = self.get_form(request, found, change=True)(
                request.POST, request.FILES, instance=found
            )
            if form.is_valid():
                return self._preview(request, form.instance)
            # The form itself says what is wrong, beside its fields.
        if request.method == "GET":
            for sentence in services.faults():
                messages.warning(request, sentence)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _preview(self, request: HttpRequest, body: PublicBody) -> HttpResponse:
        kind = request.POST["_preview"]
        try:
            pdf = previews.sample(kind if kind in previews.SHOWN else previews.SHOWN[0], body)
        except RenderFailed:
            return HttpResponse(_("Pratinjau belum dapat dibuat. Coba lagi."), status=503)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="pratinjau-kop.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response
