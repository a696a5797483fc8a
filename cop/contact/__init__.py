"""Reaching members without their addresses; reporting and blocking."""
