"""What can be done with chapters."""
