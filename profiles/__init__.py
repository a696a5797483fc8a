"""Members: what they tell about themselves, and to whom."""
