"""A reader for tests: a file whose first word is a seed is a table drawn from it; other words make things happen."""
