"""What may be sent about chapters."""
