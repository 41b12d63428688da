"""Tables told from alignment, where rules are few or none."""
