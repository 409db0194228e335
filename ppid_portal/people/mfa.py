"""Who must have a second factor."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from ppid_portal.people.models import Appointment


def must_have_second_factor(user: Any) -> bool:
    """Say whether the body's rule asks a second factor of ``user``.

    It does, when MFA_REQUIRED_FOR_STAFF is on, of everybody who may open the admin and of
    everybody with an appointment in force today.
    """
    if not settings.MFA_REQUIRED_FOR_STAFF or not user.is_authenticated:
        return False
    return bool(user.is_staff) or Appointment.objects.valid_on().filter(user=user).exists()


def has_second_factor(user: Any) -> bool:
    """Say whether ``user`` has a second factor; recovery codes alone are none."""
    return (
        Authenticator.objects.filter(user=user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
