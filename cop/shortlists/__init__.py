"""Shortlists: people whom somebody keeps together, shares by a link and compares."""
