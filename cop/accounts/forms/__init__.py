"""What may be sent about accounts."""
