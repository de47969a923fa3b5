"""Stands before the real PySide6 in the tests of the layers below the views (``pytest --no-qt``)."""

raise ModuleNotFoundError("PySide6 is hidden: what is tested here must work without it", name="PySide6")
