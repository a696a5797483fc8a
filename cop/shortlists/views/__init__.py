"""The pages of shortlists, and of people side by side."""
