"""Photos of members: checked and made small in a child process, kept as files."""
