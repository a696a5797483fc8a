"""What can be done with shortlists."""
