"""Chapters that the graph proposes, and what becomes of them."""
