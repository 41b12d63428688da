"""The words that all stages share: documents, reports, findings and forms."""
