-- The same without a program: psql "$PORTAL_DB" -v reference=TRN-2026-000061-5 -v mobile=+962791234567 -f withdrawal.sql
-- Each call is complete by itself; the worker answers within seconds.
\set body '{"reference": "' :reference '", "mobile": "' :mobile '"}'
SELECT portal.withdraw(:'body', 'example-' || :'reference') AS number;
SELECT portal.receipt('example-' || :'reference');
SELECT portal.status(:'reference', :'mobile');
