-- What users bring along from elsewhere. Twin of migrations/sqlite/2026-11-22-000006_imported_passwords.

-- A hash made by another system, as JSON; while it is there, `hash` is empty. Gone with the first login.
ALTER TABLE password_credentials ADD COLUMN imported TEXT;
-- The secret of an authenticator app, sealed with the server's secret.
ALTER TABLE mfa_enrollments ADD COLUMN secret TEXT;
