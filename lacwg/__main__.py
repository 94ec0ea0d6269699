"""``python -m lacwg``."""

from lacwg.app import main

main()
