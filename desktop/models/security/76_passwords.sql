-- Until when a password that is given now holds: so many days as the setting says, else for ever.
CREATE OR REPLACE FUNCTION app.password_until() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  days text := app.setting_value('password.valid_days', app.today());
BEGIN
  IF coalesce(days, '') !~ '^[1-9]\d{0,2}$' THEN
    RETURN 'infinity';
  END IF;
  RETURN to_char((app.now() + make_interval(days => days::integer)) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00';
END $$;
