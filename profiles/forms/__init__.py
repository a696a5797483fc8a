"""What may be sent about members."""
