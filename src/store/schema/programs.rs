//! The tables that programs alone read and write, by the Management API.

diesel::table! {
    email_templates (tenant_id, template) {
        tenant_id -> Text,
        template -> Text,
        settings -> Text,
    }
}

diesel::table! {
    email_providers (tenant_id) {
        tenant_id -> Text,
        settings -> Text,
        credentials -> Text,
    }
}
