DROP INDEX users_named;
DROP INDEX users_unverified;
CREATE INDEX users_unverified ON users (tenant_id, created_at, user_id) WHERE NOT email_verified;
DROP INDEX users_of_connection;
DROP TRIGGER role_tallies_insert ON user_roles;
DROP TRIGGER role_tallies_delete ON user_roles;
DROP TABLE role_tallies;
DROP FUNCTION role_tallies_more();
DROP FUNCTION role_tallies_less();
CREATE TABLE user_totals (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    total BIGINT NOT NULL
);
INSERT INTO user_totals (tenant_id, total)
SELECT t.tenant_id, (SELECT count(*) FROM users u WHERE u.tenant_id = t.tenant_id) FROM tenants t;
CREATE TRIGGER tenants_totals AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION tenants_totals();
CREATE TRIGGER users_total_insert AFTER INSERT ON users REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION users_total();
CREATE TRIGGER users_total_delete AFTER DELETE ON users REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION users_total();
DROP TRIGGER user_tallies_insert ON users;
DROP TRIGGER user_tallies_delete ON users;
DROP TRIGGER user_tallies_update ON users;
DROP TABLE user_tallies;
DROP FUNCTION user_tallies_more();
DROP FUNCTION user_tallies_less();
DROP FUNCTION user_tallies_moved();
DROP FUNCTION user_flags(boolean, bigint, boolean, text);
