"""Meetings of chapters: planned, announced and held, who comes, and calendars in and out."""
