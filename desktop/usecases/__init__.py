"""One function per thing that a person or the worker does; each is one transaction and says what changed."""
