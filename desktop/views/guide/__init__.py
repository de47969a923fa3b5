"""Help at the desk: the manual at the page in view, the first tour, what is new."""
