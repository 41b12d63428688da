"""Dumps that keep neither cells nor positions: the best path through a row of words."""
