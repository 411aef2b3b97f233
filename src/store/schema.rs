//! The tables as diesel sees them: written by hand, held equal to both sets of migrations by `tests/suite/schema.rs`.

mod house;
mod programs;

pub use house::*;
pub use programs::*;

diesel::table! {
    tenants (tenant_id) {
        tenant_id -> Text,
        name -> Text,
        created_at -> Timestamp,
        is_default -> Bool,
        sign_in_as_user -> Bool,
        log_retention_days -> Integer,
        deleted_user_days -> Integer,
        limits_results -> Bool,
        further -> Text,
    }
}

diesel::table! {
    user_tallies (tenant_id, connection, flags) {
        tenant_id -> Text,
        connection -> Text,
        flags -> Integer,
        n -> BigInt,
    }
}

diesel::table! {
    role_tallies (tenant_id, role_id) {
        tenant_id -> Text,
        role_id -> Text,
        n -> BigInt,
    }
}

diesel::table! {
    applications (tenant_id, client_id) {
        tenant_id -> Text,
        client_id -> Text,
        name -> Text,
        description -> Text,
        kind -> Text,
        callbacks -> Text,
        logout_urls -> Text,
        origins -> Text,
        client_secret_hash -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
        further -> Text,
    }
}

diesel::table! {
    connections (tenant_id, connection_id) {
        tenant_id -> Text,
        connection_id -> Text,
        name -> Text,
        strategy -> Text,
        display_name -> Text,
        options -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
        further -> Text,
    }
}

diesel::table! {
    connection_applications (tenant_id, connection_id, client_id) {
        tenant_id -> Text,
        connection_id -> Text,
        client_id -> Text,
    }
}

diesel::table! {
    resource_servers (tenant_id, resource_server_id) {
        tenant_id -> Text,
        resource_server_id -> Text,
        name -> Text,
        identifier -> Text,
        is_system -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
        further -> Text,
    }
}

diesel::table! {
    permissions (tenant_id, resource_server_id, name) {
        tenant_id -> Text,
        resource_server_id -> Text,
        name -> Text,
        description -> Text,
    }
}

diesel::table! {
    roles (tenant_id, role_id) {
        tenant_id -> Text,
        role_id -> Text,
        name -> Text,
        description -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    role_permissions (tenant_id, role_id, resource_server_id, permission_name) {
        tenant_id -> Text,
        role_id -> Text,
        resource_server_id -> Text,
        permission_name -> Text,
    }
}

diesel::table! {
    users (tenant_id, user_id) {
        tenant_id -> Text,
        user_id -> Text,
        seq -> BigInt,
        connection -> Text,
        strategy -> Text,
        email -> Nullable<Text>,
        email_verified -> Bool,
        username -> Nullable<Text>,
        phone_number -> Nullable<Text>,
        phone_verified -> Bool,
        name -> Nullable<Text>,
        given_name -> Nullable<Text>,
        family_name -> Nullable<Text>,
        nickname -> Nullable<Text>,
        picture -> Nullable<Text>,
        user_metadata -> Text,
        app_metadata -> Text,
        profile -> Text,
        blocked -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        last_login -> Nullable<Timestamp>,
        last_ip -> Nullable<Text>,
        logins_count -> BigInt,
        last_password_reset -> Nullable<Timestamp>,
        multifactor_last_modified -> Nullable<Timestamp>,
        name_key -> Text,
        search_text -> Text,
        version -> BigInt,
        last_login_key -> Timestamp,
        status_rank -> Integer,
    }
}

diesel::table! {
    deleted_users (tenant_id, deletion_id) {
        tenant_id -> Text,
        deletion_id -> Text,
        user_id -> Text,
        name -> Text,
        email -> Nullable<Text>,
        email_key -> Text,
        connection -> Text,
        strategy -> Text,
        deleted_at -> Timestamp,
        deleted_by -> Nullable<Text>,
        restorable_until -> Timestamp,
        document -> Text,
    }
}

diesel::table! {
    identities (tenant_id, provider, provider_user_id) {
        tenant_id -> Text,
        provider -> Text,
        provider_user_id -> Text,
        user_id -> Text,
        position -> Integer,
        connection -> Text,
        is_social -> Bool,
        login_email -> Nullable<Text>,
        login_username -> Nullable<Text>,
        profile_data -> Text,
    }
}

diesel::table! {
    password_credentials (tenant_id, provider, provider_user_id) {
        tenant_id -> Text,
        provider -> Text,
        provider_user_id -> Text,
        hash -> Text,
        changed_at -> Timestamp,
        must_change -> Bool,
        imported -> Nullable<Text>,
    }
}

diesel::table! {
    user_roles (tenant_id, user_id, role_id) {
        tenant_id -> Text,
        user_id -> Text,
        role_id -> Text,
        assigned_at -> Timestamp,
    }
}

diesel::table! {
    user_permissions (tenant_id, user_id, resource_server_id, permission_name) {
        tenant_id -> Text,
        user_id -> Text,
        resource_server_id -> Text,
        permission_name -> Text,
        assigned_at -> Timestamp,
    }
}

diesel::table! {
    device_credentials (tenant_id, device_id) {
        tenant_id -> Text,
        device_id -> Text,
        user_id -> Text,
        client_id -> Text,
        device_name -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        metadata -> Text,
        session_id -> Nullable<Text>,
    }
}

diesel::table! {
    grants (tenant_id, grant_id) {
        tenant_id -> Text,
        grant_id -> Text,
        user_id -> Text,
        client_id -> Text,
        audience -> Text,
        scopes -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    mfa_enrollments (tenant_id, enrollment_id) {
        tenant_id -> Text,
        enrollment_id -> Text,
        user_id -> Text,
        kind -> Text,
        name -> Text,
        identifier -> Nullable<Text>,
        secret_hash -> Nullable<Text>,
        enrolled_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        secret -> Nullable<Text>,
    }
}

diesel::table! {
    user_sessions (tenant_id, session_id) {
        tenant_id -> Text,
        session_id -> Text,
        user_id -> Text,
        client_id -> Nullable<Text>,
        created_at -> Timestamp,
        last_active_at -> Timestamp,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        metadata -> Text,
    }
}

diesel::table! {
    tickets (tenant_id, token_hash) {
        tenant_id -> Text,
        token_hash -> Text,
        kind -> Text,
        user_id -> Text,
        email -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        result_url -> Nullable<Text>,
        verifies_email -> Bool,
    }
}

diesel::table! {
    log_events (tenant_id, log_id) {
        tenant_id -> Text,
        log_id -> Text,
        date -> Timestamp,
        #[sql_name = "type"]
        type_ -> Text,
        description -> Nullable<Text>,
        user_id -> Nullable<Text>,
        user_name -> Nullable<Text>,
        connection -> Nullable<Text>,
        strategy -> Nullable<Text>,
        client_id -> Nullable<Text>,
        client_name -> Nullable<Text>,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        country_code -> Nullable<Text>,
        country -> Nullable<Text>,
        city -> Nullable<Text>,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        actor_name -> Nullable<Text>,
        diff -> Text,
        details -> Text,
        hostname -> Nullable<Text>,
    }
}

diesel::table! {
    outbox (tenant_id, mail_id) {
        tenant_id -> Text,
        mail_id -> Text,
        kind -> Text,
        user_id -> Nullable<Text>,
        recipient -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        due_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    former_passwords (tenant_id, provider, provider_user_id, number) {
        tenant_id -> Text,
        provider -> Text,
        provider_user_id -> Text,
        number -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    remembered_browsers (tenant_id, token_hash) {
        tenant_id -> Text,
        token_hash -> Text,
        user_id -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
    }
}

diesel::table! {
    user_search_values (tenant_id, path, value_text, user_id) {
        tenant_id -> Text,
        path -> Text,
        value_text -> Text,
        user_id -> Text,
        value_num -> Nullable<Double>,
    }
}

diesel::table! {
    search_backfill (tenant_id) {
        tenant_id -> Text,
        after_user_id -> Text,
    }
}

diesel::table! {
    user_views (tenant_id, view_id) {
        tenant_id -> Text,
        view_id -> Text,
        name -> Text,
        query -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    jobs (tenant_id, job_id) {
        tenant_id -> Text,
        job_id -> Text,
        kind -> Text,
        title -> Text,
        status -> Text,
        parameters -> Text,
        cursor -> Text,
        created_by -> Text,
        created_by_name -> Text,
        created_at -> Timestamp,
        started_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        total -> Nullable<BigInt>,
        succeeded -> BigInt,
        skipped -> BigInt,
        failed -> BigInt,
        summary -> Text,
        failure -> Nullable<Text>,
        result_path -> Nullable<Text>,
        cancel_requested -> Bool,
        claimed_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        actor_kind -> Text,
    }
}

diesel::table! {
    job_items (tenant_id, job_id, position) {
        tenant_id -> Text,
        job_id -> Text,
        position -> BigInt,
        user_id -> Nullable<Text>,
        version -> BigInt,
        settled -> Bool,
        outcome -> Nullable<Text>,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    signing_keys (tenant_id, kid) {
        tenant_id -> Text,
        kid -> Text,
        state -> Text,
        modulus -> Text,
        exponent -> Text,
        certificate -> Text,
        sealed_key -> Text,
        created_at -> Timestamp,
        current_since -> Nullable<Timestamp>,
        current_until -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    client_grants (tenant_id, grant_id) {
        tenant_id -> Text,
        grant_id -> Text,
        client_id -> Text,
        resource_server_id -> Text,
        scopes -> Text,
        created_at -> Timestamp,
        further -> Text,
    }
}

diesel::table! {
    client_credentials (tenant_id, credential_id) {
        tenant_id -> Text,
        credential_id -> Text,
        client_id -> Text,
        name -> Text,
        kid -> Text,
        algorithm -> Text,
        public_key -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        expires_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    used_assertions (tenant_id, client_id, name_hash) {
        tenant_id -> Text,
        client_id -> Text,
        name_hash -> Text,
        expires_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    tenants,
    user_tallies,
    role_tallies,
    applications,
    connections,
    connection_applications,
    resource_servers,
    permissions,
    roles,
    role_permissions,
    users,
    deleted_users,
    identities,
    password_credentials,
    former_passwords,
    user_roles,
    user_permissions,
    device_credentials,
    grants,
    mfa_enrollments,
    remembered_browsers,
    user_sessions,
    tickets,
    log_events,
    outbox,
    operators,
    operator_memberships,
    operator_sessions,
    operator_tickets,
    sign_in_throttles,
    upkeep,
    user_search_values,
    search_backfill,
    user_views,
    jobs,
    job_items,
    signing_keys,
    client_grants,
    client_credentials,
    used_assertions,
);
