"""What is stored: records, tables, the unit of work, queries, migrations, the database's own rules."""
