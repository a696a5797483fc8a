"""Requests that nobody would send, to every address, as everybody."""
