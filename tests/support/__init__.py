"""What the tests share: a throw-away PostgreSQL, guards, and the table of clauses."""
