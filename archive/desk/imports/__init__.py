"""Records by the spreadsheet: bring, read the report, import, undo; templates and exports."""
