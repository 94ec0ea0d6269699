"""What goes out, looked through for what its audience may not see (see ``scanner``)."""

from lacwg.audience.leak_scanner.scanner import LeakError, LeakScanner
from lacwg.audience.leak_scanner.searching import standing
from lacwg.audience.leak_scanner.values import Withheld

__all__ = ["LeakError", "LeakScanner", "Withheld", "standing"]
