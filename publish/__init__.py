"""What people open: CSV files, a data package, frames, workbooks; each made from the views of an archive."""
