"""What must be there before an address has something to say: a mail, a photo, a token, a pair."""
