"""What ``lacwg check`` looks at: pure functions from records to what is wrong or odd about them.

A finding is a ``FieldError``: it names the record and the field, and whoever knows the files adds
the line. ``record`` has what can be said of one by itself, ``across`` what of several together; ``fixes`` has
what can safely be mended.
"""

from __future__ import annotations

from lacwg.checks.across import Identities as Identities
from lacwg.checks.across import of_coming as of_coming
from lacwg.checks.across import of_duties as of_duties
from lacwg.checks.across import of_meetings as of_meetings
from lacwg.checks.across import of_minutes as of_minutes
from lacwg.checks.finding import Severity as Severity
from lacwg.checks.finding import codes as codes
from lacwg.checks.record import Known as Known
from lacwg.checks.record import of_contacts as of_contacts
from lacwg.checks.record import of_group as of_group
from lacwg.checks.record import of_lists as of_lists
from lacwg.checks.record import of_record as of_record
from lacwg.checks.record import of_roles as of_roles
from lacwg.checks.record import of_zone_data as of_zone_data
