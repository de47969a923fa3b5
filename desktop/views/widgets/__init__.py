"""The parts that pages are built from; none of them knows an application, a service or a database."""
