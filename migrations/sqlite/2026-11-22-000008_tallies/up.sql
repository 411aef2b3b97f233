-- Twin of migrations/postgres/2026-11-22-000008_tallies.

-- How many users a connection has in each state, kept by triggers: the list's filters know their totals at any size.
-- `flags` adds 1 for blocked, 2 for pending (never logged in) and 4 for an email address that is not verified.
CREATE TABLE user_tallies (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    connection TEXT NOT NULL,
    flags INTEGER NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, connection, flags)
);
INSERT INTO user_tallies (tenant_id, connection, flags, n)
SELECT tenant_id, connection, blocked + 2 * (logins_count = 0) + 4 * (NOT email_verified AND email IS NOT NULL), count(*)
FROM users GROUP BY 1, 2, 3;

CREATE TRIGGER user_tallies_insert AFTER INSERT ON users BEGIN
    INSERT INTO user_tallies (tenant_id, connection, flags, n)
    VALUES (new.tenant_id, new.connection, new.blocked + 2 * (new.logins_count = 0) + 4 * (NOT new.email_verified AND new.email IS NOT NULL), 1)
    ON CONFLICT (tenant_id, connection, flags) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER user_tallies_delete AFTER DELETE ON users BEGIN
    UPDATE user_tallies SET n = n - 1 WHERE tenant_id = old.tenant_id AND connection = old.connection
    AND flags = old.blocked + 2 * (old.logins_count = 0) + 4 * (NOT old.email_verified AND old.email IS NOT NULL);
END;
CREATE TRIGGER user_tallies_update AFTER UPDATE OF connection, blocked, logins_count, email_verified, email ON users
WHEN old.connection <> new.connection
    OR old.blocked + 2 * (old.logins_count = 0) + 4 * (NOT old.email_verified AND old.email IS NOT NULL)
    <> new.blocked + 2 * (new.logins_count = 0) + 4 * (NOT new.email_verified AND new.email IS NOT NULL)
BEGIN
    UPDATE user_tallies SET n = n - 1 WHERE tenant_id = old.tenant_id AND connection = old.connection
    AND flags = old.blocked + 2 * (old.logins_count = 0) + 4 * (NOT old.email_verified AND old.email IS NOT NULL);
    INSERT INTO user_tallies (tenant_id, connection, flags, n)
    VALUES (new.tenant_id, new.connection, new.blocked + 2 * (new.logins_count = 0) + 4 * (NOT new.email_verified AND new.email IS NOT NULL), 1)
    ON CONFLICT (tenant_id, connection, flags) DO UPDATE SET n = n + 1;
END;

-- The one total of before is the sum of these.
DROP TRIGGER tenants_totals;
DROP TRIGGER users_total_insert;
DROP TRIGGER users_total_delete;
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
CREATE TRIGGER role_tallies_insert AFTER INSERT ON user_roles BEGIN
    INSERT INTO role_tallies (tenant_id, role_id, n) VALUES (new.tenant_id, new.role_id, 1)
    ON CONFLICT (tenant_id, role_id) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER role_tallies_delete AFTER DELETE ON user_roles BEGIN
    UPDATE role_tallies SET n = n - 1 WHERE tenant_id = old.tenant_id AND role_id = old.role_id;
END;

-- A connection's users, newest first.
CREATE INDEX users_of_connection ON users (tenant_id, connection, created_at, user_id);
-- Only those whom the filter means: many without an email address would be walked for nothing.
DROP INDEX users_unverified;
CREATE INDEX users_unverified ON users (tenant_id, created_at, user_id) WHERE NOT email_verified AND email IS NOT NULL;
-- Who is found by a name: those who stand in the list under another attribute are not.
CREATE INDEX users_named ON users (tenant_id, name_key, user_id) WHERE name IS NOT NULL;

-- Words of many users are gathered before they are written: fewer pieces to merge when users come in bulk.
INSERT INTO users_search (users_search, rank) VALUES ('hashsize', 8388608);
