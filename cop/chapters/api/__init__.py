"""Chapters for machines, and what those who coordinate one ask and decide by program."""
