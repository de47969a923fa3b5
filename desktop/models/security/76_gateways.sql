-- How the gateways are reached. The whole of the settings is judged by the program; kept out here is what would
-- harm: an address that is not encrypted, and secrets, which everybody who works here could read. The same in
-- desktop/models/gateway_rules.py.

CREATE OR REPLACE FUNCTION app.change_gateway(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  which text := app.given(data, 'gateway', 20);
  wanted jsonb := data -> 'settings';
BEGIN
  IF which NOT IN ('sms', 'payments', 'portal', 'registers') THEN
    PERFORM app.refuse('DWINV', 'gateway');
  END IF;
  IF data -> 'removed' = 'true' THEN
    DELETE FROM app.gateway_setting g WHERE g.gateway = which;
    IF NOT FOUND THEN
      PERFORM app.refuse('DWINV', 'gateway');
    END IF;
    RETURN;
  END IF;
  IF coalesce(jsonb_typeof(wanted), '') <> 'object' THEN
    PERFORM app.refuse('DWINV', 'settings');
  END IF;
  IF coalesce(jsonb_typeof(wanted -> 'address'), '') <> 'string' OR wanted ->> 'address'
     !~ '^(https://[^\s/@?#]+|http://(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?)(/[^\s@?#]*)?$' THEN
    PERFORM app.refuse('DWINV', 'address');
  END IF;
  IF wanted ? 'credential' AND (jsonb_typeof(wanted -> 'credential') <> 'string'
                                OR wanted ->> 'credential' !~ '^[A-Za-z0-9._-]{0,60}$') THEN
    PERFORM app.refuse('DWINV', 'credential');
  END IF;
  IF wanted ? 'constants' AND jsonb_typeof(wanted -> 'constants') <> 'object' THEN
    PERFORM app.refuse('DWINV', 'constants');
  END IF;
  IF EXISTS (SELECT FROM jsonb_object_keys(coalesce(wanted -> 'constants', '{}')) AS k
              WHERE k ~* 'pass|pwd|secret|token|credential|api.?key') THEN
    PERFORM app.refuse('DWINV', 'constants');
  END IF;
  INSERT INTO app.gateway_setting (gateway, settings) VALUES (which, app.canonical(wanted))
  ON CONFLICT (gateway) DO UPDATE SET settings = excluded.settings;
END $$;
