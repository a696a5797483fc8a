"""Meetings for machines, and what members and those who run a chapter do there by program."""
