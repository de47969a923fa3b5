"""What a supervisor oversees: who has how much, what is late and where, and what a month brought."""

from desktop.views.pages.overview import page

__all__ = ["page"]
