"""What is installed, and the guides that say how."""
