-- The cluster's roles. Nobody logs in as one of them; people and services are members.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM (VALUES
      ('diwan_owner', 'NOLOGIN'),
      -- Owns the two functions that make logins, so that no administrator needs CREATEROLE.
      ('diwan_accounts', 'NOLOGIN CREATEROLE'),
      ('diwan_migrator', 'NOLOGIN NOINHERIT'),
      ('diwan_staff', 'NOLOGIN'),
      ('diwan_clerk', 'NOLOGIN'),
      ('diwan_supervisor', 'NOLOGIN'),
      ('diwan_admin', 'NOLOGIN'),
      ('diwan_worker_role', 'NOLOGIN'),
      ('diwan_portal_role', 'NOLOGIN')) AS roles (name, attributes)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
      EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
    END IF;
  END LOOP;
END $$;
GRANT diwan_staff TO diwan_clerk, diwan_supervisor, diwan_admin;
GRANT diwan_owner TO diwan_migrator;
GRANT diwan_staff, diwan_clerk, diwan_supervisor, diwan_admin TO diwan_accounts WITH ADMIN OPTION;
-- To see who holds the others up, and to end them: app.end_hoarders alone.
GRANT pg_read_all_stats, pg_signal_backend TO diwan_accounts;
