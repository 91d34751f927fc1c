//! One line to an FTP host: logged in, and with TLS for the commands and for every file.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::version::{TLS12, TLS13};
use rustls_platform_verifier::Verifier;
use suppaftp::types::FileType;
use suppaftp::{
    DataStream, FtpError, FtpResult, Mode, RustlsConnector, RustlsFtpStream, Status, TlsConnector,
    TlsStream, TransferStream,
};

use super::super::super::address::Address;
use super::super::secret::{PASSWORD, USER, variable};
use super::listing;

type Secured = <RustlsConnector as TlsConnector>::Stream;

/// A certificate authority of one's own, besides those the machine trusts.
const CA: &str = "TOTEUMA_PUBLISH_CA";

const PORT: u16 = 21;
/// A host on this port speaks TLS from the first byte.
const IMPLICIT_PORT: u16 = 990;

/// A host that does not answer at all.
const UNANSWERED: Duration = Duration::from_secs(20);
/// A host that falls silent. Bytes on their way over a slow line count as silence too.
const SILENCE: Duration = Duration::from_secs(180);
/// The last word is not worth a longer wait.
const FAREWELL: Duration = Duration::from_secs(3);

/// All that a line needs to be opened.
pub struct Login {
    host: String,
    port: u16,
    user: String,
    password: String,
    path: String,
    /// How TLS is spoken, the better way first.
    tls: [ClientConfig; 2],
}

pub struct Line {
    ftp: RustlsFtpStream,
    /// The folder of the site, without a slash at its end.
    root: String,
    /// Whether the host lists files for programs.
    lists_facts: bool,
}

impl Login {
    pub fn of(address: &Address) -> Result<Self, String> {
        let ca = address.query.get("ca").cloned().or_else(|| variable(CA));
        let (host, port) = host_and_port(&address.host)?;
        let user = variable(USER).or_else(|| address.user.clone());
        Ok(Self {
            host,
            port,
            user: user.unwrap_or_else(|| "anonymous".to_owned()),
            password: variable(PASSWORD).unwrap_or_default(),
            path: address.path.clone(),
            tls: tls(ca.as_deref())?,
        })
    }

    pub fn line(&self) -> FtpResult<Line> {
        let mut ftp = self.secured()?;
        ftp.login(self.user.as_str(), self.password.as_str())?;
        ftp.transfer_type(FileType::Binary)?;
        // Some hosts speak UTF-8 only when they are asked to; others do not know the question.
        ignored(
            ftp.custom_command("OPTS UTF8 ON", &[Status::CommandOk])
                .map(drop),
        )?;
        let features = ftp.feat().unwrap_or_default();
        let root = match self.path.strip_prefix("//") {
            Some(from_top) => format!("/{from_top}"),
            None => format!("{}{}", ftp.pwd()?.trim_end_matches('/'), self.path),
        };
        Ok(Line {
            ftp,
            root: root.trim_end_matches('/').to_owned(),
            lists_facts: features.keys().any(|feature| feature.starts_with("MLS")),
        })
    }

    fn secured(&self) -> FtpResult<RustlsFtpStream> {
        let [first, second] = &self.tls;
        match self.connected(first) {
            // A host that speaks no such version shows so, and a bad certificate too.
            Err(FtpError::ConnectionError(error)) if error.kind() == ErrorKind::InvalidData => {
                self.connected(second)
            }
            connected => connected,
        }
    }

    fn connected(&self, tls: &ClientConfig) -> FtpResult<RustlsFtpStream> {
        let broken = FtpError::ConnectionError;
        let places = (self.host.as_str(), self.port).to_socket_addrs();
        let mut last = std::io::Error::from(ErrorKind::NotFound);
        for place in places.map_err(broken)? {
            match TcpStream::connect_timeout(&place, UNANSWERED) {
                Ok(stream) => return self.secure(stream, place, tls.clone()),
                Err(error) => last = error,
            }
        }
        Err(broken(last))
    }

    fn secure(
        &self,
        stream: TcpStream,
        place: SocketAddr,
        mut tls: ClientConfig,
    ) -> FtpResult<RustlsFtpStream> {
        // A host accepts files only from whoever knows the session of the commands, so every line
        // keeps its own sessions.
        tls.resumption = Resumption::in_memory_sessions(1);
        let tls = Patient(Arc::new(tls).into());
        patient(&stream)?;
        let mut ftp = match self.port {
            IMPLICIT_PORT => {
                drop(stream);
                let mut ftp = RustlsFtpStream::connect_secure_implicit(place, tls, &self.host)?;
                ftp.custom_command("PBSZ 0", &[Status::CommandOk])?;
                ftp.custom_command("PROT P", &[Status::CommandOk])?;
                ftp
            }
            _ => RustlsFtpStream::connect_with_stream(stream)?.into_secure(tls, &self.host)?,
        };
        // The address a host tells for a file is often one of its inner network.
        ftp.set_passive_nat_workaround(true);
        if place.is_ipv6() {
            ftp.set_mode(Mode::ExtendedPassive);
        }
        Ok(ftp.passive_stream_builder(|place| {
            TcpStream::connect_timeout(&place, UNANSWERED).map_err(FtpError::ConnectionError)
        }))
    }
}

impl Line {
    /// Where a path of the site is on the host.
    pub fn place(&self, path: &str) -> String {
        match path {
            "" => self.root.clone(),
            _ => format!("{}/{path}", self.root),
        }
    }

    /// The files in a folder with their sizes; none when there is no such folder.
    pub fn sizes(&mut self, folder: &str) -> FtpResult<Vec<(String, u64)>> {
        let folder = if folder.is_empty() { "/" } else { folder };
        // A name in the command itself would be taken for an option or a pattern by some.
        match self.ftp.cwd(folder) {
            Err(error) if super::is_unavailable(&error) => return Ok(Vec::new()),
            moved => moved?,
        }
        let command = if self.lists_facts { "MLSD" } else { "LIST -a" };
        let list = self.received(command)?;
        let mut sizes = Vec::new();
        for line in String::from_utf8_lossy(&list).lines() {
            match listing::entry(line, self.lists_facts) {
                Ok(None) => {}
                Ok(Some((name, Some(size)))) => sizes.push((name, size)),
                Ok(Some((name, None))) => {
                    // A link to a file has the size of that; one to a folder has none.
                    let place = format!("{}/{name}", folder.trim_end_matches('/'));
                    match self.ftp.size(place) {
                        Ok(size) => sizes.push((name, size as u64)),
                        refused => ignored(refused.map(drop))?,
                    }
                }
                Err(line) => {
                    let strange = std::io::Error::new(ErrorKind::InvalidData, line);
                    return Err(FtpError::ConnectionError(strange));
                }
            }
        }
        Ok(sizes)
    }

    pub fn read(&mut self, place: &str) -> FtpResult<Vec<u8>> {
        self.received(&format!("RETR {place}"))
    }

    pub fn write(&mut self, place: &str, bytes: &[u8]) -> FtpResult<()> {
        let mut transfer = self.ftp.put_with_stream(place)?;
        // An empty file too needs its handshake, which the first flush does.
        let sent = transfer.flush().and_then(|()| transfer.write_all(bytes));
        let sent = sent.and_then(|()| close(&mut transfer));
        // What the host says of it tells more than a line that broke because of that.
        transfer.finish()?;
        sent.map_err(FtpError::ConnectionError)
    }

    pub fn rename(&mut self, from: &str, to: &str) -> FtpResult<()> {
        self.ftp.rename(from, to)
    }

    pub fn remove(&mut self, place: &str) -> FtpResult<()> {
        self.ftp.rm(place)
    }

    pub fn make_folder(&mut self, folder: &str) -> FtpResult<()> {
        self.ftp.mkdir(folder)
    }

    pub fn farewell(mut self) {
        // Nothing hangs on the answer.
        let _ = self.ftp.get_ref().set_read_timeout(Some(FAREWELL));
        let _ = self.ftp.quit();
    }

    fn received(&mut self, command: &str) -> FtpResult<Vec<u8>> {
        let begins = [Status::AboutToSend, Status::AlreadyOpen];
        let (_, mut transfer) = self.ftp.custom_data_command(command, &begins)?;
        let mut bytes = Vec::new();
        let read = match transfer.read_to_end(&mut bytes) {
            // Some hosts hang up without a word of TLS; that all was sent is told by the reply.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(0),
            read => read,
        };
        transfer.finish()?;
        read.map_err(FtpError::ConnectionError)?;
        Ok(bytes)
    }
}

/// Says that this was all, and hears the host out: it sends what the next file needs for being
/// accepted, and a line that is closed before that breaks the file.
fn close(transfer: &mut TransferStream<Secured>) -> std::io::Result<()> {
    transfer.flush()?;
    let DataStream::Ssl(tls) = transfer.get_mut() else {
        return Err(ErrorKind::InvalidInput.into());
    };
    let stream = tls.mut_ref();
    stream.conn.send_close_notify();
    stream.flush()?;
    stream.sock.shutdown(Shutdown::Write)?;
    // Whether all arrived is told by the reply, not by how this ends.
    let _ = std::io::copy(stream, &mut std::io::sink());
    Ok(())
}

/// TLS over a connection that does not wait for ever.
#[derive(Debug)]
struct Patient(RustlsConnector);

impl TlsConnector for Patient {
    type Stream = Secured;

    fn connect(&self, domain: &str, stream: TcpStream) -> FtpResult<Self::Stream> {
        patient(&stream)?;
        self.0.connect(domain, stream)
    }
}

fn patient(stream: &TcpStream) -> FtpResult<()> {
    stream
        .set_read_timeout(Some(SILENCE))
        .and_then(|()| stream.set_write_timeout(Some(SILENCE)))
        .and_then(|()| stream.set_nodelay(true))
        .map_err(FtpError::ConnectionError)
}

/// A reply that refuses is no fault.
fn ignored(done: FtpResult<()>) -> FtpResult<()> {
    match done {
        Err(FtpError::UnexpectedResponse(_)) => Ok(()),
        other => other,
    }
}

/// `example.fi`, `example.fi:2121`, `[::1]:2121`.
fn host_and_port(text: &str) -> Result<(String, u16), String> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let port = port.map_or(Ok(PORT), |port| port.parse().map_err(|_| text.to_owned()))?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    Ok((host.to_owned(), port))
}

/// Trusts whom the machine trusts, and the authority of a file (PEM). A host that takes files only from
/// whoever resumes the session of the commands may give two tickets for that in TLS 1.3, and each
/// is good for one file; the session of TLS 1.2 is good for all.
fn tls(ca: Option<&str>) -> Result<[ClientConfig; 2], String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let own = ca.map_or(Ok(Vec::new()), |path| {
        let certificates = CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| format!("{path}: {error}"))?;
        match certificates.is_empty() {
            true => Err(format!("{path}: no certificate (PEM)")),
            false => Ok(certificates),
        }
    })?;
    let verifier = Verifier::new_with_extra_roots(own, Arc::clone(&provider));
    let verifier = Arc::new(verifier.map_err(|error| error.to_string())?);
    let config = |version| {
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&[version])
            .map_err(|error| error.to_string())?;
        // Its own verifier, for the certificate authority of the file.
        let config = config
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&verifier) as Arc<_>);
        Ok::<_, String>(config.with_no_client_auth())
    };
    Ok([config(&TLS12)?, config(&TLS13)?])
}

#[cfg(test)]
mod tests {
    use super::host_and_port;

    #[test]
    fn the_port_is_21_unless_it_is_told() {
        let read = |text| host_and_port(text).expect("a host");
        assert_eq!(read("ftp.example.fi"), ("ftp.example.fi".to_owned(), 21));
        assert_eq!(read("ftp.example.fi:990").1, 990);
        assert_eq!(read("[::1]"), ("::1".to_owned(), 21));
        assert_eq!(read("[::1]:2121"), ("::1".to_owned(), 2121));
        assert!(host_and_port("ftp.example.fi:portti").is_err());
    }
}
