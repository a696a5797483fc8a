"""The command `cop`."""
