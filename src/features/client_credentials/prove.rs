//! Believing an application that signs who it is (RFC 7523, section 3).

use crate::error::Result;
use crate::features::applications::proofs::Ways;
use crate::features::context::Context;
use crate::security::{assertion, token};
use crate::store::{Tx, client_credentials};
use chrono::DateTime;

/// Longest life of a proof, in seconds: clients sign for three minutes, and clocks differ.
const LONGEST: i64 = 600;

/// How far ahead a client's clock may be, in seconds.
const AHEAD: i64 = 60;

/// Longest name of a proof, in bytes.
const NAME: usize = 256;

/// Whether a proof is by this application, for this house at the address `base`, of now, and the first of its name; else
/// why not.
pub fn prove(
    tx: &mut Tx,
    context: &Context,
    (client_id, ways): (&str, &Ways),
    proof: &str,
    base: &str,
) -> Result<std::result::Result<(), &'static str>> {
    let (now, kid) = (context.now.and_utc().timestamp(), assertion::kid(proof));
    let mut keys = client_credentials::of_client(tx, &context.tenant, client_id)?;
    keys.retain(|key| {
        ways.believe_key(&key.id)
            && key.expires_at.is_none_or(|at| at > context.now)
            && kid.as_ref().is_none_or(|kid| *kid == key.kid)
    });
    let said = keys.iter().find_map(|key| assertion::verify(proof, &key.public_key, key.algorithm).ok());
    let Some(said) = said else { return Ok(Err("it is signed with no key of the application")) };
    if said.iss != client_id || said.sub != client_id {
        return Ok(Err("its iss and sub are not the client id"));
    }
    let for_us = |aud: &String| aud.strip_prefix(base).is_some_and(|rest| ["", "/", "/oauth/token"].contains(&rest));
    if !said.aud.all().iter().any(for_us) {
        return Ok(Err("its aud is not this server"));
    }
    let is_early = |at: Option<i64>| at.is_some_and(|at| at > now + AHEAD);
    if said.exp <= now || said.exp > now + LONGEST || is_early(said.iat) || is_early(said.nbf) {
        return Ok(Err("it has expired, is of the future, or is good for longer than ten minutes"));
    }
    if said.jti.is_empty() || said.jti.len() > NAME {
        return Ok(Err("its jti is empty or too long"));
    }
    let expires_at = DateTime::from_timestamp(said.exp, 0).map_or(context.now, |at| at.naive_utc());
    let is_first = client_credentials::spend(tx, &context.tenant, client_id, &token::hash(&said.jti), expires_at)?;
    Ok(if is_first { Ok(()) } else { Err("it has been used before") })
}
