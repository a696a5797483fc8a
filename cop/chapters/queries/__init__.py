"""What can be asked of chapters, as a viewer may see them."""
