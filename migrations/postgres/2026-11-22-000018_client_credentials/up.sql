-- Applications that prove who they are with a key of their own (RFC 7523): its public half, and the proofs that were used.
-- Twin of migrations/sqlite/2026-11-22-000018_client_credentials.

CREATE TABLE client_credentials (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kid TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
    PRIMARY KEY (tenant_id, credential_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES applications (tenant_id, client_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX client_credentials_kid ON client_credentials (tenant_id, client_id, kid);

-- A proof is good once: its name is kept until it expires.
CREATE TABLE used_assertions (
    tenant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    name_hash TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    PRIMARY KEY (tenant_id, client_id, name_hash),
    FOREIGN KEY (tenant_id, client_id) REFERENCES applications (tenant_id, client_id) ON DELETE CASCADE
);
CREATE INDEX used_assertions_by_expiry ON used_assertions (expires_at);
