"""The text of pages: correcting it beside the image, checking it, seeing what it was before."""
