"""Announcements for machines: read, written, and how they come."""
