"""Who may see what: the redacted view that outputs draw on (``view``), and the last look at what goes out."""
