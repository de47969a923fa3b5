-- What a session has set for itself has no say in what runs as somebody else. With standard_conforming_strings
-- off the backslashes of every pattern below would be read another way.
DO $$
DECLARE
  ours regprocedure;
BEGIN
  FOR ours IN SELECT p.oid::regprocedure FROM pg_proc p
               WHERE p.pronamespace IN ('app'::regnamespace, 'portal'::regnamespace)
                 AND p.proowner = 'diwan_owner'::regrole AND p.proconfig IS NOT NULL LOOP
    EXECUTE format('ALTER FUNCTION %s SET standard_conforming_strings = on', ours);
  END LOOP;
END $$;
