"""Tables of dumps by position (`pdftotext -layout` and the like): columns, rows and heads from where words stand."""
