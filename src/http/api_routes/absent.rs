//! Endpoints of features that the house does not have, for tools that copy a whole tenant: lists are empty, settings are
//! kept and told back, and nothing acts on them.

use crate::http::management_api::absent::{self, none, none_at_all};
use crate::http::management_api::endpoint::{AnyOf, Table};
use crate::http::management_api::guardian;
use crate::http::management_api::kept_settings::{self as settings, Group};
use crate::http::management_api::refused;

/// Adds them.
pub fn add(table: &mut Table) {
    lists(table);
    without_a_use(table);
    table
        .at("/custom-domains", |p| p.get(&["read:custom_domains"], "List custom domains", none_at_all))
        .at("/log-streams", |p| p.get(&["read:log_streams"], "List log streams", none_at_all))
        .at("/guardian/factors", |p| p.get(&["read:guardian_factors"], "List factors", guardian::factors))
        .at("/guardian/factors/{name}", |p| {
            p.put(&["update:guardian_factors"], "Turn a factor on or off", guardian::set_factor)
        })
        .at("/guardian/policies", |p| {
            p.get(&["read:mfa_policies"], "List policies of factors", guardian::policies).put(
                &["update:mfa_policies"],
                "Keep policies of factors",
                guardian::set_policies,
            )
        })
        .at("/branding/phone/providers", |p| {
            p.get(&["read:phone_providers"], "List phone providers", absent::phone_providers)
        })
        .at("/branding/phone/templates", |p| {
            p.get(&["read:phone_templates"], "List phone templates", absent::phone_templates)
        })
        .at("/prompts/{prompt}/partials", |p| p.get(&["read:prompts"], "Get parts of a prompt", absent::no_texts))
        .at("/prompts/{prompt}/custom-text/{language}", |p| {
            p.get(&["read:prompts"], "Get texts of a prompt", absent::no_texts)
        });
    const READ: AnyOf = &["read:attack_protection"];
    const UPDATE: AnyOf = &["update:attack_protection"];
    group::<settings::BotDetection>(table, "/attack-protection/bot-detection", READ, UPDATE);
    group::<settings::BreachedPasswords>(table, "/attack-protection/breached-password-detection", READ, UPDATE);
    group::<settings::BruteForce>(table, "/attack-protection/brute-force-protection", READ, UPDATE);
    group::<settings::Captcha>(table, "/attack-protection/captcha", READ, UPDATE);
    group::<settings::SuspiciousIps>(table, "/attack-protection/suspicious-ip-throttling", READ, UPDATE);
    group::<settings::RiskAssessments>(table, "/risk-assessments/settings", READ, UPDATE);
    group::<settings::NewDevices>(table, "/risk-assessments/settings/new-device", READ, UPDATE);
    group::<settings::SupplementalSignals>(table, "/supplemental-signals", READ, UPDATE);
    group::<settings::Branding>(table, "/branding", &["read:branding"], &["update:branding"]);
    group::<settings::Prompts>(table, "/prompts", &["read:prompts"], &["update:prompts"]);
}

fn lists(table: &mut Table) {
    table
        .at("/actions/actions", |p| p.get(&["read:actions"], "List actions", none::<absent::Action>))
        .at("/actions/triggers", |p| p.get(&["read:actions"], "List triggers of actions", none::<absent::Trigger>))
        .at("/event-streams", |p| p.get(&["read:event_streams"], "List event streams", none::<absent::EventStream>))
        .at("/flows", |p| p.get(&["read:flows"], "List flows", none::<absent::Flow>))
        .at("/flows/vault/connections", |p| {
            p.get(&["read:flows_vault_connections"], "List connections of flows", none::<absent::FlowConnection>)
        })
        .at("/forms", |p| p.get(&["read:forms"], "List forms", none::<absent::Form>))
        .at("/organizations", |p| p.get(&["read:organizations"], "List organizations", none::<absent::Organization>))
        .at("/users/{id}/organizations", |p| {
            p.get(&["read:organizations"], "List a user's organizations", none::<absent::Organization>)
        })
        .at("/prompts/rendering", |p| p.get(&["read:prompts"], "List renderers", none::<absent::ScreenRenderer>))
        .at("/self-service-profiles", |p| {
            p.get(&["read:self_service_profiles"], "List self-service profiles", none::<absent::SelfServiceProfile>)
        })
        .at("/token-exchange-profiles", |p| {
            p.get(
                &["read:token_exchange_profiles"],
                "List token exchange profiles",
                none::<absent::TokenExchangeProfile>,
            )
        });
}

/// What would be kept without any use is refused.
fn without_a_use(table: &mut Table) {
    table
        .at("/rules", |p| {
            p.get(&["read:rules"], "List rules", none::<absent::Rule>).post(
                &["create:rules"],
                "Refuse a rule",
                refused::new_rule,
            )
        })
        .at("/rules/{id}", |p| {
            p.get(&["read:rules"], "Get a rule", refused::rule)
                .patch(&["update:rules"], "Update a rule", refused::change_of_rule)
                .delete(&["delete:rules"], "Delete a rule", refused::delete)
        })
        .at("/rules-configs", |p| p.get(&["read:rules_configs"], "List settings of rules", none_at_all))
        .at("/rules-configs/{key}", |p| {
            p.put(&["update:rules_configs"], "Refuse a setting of rules", refused::rules_config).delete(
                &["delete:rules_configs"],
                "Delete a setting of rules",
                refused::delete,
            )
        })
        .at("/anomaly/blocks/ips/{id}", |p| {
            p.get(&["read:anomaly_blocks"], "Check whether an address is blocked", refused::ip_block).delete(
                &["delete:anomaly_blocks"],
                "Unblock an address",
                refused::lift_ip_block,
            )
        });
}

fn group<G: Group>(table: &mut Table, path: &str, read: AnyOf, update: AnyOf) {
    table.at(path, |p| {
        p.get(read, "Get settings of a feature", settings::show::<G>).patch(
            update,
            "Keep settings of a feature",
            settings::update::<G>,
        )
    });
}
