"""Large tables: rows come from the database a page at a time, already written as text."""
