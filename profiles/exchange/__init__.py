"""Members in and out of files."""
