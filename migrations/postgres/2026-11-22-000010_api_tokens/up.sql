-- What programs need to call the Management API: keys that sign tokens, and what each application may ask of which API.
-- Twin of migrations/sqlite/2026-11-22-000010_api_tokens.

CREATE TABLE signing_keys (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    kid TEXT NOT NULL,
    -- next, current, previous or revoked
    state TEXT NOT NULL,
    modulus TEXT NOT NULL,
    exponent TEXT NOT NULL,
    certificate TEXT NOT NULL,
    sealed_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    current_since TIMESTAMP,
    current_until TIMESTAMP,
    revoked_at TIMESTAMP,
    PRIMARY KEY (tenant_id, kid)
);
CREATE UNIQUE INDEX signing_keys_in_use ON signing_keys (tenant_id, state) WHERE state IN ('current', 'next');

ALTER TABLE resource_servers ADD COLUMN is_system BOOLEAN NOT NULL DEFAULT FALSE;
-- A tenant has one API of Gatehouse's own.
CREATE UNIQUE INDEX resource_servers_system ON resource_servers (tenant_id) WHERE is_system;

CREATE TABLE client_grants (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    resource_server_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (tenant_id, grant_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES applications (tenant_id, client_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, resource_server_id) REFERENCES resource_servers (tenant_id, resource_server_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX client_grants_pair ON client_grants (tenant_id, client_id, resource_server_id);
CREATE INDEX client_grants_by_api ON client_grants (tenant_id, resource_server_id);

ALTER TABLE tenants ADD COLUMN limits_results BOOLEAN NOT NULL DEFAULT FALSE;
