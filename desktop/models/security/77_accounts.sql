-- run as: diwan_accounts
-- Logins. These functions belong to a role that may make roles and cannot log in, so that no administrator
-- holds CREATEROLE, with which one could become anybody.

CREATE OR REPLACE FUNCTION app.require_verifier(verifier text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(verifier, '') !~ '^SCRAM-SHA-256\$\d{4,6}:[A-Za-z0-9+/=]{20,60}\$[A-Za-z0-9+/=]{40,60}:[A-Za-z0-9+/=]{40,60}$' THEN
    RAISE EXCEPTION 'invalid value: password' USING ERRCODE = 'DWINV', DETAIL = 'password';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.create_staff(
  login text, name_ar text, name_en text, scram_verifier text, workstation text DEFAULT '') RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT app.is_admin() THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'DW403', DETAIL = 'create_staff';
  END IF;
  IF coalesce(login, '') !~ '^[a-z][a-z0-9_.]{1,40}$' OR login ~ '^(pg_|diwan)'
     OR EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
    RAISE EXCEPTION 'invalid value: login' USING ERRCODE = 'DWINV', DETAIL = 'login';
  END IF;
  PERFORM app.require_verifier(scram_verifier);
  EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L VALID UNTIL %L CONNECTION LIMIT 10 IN ROLE diwan_staff',
                 login, scram_verifier, app.password_until());
  EXECUTE format('ALTER ROLE %I SET statement_timeout = ''15s''', login);
  EXECUTE format('ALTER ROLE %I SET lock_timeout = ''3s''', login);
  EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''60s''', login);
  RETURN app.enter_staff(login, name_ar, name_en, workstation);
END $$;

-- One's own password, or anybody's by an administrator; the password itself never reaches the server.
CREATE OR REPLACE FUNCTION app.set_password(login text, scram_verifier text, workstation text DEFAULT '')
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF login IS DISTINCT FROM session_user::text AND NOT app.is_admin() THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'DW403', DETAIL = 'set_password';
  END IF;
  PERFORM app.require_verifier(scram_verifier);
  IF NOT app.is_made_here(login) THEN
    RAISE EXCEPTION 'invalid value: login' USING ERRCODE = 'DWINV', DETAIL = 'login';
  END IF;
  EXECUTE format('ALTER ROLE %I PASSWORD %L VALID UNTIL %L', login, scram_verifier, app.password_until());
  RETURN app.record_office('password', jsonb_build_object('login', login), workstation);
END $$;

-- The group role of a job; what it may do is decided by the dated grants.
CREATE OR REPLACE FUNCTION app.give_job_role(login text, job text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF job IN ('clerk', 'supervisor', 'admin') AND app.is_made_here(login) THEN
    EXECUTE format('GRANT %I TO %I', 'diwan_' || job, login);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.allow_login(login text, allowed boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF app.is_made_here(login) THEN
    EXECUTE format('ALTER ROLE %I %s', login, CASE WHEN allowed THEN 'LOGIN' ELSE 'NOLOGIN' END);
  END IF;
END $$;

-- For the worker: ends the sessions of staff whose transaction is open for five minutes, which no desk's ever
-- is, and says whose they were. Their time limits are theirs to switch off; a number, a case or the office's
-- chain that they hold keeps everybody else waiting.
CREATE OR REPLACE FUNCTION app.end_hoarders() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT app.is_worker() THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'DW403', DETAIL = 'end_hoarders';
  END IF;
  -- Of an older installation, until a superuser has upgraded its roles.
  IF NOT pg_has_role(current_user, 'pg_signal_backend', 'MEMBER') THEN
    RETURN;
  END IF;
  RETURN QUERY
    -- Found first: nothing is ended while it is still being asked whose it is.
    WITH hoarders AS MATERIALIZED (
      SELECT a.pid, a.usename::text AS login
        FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
       WHERE a.datname = current_database() AND NOT r.rolsuper AND pg_has_role(r.oid, 'diwan_staff', 'MEMBER')
         AND a.xact_start < clock_timestamp() - interval '5 minutes' AND a.pid <> pg_backend_pid())
    SELECT h.login FROM hoarders h WHERE pg_terminate_backend(h.pid);
END $$;
REVOKE ALL ON FUNCTION app.give_job_role(text, text), app.allow_login(text, boolean), app.require_verifier(text),
  app.create_staff(text, text, text, text, text), app.set_password(text, text, text), app.end_hoarders() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.end_hoarders() TO diwan_worker_role;
GRANT EXECUTE ON FUNCTION app.give_job_role(text, text), app.allow_login(text, boolean) TO diwan_owner;
GRANT EXECUTE ON FUNCTION app.create_staff(text, text, text, text, text) TO diwan_admin;
GRANT EXECUTE ON FUNCTION app.set_password(text, text, text) TO diwan_staff;
