"""What is read, as frozen records. The same SQL on both databases; on PostgreSQL row policies narrow it."""
