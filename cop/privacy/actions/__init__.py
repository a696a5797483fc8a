"""The deeds of privacy, one file a noun."""
