"""Text dumps: encodings, and tables by frames, tabs or positions."""
