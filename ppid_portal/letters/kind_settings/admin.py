"""The settings of letters in the admin: those of one kind, and those of the body with a preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.admin import SimpleHistoryAdmin

from ppid_portal.letters import kinds
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.kind_settings import previews, services
from ppid_portal.letters.kind_settings.models import KindSetting
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.people.admin import PublicBodyAdmin
from ppid_portal.people.models import PublicBody
from ppid_portal.people.roles import label


class NewKindSettingForm(forms.ModelForm):
    """Offers the kinds that have no settings yet; what can be set depends on the kind."""

    kind = forms.ChoiceField(
        label=KindSetting._meta.get_field("kind").verbose_name,
        help_text=_l("Sesudah disimpan, pengaturan jenis surat ini terbuka."),
    )

    class Meta:
        model = KindSetting
        fields = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kind"]
        there = set(KindSetting.objects.values_list("kind", flat=True))
        chosen.choices = sorted(
            ((kind.key, kind.title) for kind in kinds.kinds() if kind.key not in there),
            key=lambda each: each[1],
        )


class KindSettingForm(forms.ModelForm):
    """The settings of one kind, with the signatories that this kind allows and no others."""

    class Meta:
        model = KindSetting
        fields = ("signatory_role", "classification", "copies")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = _kind_of(self.instance)
        if kind is None or not kind.leaves_choice:
            self.fields.pop("signatory_role", None)
            return
        held: Any = self.fields["signatory_role"]
        own = _("menurut SOP ({role})").format(role=label(kind.signatory_role))
        held.widget = forms.Select(
            choices=[("", own), *((role, label(role)) for role in kind.signatories)]
        )


@admin.register(KindSetting)
class KindSettingAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """Signatory, code of the archive and fixed copies, per kind of letter."""

    form = KindSettingForm
    list_display = ("__str__", "signed_by", "classification", "copies")

    @admin.display(description=_l("penanda tangan"))
    def signed_by(self, obj: KindSetting) -> str:
        """Return who signs letters of this kind."""
        return label(services.signing_role(obj.kind)) if _kind_of(obj) is not None else ""

    @admin.display(description=_l("penanda tangan"))
    def not_chosen(self, obj: KindSetting) -> str:
        """Say why there is nothing to choose."""
        return _(
            "Surat jenis ini ditandatangani oleh pejabat yang melakukan langkah SOP-nya, jadi "
            "penanda tangannya tidak dapat dipilih. Pilihan hanya ada pada surat yang menurut "
            "peraturan ditetapkan oleh pejabat lain daripada menurut SOP."
        )

    def get_form(
        self, request: HttpRequest, obj: KindSetting | None = None, change: bool = False, **kw: Any
    ) -> Any:
        """Ask for the kind first; its settings stand on the page that follows."""
        if obj is None:
            kw["form"] = NewKindSettingForm
        return super().get_form(request, obj, change, **kw)

    def get_fields(self, request: HttpRequest, obj: KindSetting | None = None) -> Any:
        """Return the kind, and who signs: as a choice where there is one."""
        if obj is None:
            return ("kind",)
        kind = _kind_of(obj)
        signs = "signatory_role" if kind is not None and kind.leaves_choice else "not_chosen"
        return ("kind", signs, "classification", "copies")

    def get_readonly_fields(self, request: HttpRequest, obj: KindSetting | None = None) -> Any:
        """Keep the kind of a row: another kind is another row."""
        return ("kind", "not_chosen") if obj is not None else ()

    def has_change_permission(self, request: HttpRequest, obj: KindSetting | None = None) -> bool:
        """Of a kind that is gone there is nothing to set; its row can only be removed."""
        allowed = super().has_change_permission(request, obj)
        return bool(allowed and (obj is None or _kind_of(obj) is not None))

    def response_add(
        self, request: HttpRequest, obj: KindSetting, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go on to the settings of the kind."""
        return redirect("admin:letters_kindsetting_change", obj.pk)


def _kind_of(setting: KindSetting) -> LetterKind | None:
    return next((kind for kind in kinds.kinds() if kind.key == setting.kind), None)


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
