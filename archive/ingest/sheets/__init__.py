"""Records by the spreadsheet: checked row by row, brought in by batches, undone as a whole."""
