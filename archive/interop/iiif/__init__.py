"""IIIF: images by address, and what is written about them."""
