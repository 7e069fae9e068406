"""One record: its description, its pages, its recording, how to cite it."""
