-- Every privilege, function, policy, trigger and role of the central database, one line each.
SELECT 'table ' || c.relname || ': ' || r.who || ' ' || string_agg(a.privilege_type, ',' ORDER BY a.privilege_type)
  FROM pg_class c, aclexplode(c.relacl) a, LATERAL (
       SELECT CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END AS who) r
 WHERE c.relnamespace = 'app'::regnamespace AND r.who <> 'diwan_owner'
 GROUP BY c.relname, r.who
UNION ALL
SELECT 'columns ' || c.relname || ': ' || pg_get_userbyid(a.grantee) || ' ' || a.privilege_type || ' '
       || string_agg(t.attname, ',' ORDER BY t.attnum)
  FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
 WHERE c.relnamespace = 'app'::regnamespace
 GROUP BY c.relname, a.grantee, a.privilege_type
UNION ALL
SELECT 'schema ' || n.nspname || ': ' || r.who || ' ' || string_agg(a.privilege_type, ',' ORDER BY a.privilege_type)
  FROM pg_namespace n, aclexplode(n.nspacl) a, LATERAL (
       SELECT CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END AS who) r
 WHERE n.nspname IN ('app', 'portal', 'public') AND r.who NOT IN ('diwan_owner', 'pg_database_owner')
 GROUP BY n.nspname, r.who
UNION ALL
SELECT 'database: ' || r.who || ' ' || string_agg(a.privilege_type, ',' ORDER BY a.privilege_type)
  FROM pg_database d, aclexplode(d.datacl) a, LATERAL (
       SELECT CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END AS who) r
 WHERE d.datname = current_database() AND r.who <> 'postgres'
 GROUP BY r.who
UNION ALL
SELECT 'function ' || p.oid::regprocedure || ': ' || coalesce(string_agg(r.who, ',' ORDER BY r.who), 'nobody')
       || CASE WHEN p.prosecdef THEN ' (as ' || pg_get_userbyid(p.proowner) || ')' ELSE '' END
  FROM pg_proc p LEFT JOIN LATERAL (
       SELECT CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END AS who
         FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a) r
    ON r.who <> pg_get_userbyid(p.proowner)
 WHERE p.pronamespace IN ('app'::regnamespace, 'portal'::regnamespace)
 GROUP BY p.oid, p.prosecdef, p.proowner
UNION ALL
SELECT 'policy ' || tablename || '.' || policyname || ': ' || cmd || ' to ' || array_to_string(roles, ',')
  FROM pg_policies WHERE schemaname = 'app'
UNION ALL
SELECT 'without policies: ' || string_agg(c.relname, ',' ORDER BY c.relname)
  FROM pg_class c
 WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity
UNION ALL
SELECT 'trigger ' || c.relname || '.' || t.tgname || ': ' || CASE t.tgenabled WHEN 'A' THEN 'always' ELSE 'not always' END
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND c.relnamespace = 'app'::regnamespace
UNION ALL
SELECT 'role ' || r.rolname || ': ' || concat_ws(' ',
       CASE WHEN r.rolcanlogin THEN 'login' ELSE 'no login' END, CASE WHEN r.rolsuper THEN 'superuser' END,
       CASE WHEN r.rolcreaterole THEN 'createrole' END, CASE WHEN r.rolbypassrls THEN 'bypassrls' END,
       'in ' || nullif((SELECT string_agg(g.rolname, ',' ORDER BY g.rolname) FROM pg_auth_members m
                          JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid AND g.rolname ~ '^(diwan|pg)_'
                          AND g.rolname <> 'diwan_worker'), ''))
  FROM pg_roles r WHERE starts_with(r.rolname, 'diwan_') AND r.rolname <> 'diwan_worker'
