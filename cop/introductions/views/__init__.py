"""The pages of matches, one file a noun."""
