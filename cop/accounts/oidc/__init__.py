"""Signing in with an account elsewhere: OpenID Connect, as far as it needs no database."""
