INSERT INTO users_search (users_search, rank) VALUES ('hashsize', 1048576);
DROP INDEX users_named;
DROP INDEX users_unverified;
CREATE INDEX users_unverified ON users (tenant_id, created_at, user_id) WHERE NOT email_verified;
DROP INDEX users_of_connection;
DROP TRIGGER role_tallies_insert;
DROP TRIGGER role_tallies_delete;
DROP TABLE role_tallies;
CREATE TABLE user_totals (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    total BIGINT NOT NULL
);
INSERT INTO user_totals (tenant_id, total)
SELECT t.tenant_id, (SELECT count(*) FROM users u WHERE u.tenant_id = t.tenant_id) FROM tenants t;
CREATE TRIGGER tenants_totals AFTER INSERT ON tenants BEGIN
    INSERT INTO user_totals (tenant_id, total) VALUES (new.tenant_id, 0);
END;
CREATE TRIGGER users_total_insert AFTER INSERT ON users BEGIN
    UPDATE user_totals SET total = total + 1 WHERE tenant_id = new.tenant_id;
END;
CREATE TRIGGER users_total_delete AFTER DELETE ON users BEGIN
    UPDATE user_totals SET total = total - 1 WHERE tenant_id = old.tenant_id;
END;
DROP TRIGGER user_tallies_insert;
DROP TRIGGER user_tallies_delete;
DROP TRIGGER user_tallies_update;
DROP TABLE user_tallies;
