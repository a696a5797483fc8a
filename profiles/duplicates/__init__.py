"""The same person or institution stored twice: found, compared, merged, taken apart again."""
