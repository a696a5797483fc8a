"""What can be done with members and institutions, one file a noun."""
