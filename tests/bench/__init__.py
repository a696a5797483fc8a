"""Measurements of speed, weight and memory."""
