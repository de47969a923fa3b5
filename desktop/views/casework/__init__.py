"""What the pages about applications share: an application as a row, its words, the dialog of an action."""
