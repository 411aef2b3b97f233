ALTER TABLE mfa_enrollments DROP COLUMN secret;
ALTER TABLE password_credentials DROP COLUMN imported;
