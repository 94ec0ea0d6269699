"""What goes out, looked through for what its audience may not see (see ``scanner``)."""
