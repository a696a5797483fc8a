"""What can be done with saved searches and unanswered questions, one file a noun."""
