"""Chapters: the regional, country and thematic groups of the community."""
