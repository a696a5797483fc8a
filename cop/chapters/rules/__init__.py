"""The tables of what may be done, by whom, and when."""
