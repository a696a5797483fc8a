"""What members decide about their own data: who sees it, what they agreed to, that it goes."""
