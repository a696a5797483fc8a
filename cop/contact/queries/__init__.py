"""What can be asked about messages and reports."""
