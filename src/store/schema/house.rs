//! The tables of the house itself: operators, how they sign in, and what keeps everything tidy.

diesel::table! {
    operators (operator_id) {
        operator_id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        is_demo -> Bool,
        created_at -> Timestamp,
        last_sign_in_at -> Nullable<Timestamp>,
        time_zone -> Text,
    }
}

diesel::table! {
    operator_memberships (tenant_id, operator_id) {
        tenant_id -> Text,
        operator_id -> Text,
        role -> Text,
    }
}

diesel::table! {
    operator_sessions (id_hash) {
        id_hash -> Text,
        operator_id -> Nullable<Text>,
        state -> Text,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_throttles (throttle_key) {
        throttle_key -> Text,
        failures -> Integer,
        last_failed_at -> Timestamp,
        locked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    operator_tickets (tenant_id, token_hash) {
        tenant_id -> Text,
        token_hash -> Text,
        operator_id -> Text,
        email -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    upkeep (task) {
        task -> Text,
        due_at -> Timestamp,
    }
}
