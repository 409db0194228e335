"""Items of the list and decrees of exclusion, kept by staff in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext, pgettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from dip_app import services
from dip_app.models import ClassificationDecree, InformationItem, ItemFile
from ppid_portal.clock import today
from ppid_portal.files.forms import UploadField
from ppid_portal.files.services import store
from ppid_portal.people.actors import Actor, actors_of


def acting(request: HttpRequest) -> Actor:
    """Whoever works in the admin, in the first of their roles."""
    actors = actors_of(request.user)
    return actors[0] if actors else Actor.account(request.user)  # type: ignore[arg-type]


class ItemFileForm(forms.ModelForm):
    """A file of an item: chosen once, then only its label and place change."""

    upload = UploadField(multiple=False, required=False, label=_l("Pilih berkas"))

    class Meta:
        model = ItemFile
        fields = ("label", "position")

    def clean(self) -> dict[str, Any] | None:
        """Ask for the file when the row is new."""
        cleaned = super().clean()
        if self.instance.pk is None and not self.cleaned_data.get("upload"):
            self.add_error("upload", _("Pilih berkas yang akan ditambahkan."))
        return cleaned


class ItemFileInline(admin.TabularInline):
    """The files of an item."""

    model = ItemFile
    form = ItemFileForm
    fields = ("upload", "stored", "label", "position")
    readonly_fields = ("stored",)
    extra = 0

    @admin.display(description=pgettext_lazy("unggahan", "Berkas"))
    def stored(self, row: ItemFile) -> str:
        """The name of the file that is kept."""
        return row.file.original_name if row.pk else "–"


class ItemForm(forms.ModelForm):
    """An item, and why it changes once it is public."""

    reason = forms.CharField(
        label=_l("Alasan perubahan"),
        required=False,
        max_length=300,
        help_text=_l("Wajib bila informasi ini sudah terbit. Dicatat, tidak diumumkan."),
    )

    def clean(self) -> dict[str, Any] | None:
        """Ask for the reason when a public item is no longer as it was."""
        cleaned = super().clean()
        changed = set(self.changed_data) - {"reason"}
        if self.instance.is_public and changed and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", _("Tulis alasan perubahan: alasan itu dicatat."))
        return cleaned


class ReasonForm(ActionForm):
    """The reason of a withdrawal, beside the choice of the action."""

    reason = forms.CharField(label=_l("Alasan (untuk penarikan)"), required=False, max_length=300)


@admin.register(InformationItem)
class InformationItemAdmin(SimpleHistoryAdmin):
    """The list: written here, published and withdrawn by its own actions, never deleted."""

    form = ItemForm
    list_display = ("title", "category", "unit", "made_year", "status", "published_at")
    list_filter = ("status", "category", "unit", "made_year")
    list_select_related = ("unit",)
    search_fields = ("title", "topic")
    readonly_fields = ("status", "published_at")
    ordering = ("-id",)
    show_full_result_count = False
    inlines = (ItemFileInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    action_form = ReasonForm
    actions = ("publish_selected", "withdraw_selected")

    def has_delete_permission(
        self, request: HttpRequest, obj: InformationItem | None = None
    ) -> bool:
        """Nobody deletes: the address is permanent."""
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store the chosen files through the files room."""
        for row in formset.forms:
            uploaded = row.cleaned_data.get("upload") if hasattr(row, "cleaned_data") else None
            if uploaded and not row.cleaned_data.get("DELETE"):
                row.instance.file = store(uploaded, purpose="dip", actor=acting(request))
        formset.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the files; what of this changes the public list is written down with its reason."""
        super().save_related(request, form, formsets, change)
        fields = set(form.changed_data) - {"reason"}
        if fields or any(formset.has_changed() for formset in formsets):
            reason = form.cleaned_data["reason"] or _("Berkas diperbarui.")
            services.note_amendment(form.instance, acting(request), reason)

    @admin.action(description=_l("Terbitkan yang dipilih"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[InformationItem]) -> None:
        """Publish each; what cannot be published is named with its reason."""
        done = self._each(request, queryset, lambda item: services.publish(item, acting(request)))
        if done:
            text = ngettext(
                "%(number)d informasi diterbitkan.", "%(number)d informasi diterbitkan.", done
            )
            self.message_user(request, text % {"number": done}, messages.SUCCESS)

    @admin.action(description=_l("Tarik yang dipilih"), permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[InformationItem]) -> None:
        """Withdraw each, for the reason given beside the action."""
        reason = request.POST.get("reason", "")
        done = self._each(
            request, queryset, lambda item: services.withdraw(item, acting(request), reason)
        )
        if done:
            text = ngettext("%(number)d informasi ditarik.", "%(number)d informasi ditarik.", done)
            self.message_user(request, text % {"number": done}, messages.SUCCESS)

    def _each(self, request: HttpRequest, queryset: QuerySet[InformationItem], act: Any) -> int:
        done, said = 0, set()
        for item in queryset:
            try:
                act(item)
                done += 1
            except ValidationError as error:
                said.update(error.messages)
        for sentence in sorted(said):
            self.message_user(request, sentence, messages.ERROR)
        return done


@admin.register(ClassificationDecree)
class ClassificationDecreeAdmin(SimpleHistoryAdmin):
    """Decrees of exclusion, recorded until SOP 6 issues them; never deleted, only ended."""

    list_display = ("number", "title", "letter", "unit", "valid_from", "period_end", "in_force")
    list_filter = ("letter", "unit")
    list_select_related = ("unit",)
    search_fields = ("number", "title")
    raw_id_fields = ("item",)
    date_hierarchy = "date"

    @admin.display(description=_l("Berakhir"))
    def period_end(self, decree: ClassificationDecree) -> str:
        """The date, or the event, that ends it."""
        return f"{decree.last_end:%d-%m-%Y}" if decree.last_end else decree.end_event

    @admin.display(description=_l("Berlaku hari ini"), boolean=True)
    def in_force(self, decree: ClassificationDecree) -> bool:
        """Whether a refusal may name it today."""
        return decree.valid_on(today())

    def has_delete_permission(
        self, request: HttpRequest, obj: ClassificationDecree | None = None
    ) -> bool:
        """Nobody deletes: refusals name it."""
        return False

    def save_model(
        self, request: HttpRequest, obj: ClassificationDecree, form: Any, change: bool
    ) -> None:
        """Record through the service: audited, and its item leaves the list."""
        services.record_decree(obj, acting(request))
