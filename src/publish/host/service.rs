//! Hosts over the network, by Apache OpenDAL: it speaks their protocols and tries again, later and
//! later, what may yet work.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::options::{ListOptions, WriteOptions};
use opendal::{Entry, Error, ErrorKind, Operator, blocking};
#[cfg(feature = "http")]
use opendal_http_transport_reqwest::ReqwestTransport;
use tokio::runtime::Runtime;

use super::super::address::{Address, BadAddress, Scheme};
use super::super::headers::Headers;
#[cfg(feature = "publish-webdav")]
use super::secret::{PASSWORD, USER};
use super::secret::{variable, without_secrets};
use super::{Target, Trouble, part};

pub struct Service {
    operator: blocking::Operator,
    /// Tries everything once: some refusals look as though they could pass.
    once: blocking::Operator,
    /// Whether a write shows before all of it is there, and must be moved in.
    in_place: bool,
    /// Whether a move replaces the file that is there, once that is known.
    replaces: Mutex<Option<bool>>,
    /// Does the work; ends with the service.
    _runtime: Runtime,
}

/// What the old file is called while the new one takes its place on a host that replaces none.
const OLD: &str = ".toteuma-old";

/// A host that does not even take a call.
#[cfg(feature = "http")]
const UNANSWERED: Duration = Duration::from_secs(20);
/// A step without a file.
const STEP: Duration = Duration::from_secs(60);
/// A whole file: several of 5 MB go at once over a line of 1 Mbit/s. Others take a publishing that is
/// silent for longer to be over.
const TRANSFER: Duration = Duration::from_secs(240);

impl Service {
    pub fn new(address: &Address, retries: usize) -> Result<Self, BadAddress> {
        #[cfg(feature = "http")]
        {
            // That there is a provider already is what we want.
            let _ = rustls::crypto::ring::default_provider().install_default();
            opendal::HttpTransporter::install_default(transport()?);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| BadAddress::Unusable(error.to_string()))?;
        let _guard = runtime.enter();
        let retry = RetryLayer::new()
            .with_jitter()
            .with_min_delay(Duration::from_millis(500))
            .with_max_times(retries);
        let timeout = TimeoutLayer::new()
            .with_timeout(STEP)
            .with_io_timeout(TRANSFER);
        let once = operator(address)?.layer(timeout);
        let operator = once.clone().layer(retry);
        let [operator, once] = [operator, once].map(blocking::Operator::new);
        let (operator, once) = (operator.map_err(unusable)?, once.map_err(unusable)?);
        drop(_guard);
        Ok(Self {
            operator,
            once,
            in_place: address.scheme == Scheme::Sftp,
            replaces: Mutex::new(None),
            _runtime: runtime,
        })
    }
}

impl Service {
    /// A finished part takes the place of the file: in one step where the host knows
    /// `posix-rename`, as OpenSSH does. Elsewhere a move replaces nothing, so the old file steps
    /// aside, and for an instant there is none.
    fn take_place(&self, part: &str, path: &str) -> Result<(), Error> {
        if self.replaces(path)? || !self.operator.exists(path)? {
            return self.operator.rename(part, path);
        }
        let old = format!("{path}{OLD}");
        // One may be left of a publishing that broke right here.
        self.operator.delete(&old)?;
        self.operator.rename(path, &old)?;
        if let Err(error) = self.operator.rename(part, path) {
            self.operator.rename(&old, path)?;
            return Err(error);
        }
        self.operator.delete(&old)
    }

    /// Whether a move replaces a file on this host, tried once with files of our own: a line that
    /// breaks must not be taken for a refusal.
    fn replaces(&self, path: &str) -> Result<bool, Error> {
        let mut known = self.replaces.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = *known {
            return Ok(known);
        }
        let [one, other] = ["1", "2"].map(|end| format!("{}-{end}", part(path)));
        self.operator.write(&other, "2")?;
        let mut replaces = false;
        for _ in 0..2 {
            self.operator.write(&one, "1")?;
            replaces = self.once.rename(&one, &other).is_ok();
            if replaces {
                break;
            }
            // The same move where nothing is in the way shows that the line is whole.
            self.operator.delete(&other)?;
            self.once.rename(&one, &other)?;
        }
        self.operator.delete(&other)?;
        *known = Some(replaces);
        Ok(replaces)
    }
}

/// HTTP that notices a dead line well before a slow one has had its time.
#[cfg(feature = "http")]
fn transport() -> Result<ReqwestTransport, BadAddress> {
    let client = reqwest::Client::builder()
        .connect_timeout(UNANSWERED)
        .tcp_keepalive(UNANSWERED);
    // What was sent and is never acknowledged: other systems give up by themselves.
    #[cfg(target_os = "linux")]
    let client = client.tcp_user_timeout(STEP);
    let client = client.build();
    let client = client.map_err(|error| BadAddress::Unusable(error.to_string()))?;
    Ok(ReqwestTransport::new(client))
}

fn operator(address: &Address) -> Result<Operator, BadAddress> {
    match address.scheme {
        #[cfg(feature = "publish-webdav")]
        Scheme::WebDav | Scheme::WebDavs => webdav(address),
        #[cfg(feature = "publish-s3")]
        Scheme::S3 => s3(address),
        #[cfg(feature = "publish-azblob")]
        Scheme::AzBlob => azblob(address),
        #[cfg(feature = "publish-gs")]
        Scheme::Gs => gs(address),
        #[cfg(all(unix, feature = "publish-sftp"))]
        Scheme::Sftp => sftp(address),
        #[allow(unreachable_patterns)]
        scheme => Err(BadAddress::NotBuiltIn(scheme)),
    }
}

#[cfg(feature = "publish-webdav")]
fn webdav(address: &Address) -> Result<Operator, BadAddress> {
    let http = match address.scheme {
        Scheme::WebDavs => "https",
        _ => "http",
    };
    let mut builder = opendal::services::Webdav::default()
        .endpoint(&format!("{http}://{}", address.host))
        .root(&address.path);
    if let Some(user) = variable(USER).or_else(|| address.user.clone()) {
        builder = builder.username(&user);
    }
    if let Some(password) = variable(PASSWORD) {
        builder = builder.password(&password);
    }
    Operator::new(builder).map_err(unusable)
}

/// The keys come from where the tools of the host look for them too: the environment and the files
/// in `~/.aws`.
#[cfg(feature = "publish-s3")]
fn s3(address: &Address) -> Result<Operator, BadAddress> {
    let asked = |key: &str, names: [&str; 2]| {
        let asked = address.query.get(key).cloned();
        asked.or_else(|| names.into_iter().find_map(variable))
    };
    let region = asked("region", ["AWS_REGION", "AWS_DEFAULT_REGION"]);
    let mut builder = opendal::services::S3::default()
        .bucket(&address.host)
        .root(&address.path)
        .region(region.as_deref().unwrap_or("us-east-1"));
    if let Some(endpoint) = asked("endpoint", ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]) {
        builder = builder.endpoint(&endpoint);
    }
    Operator::new(builder).map_err(unusable)
}

/// The keys come from the variables of Azure's own tools.
#[cfg(feature = "publish-azblob")]
fn azblob(address: &Address) -> Result<Operator, BadAddress> {
    use opendal::services::Azblob;

    let mut builder = match variable("AZURE_STORAGE_CONNECTION_STRING") {
        Some(words) => Azblob::from_connection_string(&words).map_err(unusable)?,
        None => Azblob::default(),
    };
    let account = address.query.get("account").cloned();
    let names = ["AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_ACCOUNT"];
    let is_told = names.into_iter().any(|name| variable(name).is_some());
    if account.is_none() && !is_told && !address.query.contains_key("endpoint") {
        return Err(BadAddress::NoAccount);
    }
    if let Some(account) = account.or_else(|| variable("AZURE_STORAGE_ACCOUNT")) {
        builder = builder
            .account_name(&account)
            .endpoint(&format!("https://{account}.blob.core.windows.net"));
    }
    if let Some(endpoint) = address.query.get("endpoint") {
        builder = builder.endpoint(endpoint);
    }
    if let Some(key) = variable("AZURE_STORAGE_KEY") {
        builder = builder.account_key(&key);
    }
    if let Some(token) = variable("AZURE_STORAGE_SAS_TOKEN") {
        builder = builder.sas_token(token.trim_start_matches('?'));
    }
    let builder = builder.container(&address.host).root(&address.path);
    Operator::new(builder).map_err(unusable)
}

/// The key is the file of `GOOGLE_APPLICATION_CREDENTIALS`, or what `gcloud` has put in its own place.
#[cfg(feature = "publish-gs")]
fn gs(address: &Address) -> Result<Operator, BadAddress> {
    let mut builder = opendal::services::Gcs::default()
        .bucket(&address.host)
        .root(&address.path);
    if let Some(endpoint) = address.query.get("endpoint") {
        builder = builder.endpoint(endpoint);
    }
    if let Some(token) = variable("CLOUDSDK_AUTH_ACCESS_TOKEN") {
        builder = builder.token(token);
    }
    Operator::new(builder).map_err(unusable)
}

/// By the machine's own `ssh`: its keys, its agent and its known hosts.
#[cfg(all(unix, feature = "publish-sftp"))]
fn sftp(address: &Address) -> Result<Operator, BadAddress> {
    let mut builder = opendal_service_sftp::Sftp::default()
        .endpoint(&format!("ssh://{}", address.host))
        .root(&address.path);
    if let Some(user) = &address.user {
        builder = builder.user(user);
    }
    if let Some(key) = variable("TOTEUMA_PUBLISH_KEY") {
        if !std::path::Path::new(&key).is_file() {
            return Err(BadAddress::NoKey(key));
        }
        builder = builder.key(&key);
    }
    Operator::new(builder).map_err(unusable)
}

impl Target for Service {
    fn sizes(&self, folder: &str) -> Result<BTreeMap<String, u64>, Trouble> {
        let place = match folder {
            "" => "/".to_owned(),
            _ => format!("{folder}/"),
        };
        match self.operator.list(&place) {
            Ok(entries) => Ok(files(entries)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(trouble(folder, &error)),
        }
    }

    fn all(&self) -> Result<Option<BTreeMap<String, u64>>, Trouble> {
        if !self.operator.info().capability().list_with_recursive {
            return Ok(None);
        }
        let options = ListOptions {
            recursive: true,
            ..ListOptions::default()
        };
        match self.operator.list_options("/", options) {
            Ok(entries) => Ok(Some(files(entries))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Some(BTreeMap::new())),
            Err(error) => Err(trouble("", &error)),
        }
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        match self.operator.read(path) {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(trouble(path, &error)),
        }
    }

    fn write(&self, path: &str, bytes: Vec<u8>, headers: Headers) -> Result<(), Trouble> {
        let can = self.operator.info().capability();
        let options = WriteOptions {
            content_type: can.write_with_content_type.then_some(headers.content_type),
            cache_control: can
                .write_with_cache_control
                .then(|| headers.cache_control.to_owned()),
            ..WriteOptions::default()
        };
        let troubled = |error: Error| trouble(path, &error);
        if !self.in_place {
            let written = self.operator.write_options(path, bytes, options);
            return written.map(drop).map_err(troubled);
        }
        let part = part(path);
        self.operator
            .write_options(&part, bytes, options)
            .and_then(|_| self.take_place(&part, path))
            .map_err(troubled)
    }

    fn remove(&self, path: &str) -> Result<(), Trouble> {
        self.operator
            .delete(path)
            .map_err(|error| trouble(path, &error))
    }
}

/// Files with their sizes.
fn files(entries: Vec<Entry>) -> BTreeMap<String, u64> {
    let files = entries
        .into_iter()
        .filter(|entry| entry.metadata().is_file());
    let sizes = files.map(|entry| {
        let size = entry.metadata().content_length();
        (entry.path().trim_start_matches('/').to_owned(), size)
    });
    sizes.collect()
}

fn unusable(error: Error) -> BadAddress {
    BadAddress::Unusable(words(&error))
}

fn trouble(path: &str, error: &Error) -> Trouble {
    Trouble {
        path: path.to_owned(),
        reason: words(error),
    }
}

/// An error in one line, without secrets.
fn words(error: &Error) -> String {
    let mut words = format!("{}: {}", error.kind(), error.message());
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        words = format!("{words}: {inner}");
        source = inner.source();
    }
    without_secrets(&words)
}
