"""Services as data, and the pure engine that decides from them. Knows neither Qt nor SQLAlchemy."""
