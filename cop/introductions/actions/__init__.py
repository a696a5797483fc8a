"""What can be done: answering a match, being told of new ones by mail."""
