"""Announcements: a coordinator writes once, and each member reads it in their language."""
