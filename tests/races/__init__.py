"""Pairs of deeds at the same moment, on both databases: `make races`."""
