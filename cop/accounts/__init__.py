"""Who is calling: accounts, sessions and roles."""
