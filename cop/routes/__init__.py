"""Every address of the service, and the least that one must be to knock there."""
