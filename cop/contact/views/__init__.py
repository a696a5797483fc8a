"""The pages of messages, of blocks and of what is reported."""
