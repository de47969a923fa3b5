"""The desk: what a clerk sees, in PySide6. Nothing below this package imports Qt."""
