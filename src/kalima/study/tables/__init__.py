"""Results as tables, and tables as files: CSV, TSV, JSON, XLSX, Markdown and HTML."""
