"""Documents with known truth: drawn at random over the axes on which real reports differ. Not shipped."""
