"""Frozen records: what crosses threads, enters the engine and reaches the views. No SQLAlchemy here."""
