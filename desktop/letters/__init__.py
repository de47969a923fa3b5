"""Letters: text in, PDF bytes out, with the proof that they are genuine (COM-11, VER-01)."""
