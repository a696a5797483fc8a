"""The words members use for what they know, and what editors make of them."""
