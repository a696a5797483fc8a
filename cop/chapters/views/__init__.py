"""The pages of chapters."""
