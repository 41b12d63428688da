"""PDF files, by pdfium or pdfplumber."""
