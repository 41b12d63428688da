"""What people see of the command line: its options, its tables of findings, its progress."""
