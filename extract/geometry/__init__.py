"""Pages, glyphs, words, rules and cells as they lie on a page: what PDF readers and tables by alignment share."""
