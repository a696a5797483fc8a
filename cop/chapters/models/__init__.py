"""What is stored of chapters."""
