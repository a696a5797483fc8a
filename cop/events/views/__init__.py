"""The pages and files of meetings."""
