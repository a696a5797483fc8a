"""Where everything stands in the two pictures: the explorer of groups and the circle of peers."""
