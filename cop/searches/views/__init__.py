"""The pages of saved searches and unanswered questions, one file a noun."""
