-- The name by which the house was called when an event happened.
-- Twin of migrations/postgres/2026-11-22-000022_log_hostname.

ALTER TABLE log_events ADD COLUMN hostname TEXT;
