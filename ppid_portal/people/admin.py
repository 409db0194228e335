"""Accounts, units, appointments and the public body in the admin."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _l
from simple_history.admin import SimpleHistoryAdmin

from ppid_portal.audit import services as audit
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Appointment, PositionTitle, PublicBody, Unit, User


class StaffCreationForm(AdminUserCreationForm):
    """Makes an account; without a password the person asks for one by e-mail."""

    class Meta:
        model = User
        fields = ("email", "name", "nip")
        field_classes: dict[str, Any] = {}


class StaffChangeForm(UserChangeForm):
    """Changes an account."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}


#: What makes an account more than a person; only a superuser gives it.
_RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


@admin.register(User)
class UserAdmin(SimpleHistoryAdmin, DjangoUserAdmin):  # type: ignore[misc]
    """Accounts; they are closed and never deleted, because acts name them."""

    form = StaffChangeForm
    add_form = StaffCreationForm
    list_display = ("email", "name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name", "nip")
    ordering = ("name",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_l("Orang"), {"fields": ("name", "nip")}),
        (
            _l("Wewenang"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_l("Waktu"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("email", "name", "nip", "usable_password", "password1", "password2")},
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only who may do everything changes the account of somebody who may do everything.

        A password set, or an address changed, would otherwise be a way to become that person.
        """
        if obj is not None and obj.is_superuser and not _may_do_everything(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody deletes an account."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show rights to everybody, but let nobody give rights that are not theirs to give."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if _may_do_everything(request) else (*fixed, *_RIGHTS)

    def revert_disabled(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Offer no way back in the history."""
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show history for reading: going back to it would bring former rights back too."""
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, *args, **kwargs)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set somebody else's password, and record that it was done."""
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            audit.record(
                "replace_password",
                stream="people",
                subject=f"user:{id}",
                actor=_administrator(request),
            )
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Store the account and record which of its fields changed."""
        super().save_model(request, obj, form, change)
        audit.record(
            "change_account" if change else "make_account",
            stream="people",
            subject=f"user:{obj.pk}",
            actor=_administrator(request),
            data={
                "fields": sorted(set(form.changed_data) - {"password", "password1", "password2"}),
                "active": obj.is_active,
                "staff": obj.is_staff,
                "superuser": obj.is_superuser,
            },
        )


@admin.register(Unit)
class UnitAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """Units; one that is gone is made inactive."""

    list_display = ("name", "code", "kind", "parent", "active")
    list_filter = ("kind", "active")
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "code")


@admin.register(Appointment)
class AppointmentAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """Appointments; every change is recorded with who made it."""

    list_display = ("user", "role", "unit", "kind", "valid_from", "valid_until", "decree")
    list_filter = ("role", "kind")
    list_select_related = ("user", "unit")
    search_fields = ("user__name", "user__email", "unit__name", "decree")
    autocomplete_fields = ("user", "unit", "acting_for")
    date_hierarchy = "valid_from"

    def save_model(
        self, request: HttpRequest, obj: Appointment, form: ModelForm, change: bool
    ) -> None:
        """Store with the administrator as the actor."""
        obj.changed_by = _administrator(request)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Appointment) -> None:
        """Remove with the administrator as the actor."""
        obj.changed_by = _administrator(request)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Appointment]) -> None:
        """Remove one by one, so that each is recorded."""
        for appointment in queryset:
            self.delete_model(request, appointment)


@admin.register(PublicBody)
class PublicBodyAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """The public body; there is one."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    #: What belongs together.
    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (
            _l("Badan publik"),
            ("name", "short_name", "code", "office_name", "office_unit", "leader_title"),
        ),
        (
            _l("Alamat dan narahubung"),
            ("address", "city", "phone", "fax", "email", "mail_room_email", "website"),
        ),
        (_l("Kop surat"), ("letterhead", "letterhead_align", "leader_letterhead", "leader_role")),
        (_l("Lambang"), ("emblem", "emblem_on", "emblem_height")),
        (_l("Lembar surat"), ("paper", "font_size", "classification", "attachment_limit")),
        (
            _l("Dasar hukum dan keterangan"),
            (
                "legal_references",
                "form_reference",
                "privacy_reference",
                "fee_text",
                "commission_name",
            ),
        ),
        (_l("Tampilan portal"), ("logo", "brand_colour", "accent_colour")),
    )

    def get_fieldsets(self, request: HttpRequest, obj: PublicBody | None = None) -> Any:
        """Return the fields in their groups."""
        return [(title, {"fields": group}) for title, group in self.groups]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it only while there is none."""
        return super().has_add_permission(request) and not PublicBody.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: PublicBody | None = None) -> bool:
        """Nobody deletes it."""
        return False


@admin.register(PositionTitle)
class PositionTitleAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """What each role is called under a letter."""

    list_display = ("role", "title")


admin.site.unregister(Group)


@admin.register(Group)
class RightsGroupAdmin(GroupAdmin):
    """Groups of rights; only a superuser makes or changes them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever makes a group gives rights."""
        return _may_do_everything(request)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Whoever changes a group gives rights, perhaps to themselves."""
        return _may_do_everything(request)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Whoever removes a group takes rights away."""
        return _may_do_everything(request)


# A second address would be a second way in that no list of accounts shows.
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """Second factors: removed for somebody who lost the telephone, never shown or made."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    fields = ("user", "type", "created_at", "last_used_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People set up their own."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        """There is nothing to change."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Authenticator]:
        """Leave the second factor of a superuser to superusers."""
        found = super().get_queryset(request)
        return found if _may_do_everything(request) else found.filter(user__is_superuser=False)

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Remove it, and record for whom."""
        audit.record(
            "remove_second_factor",
            stream="people",
            subject=f"user:{obj.user_id}",
            actor=_administrator(request),
        )
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        """Remove one by one, so that each is recorded."""
        for factor in queryset:
            self.delete_model(request, factor)


def _may_do_everything(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


def _administrator(request: HttpRequest) -> Actor:
    return Actor.account(cast(User, request.user))
