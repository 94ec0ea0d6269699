"""The guard over what goes out: a last look for what its audience may not see (see ``watch``)."""

from lacwg.guard.searching import Met, standing
from lacwg.guard.values import Withheld
from lacwg.guard.watch import LeakError, Watch

__all__ = ["LeakError", "Met", "Watch", "Withheld", "standing"]
