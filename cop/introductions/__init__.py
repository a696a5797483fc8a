"""Members who meet: what they answer to a match, who introduces them, and new matches by mail."""
