"""What administrators may send."""
