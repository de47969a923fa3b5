"""The municipality's reference data as a new database starts with it."""
