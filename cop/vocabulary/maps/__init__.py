"""The arithmetic of the maps: plane geometry, framing, and room for circles and names."""
