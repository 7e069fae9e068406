"""Nhân Chứng: an archive of documents and witnesses. ARCHITECTURE.md says how the rooms lie."""
