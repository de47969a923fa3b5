-- The rows that belong to a login, for the functions that make logins.

-- An account of the staff whose role is an ordinary one.
CREATE OR REPLACE FUNCTION app.is_made_here(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.staff s JOIN pg_roles r ON r.rolname = s.login
                  WHERE s.login = wanted AND NOT r.rolsuper AND NOT r.rolcreaterole
                    AND NOT r.rolbypassrls
                    AND NOT EXISTS (SELECT FROM app.staff_grant g WHERE g.login = s.login AND g.job = 'worker'));
END $$;

CREATE OR REPLACE FUNCTION app.enter_staff(new_login text, name_ar text, name_en text, workstation text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  data jsonb := jsonb_build_object('login', new_login, 'name_ar', name_ar, 'name_en', name_en);
BEGIN
  INSERT INTO app.staff (login, name_ar, name_en, active)
  VALUES (new_login, app.given(data, 'name_ar', 200), app.given(data, 'name_en', 200), true);
  RETURN app.record_office('staff', data, app.bounded(workstation, 200, 'workstation'));
END $$;
