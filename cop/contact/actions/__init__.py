"""What can be done: writing to somebody, blocking, reporting, deciding about what is reported."""
