"""Staff: accounts with their jobs and authorities, and who covers whose absence."""

from desktop.views.pages.staff import page

__all__ = ["page"]
