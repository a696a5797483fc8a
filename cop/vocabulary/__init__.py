"""The words of the community: topics, sectors, places and roles, in five languages."""
