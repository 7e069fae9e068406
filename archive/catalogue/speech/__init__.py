"""What is said in a recording: reading and writing transcripts, and the acts on them."""
