-- Twin of migrations/sqlite/2026-11-22-000008_tallies.

-- How many users a connection has in each state, kept by triggers: the list's filters know their totals at any size.
-- `flags` adds 1 for blocked, 2 for pending (never logged in) and 4 for an email address that is not verified.
CREATE TABLE user_tallies (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    connection TEXT COLLATE "C" NOT NULL,
    flags INTEGER NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, connection, flags)
);
CREATE FUNCTION user_flags(blocked boolean, logins bigint, verified boolean, email text) RETURNS integer IMMUTABLE
LANGUAGE sql AS $$ SELECT blocked::int + 2 * (logins = 0)::int + 4 * (NOT verified AND email IS NOT NULL)::int $$;
INSERT INTO user_tallies (tenant_id, connection, flags, n)
SELECT tenant_id, connection, user_flags(blocked, logins_count, email_verified, email), count(*) FROM users GROUP BY 1, 2, 3;

-- Once for each statement, so that a bulk insert costs one update; always in the same order, so that two of them do not
-- wait for each other for ever.
CREATE FUNCTION user_tallies_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_tallies AS t (tenant_id, connection, flags, n)
    SELECT tenant_id, connection, user_flags(blocked, logins_count, email_verified, email), count(*)
    FROM came GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (tenant_id, connection, flags) DO UPDATE SET n = t.n + EXCLUDED.n;
    RETURN NULL;
END $$;
CREATE TRIGGER user_tallies_insert AFTER INSERT ON users REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION user_tallies_more();

CREATE FUNCTION user_tallies_less() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE user_tallies t SET n = t.n - c.n
    FROM (SELECT tenant_id, connection, user_flags(blocked, logins_count, email_verified, email) AS flags, count(*) AS n
          FROM went GROUP BY 1, 2, 3) c
    WHERE t.tenant_id = c.tenant_id AND t.connection = c.connection AND t.flags = c.flags;
    RETURN NULL;
END $$;
CREATE TRIGGER user_tallies_delete AFTER DELETE ON users REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION user_tallies_less();

-- A trigger on some columns cannot be told all rows at once, so that this one goes by rows, and by those that matter.
CREATE FUNCTION user_tallies_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_tallies AS t (tenant_id, connection, flags, n)
    SELECT * FROM (VALUES
        (OLD.tenant_id, OLD.connection, user_flags(OLD.blocked, OLD.logins_count, OLD.email_verified, OLD.email), -1),
        (NEW.tenant_id, NEW.connection, user_flags(NEW.blocked, NEW.logins_count, NEW.email_verified, NEW.email), 1)
    ) AS changes ORDER BY 1, 2, 3
    ON CONFLICT (tenant_id, connection, flags) DO UPDATE SET n = t.n + EXCLUDED.n;
    RETURN NULL;
END $$;
CREATE TRIGGER user_tallies_update AFTER UPDATE OF connection, blocked, logins_count, email_verified, email ON users
    FOR EACH ROW WHEN (OLD.connection <> NEW.connection
        OR user_flags(OLD.blocked, OLD.logins_count, OLD.email_verified, OLD.email)
        <> user_flags(NEW.blocked, NEW.logins_count, NEW.email_verified, NEW.email))
    EXECUTE FUNCTION user_tallies_moved();

-- The one total of before is the sum of these.
DROP TRIGGER tenants_totals ON tenants;
DROP TRIGGER users_total_insert ON users;
DROP TRIGGER users_total_delete ON users;
DROP TABLE user_totals;

-- How many users have each role.
CREATE TABLE role_tallies (
    tenant_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, role_id),
    FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, role_id) ON DELETE CASCADE
);
INSERT INTO role_tallies (tenant_id, role_id, n) SELECT tenant_id, role_id, count(*) FROM user_roles GROUP BY 1, 2;
CREATE FUNCTION role_tallies_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO role_tallies AS t (tenant_id, role_id, n)
    SELECT tenant_id, role_id, count(*) FROM came GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (tenant_id, role_id) DO UPDATE SET n = t.n + EXCLUDED.n;
    RETURN NULL;
END $$;
CREATE TRIGGER role_tallies_insert AFTER INSERT ON user_roles REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION role_tallies_more();
CREATE FUNCTION role_tallies_less() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE role_tallies t SET n = t.n - c.n
    FROM (SELECT tenant_id, role_id, count(*) AS n FROM went GROUP BY 1, 2) c
    WHERE t.tenant_id = c.tenant_id AND t.role_id = c.role_id;
    RETURN NULL;
END $$;
CREATE TRIGGER role_tallies_delete AFTER DELETE ON user_roles REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION role_tallies_less();

-- A connection's users, newest first.
CREATE INDEX users_of_connection ON users (tenant_id, connection, created_at, user_id);
-- Only those whom the filter means: many without an email address would be walked for nothing.
DROP INDEX users_unverified;
CREATE INDEX users_unverified ON users (tenant_id, created_at, user_id) WHERE NOT email_verified AND email IS NOT NULL;
-- Who is found by a name: those who stand in the list under another attribute are not.
CREATE INDEX users_named ON users (tenant_id, name_key, user_id) WHERE name IS NOT NULL;
