//! https without a proxy: with certificate files, or with certificates made for this machine.

use super::{App, StartError};
use crate::config::Tls;
use crate::features::tenants;
use crate::security::certificates::{self, Pair};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the server speaks https.
pub struct Secured {
    pub config: ServerConfig,
    /// The authority's certificate that clients need to trust, if it was made here.
    pub authority: Option<PathBuf>,
}

impl App {
    /// What the settings ask for; none for plain http.
    pub fn tls(&self) -> Result<Option<Secured>, StartError> {
        match &self.config.tls {
            None => Ok(None),
            Some(Tls::Files { certificate, key }) => {
                Ok(Some(Secured { config: server_config(certificate, key)?, authority: None }))
            }
            Some(Tls::Auto) => self.own_certificate().map(Some),
        }
    }

    /// Makes the authority when there is none yet, and a fresh certificate at each start.
    fn own_certificate(&self) -> Result<Secured, StartError> {
        let directory = self.config.data_dir.join("tls");
        let cannot = |e: &dyn std::fmt::Display| {
            StartError(format!(
                "GATEHOUSE_DATA_DIR: cannot keep certificates in {}: {e}. Make the directory writable for this user, or name another one.",
                directory.display()
            ))
        };
        super::directory::create(&directory).map_err(|e| cannot(&e))?;
        let (authority, authority_key) = (directory.join("ca.pem"), directory.join("ca-key.pem"));
        if !authority.exists() || !authority_key.exists() {
            let made = certificates::authority(self.now()).map_err(|e| cannot(&e))?;
            keep(&made, &authority, &authority_key).map_err(|e| cannot(&e))?;
        }
        let signer = std::fs::read_to_string(&authority_key).map_err(|e| cannot(&e))?;
        let made = certificates::signed_by(&signer, self.names()?, self.now()).map_err(|e| cannot(&e))?;
        let (certificate, key) = (directory.join("cert.pem"), directory.join("key.pem"));
        keep(&made, &certificate, &key).map_err(|e| cannot(&e))?;
        Ok(Secured { config: server_config(&certificate, &key)?, authority: Some(authority) })
    }

    /// The names this machine and its tenants are called by. Clients do not take a wildcard right below `localhost`.
    fn names(&self) -> Result<Vec<String>, StartError> {
        let mut names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
        for tenant in self.db.read(tenants::all)? {
            let local = format!("{}.localhost", tenant.id);
            let base = url::Url::parse(&self.config.base_url(&tenant)).ok();
            let host = base.and_then(|url| url.host_str().map(|host| host.trim_matches(['[', ']']).to_owned()));
            names.extend([Some(local), host].into_iter().flatten());
        }
        names.sort();
        names.dedup();
        Ok(names)
    }
}

fn keep(pair: &Pair, certificate: &Path, key: &Path) -> std::io::Result<()> {
    std::fs::write(certificate, &pair.certificate)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(key)?.write_all(pair.private_key.as_bytes())
}

fn server_config(certificate: &Path, key: &Path) -> Result<ServerConfig, StartError> {
    let unusable = |path: &Path, e: &dyn std::fmt::Display| {
        StartError(format!(
            "GATEHOUSE_TLS: cannot use {}: {e}. Name a certificate chain and its key in PEM, as in /etc/gatehouse/cert.pem,/etc/gatehouse/key.pem, or auto.",
            path.display()
        ))
    };
    let chain = CertificateDer::pem_file_iter(certificate).map_err(|e| unusable(certificate, &e))?;
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(|e| unusable(certificate, &e))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|e| unusable(key, &e))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.map_err(|e| unusable(certificate, &e))?.with_no_client_auth();
    config.with_single_cert(chain, private).map_err(|e| unusable(certificate, &e))
}
