"""The search index as its administrator sees it: which engine, how fresh, making it anew."""
