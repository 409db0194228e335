"""Users, units, dated appointments, the public body itself, and applicants."""

from ppid_portal.people.models.applicants import Applicant, ApplicantKind
from ppid_portal.people.models.body import PositionTitle, PublicBody
from ppid_portal.people.models.units import Appointment, AppointmentKind, Unit, UnitKind
from ppid_portal.people.models.users import User

__all__ = [
    "Applicant",
    "ApplicantKind",
    "Appointment",
    "AppointmentKind",
    "PositionTitle",
    "PublicBody",
    "Unit",
    "UnitKind",
    "User",
]
