"""The pages of privacy, one file a noun."""
