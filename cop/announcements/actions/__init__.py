"""What can be done with announcements, and with the mails they come by."""
