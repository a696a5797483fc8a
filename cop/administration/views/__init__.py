"""The pages for those who look after the community."""
