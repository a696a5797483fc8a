"""What accounts can do, and what can be done with them."""
