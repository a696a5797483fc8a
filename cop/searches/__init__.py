"""Questions that are asked again: searches that members save, and what nobody could answer."""
