"""The pages of members: the directory, their own page, editing it."""
