"""Many files: walk over them, read each in a child process, keep the results, go on where a run stopped."""
