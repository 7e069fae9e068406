"""The bytes a reader is given: pictures of pages, sound, downloads. All of it asks the gate."""
