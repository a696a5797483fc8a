"""Countries: the home page, the map, and what the community knows of each country."""
