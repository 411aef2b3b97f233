-- What programs tell the Management API beyond what the dashboard asks. Twin of
-- migrations/postgres/2026-11-22-000016_programs.

-- Attributes that programs keep with these things; nothing in the house acts on them.
ALTER TABLE applications ADD COLUMN further TEXT NOT NULL DEFAULT '{}';
ALTER TABLE client_grants ADD COLUMN further TEXT NOT NULL DEFAULT '{}';
ALTER TABLE connections ADD COLUMN further TEXT NOT NULL DEFAULT '{}';
ALTER TABLE resource_servers ADD COLUMN further TEXT NOT NULL DEFAULT '{}';
ALTER TABLE tenants ADD COLUMN further TEXT NOT NULL DEFAULT '{}';

-- A job acts in the name of an operator or of an application; `created_by` is the id of either.
ALTER TABLE jobs ADD COLUMN actor_kind TEXT NOT NULL DEFAULT 'operator';

ALTER TABLE user_sessions ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE device_credentials ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
-- The session a refresh token was issued in; it ends with it.
ALTER TABLE device_credentials ADD COLUMN session_id TEXT;

-- Where the page behind a link leads on to, and whether choosing a password there verifies the address too.
ALTER TABLE tickets ADD COLUMN result_url TEXT;
ALTER TABLE tickets ADD COLUMN verifies_email BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE email_templates (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    template TEXT NOT NULL,
    settings TEXT NOT NULL,
    PRIMARY KEY (tenant_id, template)
);

-- A tenant has one provider or none. The credentials are sealed.
CREATE TABLE email_providers (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    settings TEXT NOT NULL,
    credentials TEXT NOT NULL,
    PRIMARY KEY (tenant_id)
);
