-- Long work as rows: claimed by a worker, done in chunks, resumed where it stopped. Twin of
-- migrations/sqlite/2026-11-22-000005_jobs.

CREATE TABLE jobs (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    job_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    parameters TEXT NOT NULL,
    cursor TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    total BIGINT,
    succeeded BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    summary TEXT NOT NULL,
    failure TEXT,
    result_path TEXT,
    cancel_requested BOOLEAN NOT NULL,
    claimed_by TEXT,
    lease_until TIMESTAMP,
    PRIMARY KEY (tenant_id, job_id)
);
CREATE INDEX jobs_by_date ON jobs (tenant_id, created_at, job_id);
-- What a worker looks through: short, however many jobs have been.
CREATE INDEX jobs_open ON jobs (lease_until, created_at) WHERE status IN ('pending', 'processing');

-- What a job works through, and what came of each. A row holds an id and no more of a user.
CREATE TABLE job_items (
    tenant_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    user_id TEXT,
    version BIGINT NOT NULL,
    settled BOOLEAN NOT NULL,
    outcome TEXT,
    detail TEXT,
    PRIMARY KEY (tenant_id, job_id, position),
    FOREIGN KEY (tenant_id, job_id) REFERENCES jobs (tenant_id, job_id) ON DELETE CASCADE
);
-- The exceptions of a job are read without those that went well.
CREATE INDEX job_items_exceptions ON job_items (tenant_id, job_id, outcome, position) WHERE outcome <> 'succeeded';
