"""The command line: what the desk does, without the desk."""
