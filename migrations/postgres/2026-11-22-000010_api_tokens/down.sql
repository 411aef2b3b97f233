ALTER TABLE tenants DROP COLUMN limits_results;
DROP TABLE client_grants;
DROP INDEX resource_servers_system;
ALTER TABLE resource_servers DROP COLUMN is_system;
DROP TABLE signing_keys;
