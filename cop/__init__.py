"""The community of practice: the service that the three engines work for."""
