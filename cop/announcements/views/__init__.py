"""What is shown of announcements."""
