"""What ``lacwg check`` looks at: pure functions from records to what is wrong or odd about them.

A finding is a ``FieldError``: it names the record and the field, and whoever knows the files adds
the line. ``record`` has what can be said of one by itself, ``across`` what of several together; ``fixes`` has
what can safely be mended.
"""

from __future__ import annotations

from lacwg.checks.across import Identities, of_coming, of_duties, of_meetings, of_minutes
from lacwg.checks.finding import Severity, codes
from lacwg.checks.record import Known, of_contacts, of_group, of_lists, of_record, of_roles, of_zone_data

__all__ = [
    "Identities", "Known", "Severity", "codes", "of_coming", "of_contacts", "of_duties", "of_group", "of_lists",
    "of_meetings", "of_minutes", "of_record", "of_roles", "of_zone_data",
]  # fmt: skip
