"""The pages of administrators, one file a subject."""
