-- Which years are archived, and whether one is put away, is no secret; partitions have no privileges at all.
GRANT SELECT ON app.archived_year TO diwan_staff, diwan_worker_role;
GRANT EXECUTE ON FUNCTION app.document_url(bigint) TO diwan_staff, diwan_worker_role;
