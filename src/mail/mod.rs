//! Mails: written by a verb into the outbox in its own transaction, sent later.
