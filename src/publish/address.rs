//! The address of a host (`--to`): its kind, and where on it the site lies. Never a password.

use std::collections::BTreeMap;

/// `sftp://user@host:2222/srv/www`, `s3://bucket/folder?region=eu-north-1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub scheme: Scheme,
    pub user: Option<String>,
    /// With the port; a bucket in `s3` and `gs`, a container in `azblob`.
    pub host: String,
    /// Begins with `/`, except a drive of Windows.
    pub path: String,
    pub query: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    File,
    WebDav,
    WebDavs,
    S3,
    Sftp,
    Ftps,
    AzBlob,
    Gs,
    GitSsh,
    GitHttps,
    GitHttp,
    GitFile,
    /// For readers: nothing is published by it.
    Http,
    Https,
}

/// What is wrong with an address. It is not repeated, for it may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadAddress {
    /// It does not begin with `scheme://`.
    NoScheme,
    Unknown(String),
    /// `ftp://`, which sends password and files for anyone on the way to read and to change.
    PlainFtp,
    /// This program was made without it.
    NotBuiltIn(Scheme),
    Password,
    /// There is one, and hosts of this kind know keys only.
    PasswordForKey,
    /// It is where the site is read, and none to publish to.
    ForReaders,
    NoHost,
    /// It tells no branch, or one that cannot be.
    NoBranch,
    /// This machine has no `git`.
    NoGit,
    /// It asks for what this kind of host does not know.
    UnknownQuery(String),
    /// All of this machine.
    Root,
    /// The account of an Azure container is not told.
    NoAccount,
    /// The file of the key is not there.
    NoKey(String),
    /// A folder is written with three slashes.
    FileWithHost,
    /// The folder that is published, one inside it or one around it.
    Itself,
    /// The host cannot even be tried.
    Unusable(String),
}

const SCHEMES: [(&str, Scheme); 14] = [
    ("file", Scheme::File),
    ("webdav", Scheme::WebDav),
    ("webdavs", Scheme::WebDavs),
    ("s3", Scheme::S3),
    ("sftp", Scheme::Sftp),
    ("ftps", Scheme::Ftps),
    ("azblob", Scheme::AzBlob),
    ("gs", Scheme::Gs),
    ("git+ssh", Scheme::GitSsh),
    ("git+https", Scheme::GitHttps),
    ("git+http", Scheme::GitHttp),
    ("git+file", Scheme::GitFile),
    ("http", Scheme::Http),
    ("https", Scheme::Https),
];

impl Scheme {
    pub fn name(self) -> &'static str {
        let named = SCHEMES.iter().find(|(_, scheme)| *scheme == self);
        named.map_or("", |(name, _)| name)
    }

    /// What may be told after `?`.
    fn asks(self) -> &'static [&'static str] {
        match self {
            Scheme::S3 => &["region", "endpoint"],
            Scheme::AzBlob => &["account", "endpoint"],
            Scheme::Gs => &["endpoint"],
            Scheme::Ftps => &["ca"],
            Scheme::GitSsh | Scheme::GitHttps | Scheme::GitHttp | Scheme::GitFile => &["branch"],
            Scheme::File
            | Scheme::WebDav
            | Scheme::WebDavs
            | Scheme::Sftp
            | Scheme::Http
            | Scheme::Https => &[],
        }
    }
}

impl Address {
    pub fn read(text: &str) -> Result<Self, BadAddress> {
        let (scheme, rest) = text.split_once("://").ok_or(BadAddress::NoScheme)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, "/"),
        };
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, _)) if user.contains(':') => {
                return Err(match scheme {
                    "sftp" | "git+ssh" => BadAddress::PasswordForKey,
                    _ => BadAddress::Password,
                });
            }
            Some((user, host)) => (Some(decoded(user)), host),
            None => (None, authority),
        };
        if scheme == "ftp" {
            return Err(BadAddress::PlainFtp);
        }
        let known = SCHEMES.iter().find(|(name, _)| *name == scheme);
        let (_, scheme) = *known.ok_or_else(|| BadAddress::Unknown(scheme.to_owned()))?;
        match scheme {
            Scheme::File | Scheme::GitFile if !host.is_empty() => {
                return Err(BadAddress::FileWithHost);
            }
            Scheme::File | Scheme::GitFile => {}
            _ if host.is_empty() => return Err(BadAddress::NoHost),
            _ => {}
        }
        let query: BTreeMap<String, String> = query.split('&').filter_map(pair).collect();
        let unknown = query
            .keys()
            .find(|key| !scheme.asks().contains(&key.as_str()));
        let is_web = matches!(scheme, Scheme::Http | Scheme::Https);
        if let Some(key) = unknown.filter(|_| !is_web) {
            return Err(BadAddress::UnknownQuery(key.clone()));
        }
        let mut path = decoded(path);
        if scheme == Scheme::File && path.trim_matches('/').is_empty() {
            return Err(BadAddress::Root);
        }
        if matches!(scheme, Scheme::File | Scheme::GitFile) && path.as_bytes().get(2) == Some(&b':')
        {
            path.remove(0);
        }
        Ok(Self {
            scheme,
            user,
            host: host.to_owned(),
            path,
            query,
        })
    }
}

fn pair(text: &str) -> Option<(String, String)> {
    let (key, value) = text.split_once('=')?;
    Some((decoded(key), decoded(value)))
}

/// `%20` as the character it stands for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Address, BadAddress, Scheme};

    #[test]
    fn an_address_is_taken_apart() {
        let read = |text| Address::read(text).expect("an address");
        let sftp = read("sftp://julkaisija@www.example.fi:2222/srv/oma%20sivu");
        assert_eq!(sftp.scheme, Scheme::Sftp);
        assert_eq!(sftp.user.as_deref(), Some("julkaisija"));
        assert_eq!(sftp.host, "www.example.fi:2222");
        assert_eq!(sftp.path, "/srv/oma sivu");
        let s3 = read("s3://kunta?region=eu-north-1&endpoint=https://s3.example.fi");
        assert_eq!((s3.host.as_str(), s3.path.as_str()), ("kunta", "/"));
        assert_eq!(s3.query["endpoint"], "https://s3.example.fi");
        assert_eq!(read("file:///srv/www").path, "/srv/www");
        assert_eq!(read("file:///C:/www").path, "C:/www");
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        for text in ["webdavs://a:salasana@example.fi/", "https://a:salasana@b/"] {
            let error = Address::read(text).expect_err("a password");
            assert_eq!(error, BadAddress::Password);
            assert!(!format!("{error:?}").contains("salasana"));
        }
        assert_eq!(Address::read("ftp://b/www"), Err(BadAddress::PlainFtp));
        let error = Address::read("sftp://a:salasana@example.fi/");
        assert_eq!(error, Err(BadAddress::PasswordForKey));
        assert_eq!(Address::read("/srv/www"), Err(BadAddress::NoScheme));
        assert_eq!(Address::read("file:///"), Err(BadAddress::Root));
        for text in [
            "file:///srv/site.git?branch=pages",
            "sftp://host/www?branch=x",
        ] {
            let unknown = BadAddress::UnknownQuery("branch".to_owned());
            assert_eq!(Address::read(text), Err(unknown), "{text}");
        }
        assert_eq!(Address::read("sftp:///www"), Err(BadAddress::NoHost));
        assert_eq!(
            Address::read("file://srv/www"),
            Err(BadAddress::FileWithHost)
        );
    }
}
