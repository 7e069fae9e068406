"""What is answered, as frozen data: each of these is a schema of the description too."""
