-- What may be done with the database as a whole: no temporary objects for anybody, so that none can
-- stand before ours on a search path.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format(
    'GRANT CONNECT ON DATABASE %I TO diwan_staff, diwan_worker_role, diwan_portal_role, diwan_migrator',
    current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS app AUTHORIZATION diwan_owner;
CREATE SCHEMA IF NOT EXISTS portal AUTHORIZATION diwan_owner;
GRANT USAGE, CREATE ON SCHEMA app TO diwan_accounts;
GRANT USAGE ON SCHEMA app TO diwan_staff, diwan_worker_role, diwan_migrator;
GRANT USAGE ON SCHEMA portal TO diwan_portal_role;
ALTER DEFAULT PRIVILEGES FOR ROLE diwan_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE diwan_accounts REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
-- Large objects know no row policies, and anybody could fill the disk with them.
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid), pg_catalog.lo_creat(integer), pg_catalog.lo_from_bytea(oid, bytea),
  pg_catalog.pg_logical_emit_message(boolean, text, text), pg_catalog.pg_logical_emit_message(boolean, text, bytea)
  FROM PUBLIC;
-- Nothing of Diwan takes an advisory lock; anybody could fill the server's lock table with them, or sleep on
-- the lock of a row.
DO $$
DECLARE
  idle regprocedure;
BEGIN
  FOR idle IN SELECT p.oid::regprocedure FROM pg_proc p
               WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '^pg_(try_)?advisory_|^pg_sleep' LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', idle);
  END LOOP;
END $$;
