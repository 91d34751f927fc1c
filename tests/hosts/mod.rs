//! Real servers on this machine to publish to: nginx for WebDAV, OpenSSH for SFTP, ProFTPD
//! for FTP with TLS, moto for S3, Azurite for Azure, gcp-storage-emulator for Google. Each is installed when it can be, listens on loopback and ends with its test.

#![cfg(unix)]
#![allow(dead_code)]

pub mod proxy;
pub mod visitor;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The password of every host; it must never be printed.
pub const PASSWORD: &str = "sala-sana-ei-nay";

pub struct Host {
    pub port: u16,
    pub folder: tempfile::TempDir,
    command: Command,
    child: Child,
}

impl Host {
    /// Ends it and all who serve for it, at once.
    pub fn kill(&mut self) {
        // Each may have ended by itself.
        let _ = self.child.kill();
        for process in descendants(self.child.id()) {
            let _ = run(Command::new("kill").args(["-KILL", &process.to_string()]));
        }
        let _ = self.child.wait();
    }

    /// Starts it after it was killed.
    pub fn start_again(&mut self) {
        self.child = self.command.spawn().expect("the server starts");
        answers(self.port, &mut self.child).expect("the server answers");
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A disk of a few megabytes, in memory.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    pub fn at(folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]);
        run(command.arg(folder))?;
        Ok(Self(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What cannot be unmounted goes with the machine.
        let _ = run(Command::new("umount").arg("-l").arg(&self.0));
    }
}

/// Fills a disk with a file up to so many bytes.
pub fn fill(place: &Path, left: u64) {
    let mut file = fs::File::create(place).expect("a file");
    // Until nothing more fits.
    while file.write_all(&[0; 4096]).is_ok() {}
    let size = file.metadata().expect("a file").len();
    file.set_len(size.saturating_sub(left)).expect("shorter");
}

/// Processes that a process has started, and those that they have.
fn descendants(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = processes.filter_map(|entry| {
        let number = entry.file_name().to_string_lossy().parse().ok()?;
        let told = fs::read_to_string(entry.path().join("stat")).ok()?;
        // The name, in parentheses, may hold anything.
        let (_, after) = told.rsplit_once(')')?;
        let its_parent: u32 = after.split_whitespace().nth(1)?.parse().ok()?;
        (its_parent == parent).then_some(number)
    });
    let children: Vec<u32> = children.collect();
    let grandchildren = children.iter().flat_map(|child| descendants(*child));
    let grandchildren: Vec<u32> = grandchildren.collect();
    [children, grandchildren].concat()
}

/// With `CI` set nothing is skipped.
#[allow(clippy::print_stderr)]
pub fn or_skip<T>(name: &str, host: Result<T, String>) -> Option<T> {
    match host {
        Ok(host) => Some(host),
        Err(reason) if std::env::var_os("CI").is_none() => {
            eprintln!("skipped: publishing by {name}: {reason}");
            None
        }
        Err(reason) => panic!("publishing by {name}: {reason}"),
    }
}

pub fn nginx() -> Result<Host, String> {
    const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";
    if !Path::new(MODULE).is_file() {
        apt_install(&["nginx-light", "libnginx-mod-http-dav-ext"])?;
    }
    let (folder, port) = (folder()?, free_port()?);
    let root = folder.path();
    put(root, "users", &format!("julkaisija:{{PLAIN}}{PASSWORD}\n"))?;
    let user = match is_root() {
        true => "user root;",
        false => "",
    };
    let at = root.display();
    let config = format!(
        "load_module {MODULE};\n{user}\ndaemon off;\nmaster_process off;\npid {at}/pid;\n\
         error_log {at}/errors;\nevents {{}}\nhttp {{\n  access_log off;\n\
         client_body_temp_path {at}/body;\n  proxy_temp_path {at}/t1;\n  fastcgi_temp_path {at}/t2;\n\
         uwsgi_temp_path {at}/t3;\n  scgi_temp_path {at}/t4;\n\
         server {{\n    listen 127.0.0.1:{port};\n    root {at}/www;\n\
         location / {{\n    limit_except GET {{ auth_basic x; auth_basic_user_file {at}/users; }}\n\
         dav_methods PUT DELETE MKCOL COPY MOVE;\n\
         dav_ext_methods PROPFIND OPTIONS;\n    client_max_body_size 0;\n  }}\n  }}\n}}\n"
    );
    put(root, "nginx.conf", &config)?;
    put(root, "www/.keep", "")?;
    let program = program(&["nginx", "/usr/sbin/nginx"])?;
    let mut command = Command::new(program);
    command.arg("-e").arg(root.join("errors"));
    command.arg("-c").arg(root.join("nginx.conf"));
    started(command, port, folder)
}

/// SFTP. It replaces a file in one step as OpenSSH does, or not at all as the standard has it.
pub fn sshd(replaces: bool) -> Result<Host, String> {
    if program(&["/usr/sbin/sshd"]).is_err() {
        apt_install(&["openssh-server", "openssh-client"])?;
    }
    let (folder, port) = (folder()?, free_port()?);
    let root = folder.path();
    for key in ["host", "user"] {
        let mut command = Command::new("ssh-keygen");
        command.args(["-q", "-t", "ed25519", "-N", "", "-f"]);
        run(command.arg(root.join(key)))?;
    }
    let public = |key: &str| {
        fs::read_to_string(root.join(format!("{key}.pub"))).map_err(|error| error.to_string())
    };
    put(root, "allowed", &public("user")?)?;
    put(root, "known", &format!("* {}", public("host")?))?;
    // The test's own list of known hosts, before the person's.
    let shim = format!(
        "#!/bin/sh\nexec /usr/bin/ssh -o UserKnownHostsFile={}/known \"$@\"\n",
        root.display()
    );
    put(root, "bin/ssh", &shim)?;
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(root.join("bin/ssh"), executable).map_err(|error| error.to_string())?;
    if is_root() {
        // Where Debian's sshd sheds its rights.
        fs::create_dir_all("/run/sshd").map_err(|error| error.to_string())?;
    }
    let at = root.display();
    let denied = if replaces { "" } else { "-P posix-rename" };
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/host\nAuthorizedKeysFile {at}/allowed\n\
         PidFile {at}/pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n\
         PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp {denied}\n"
    );
    put(root, "sshd.conf", &config)?;
    put(root, "www/.keep", "")?;
    fs::remove_file(root.join("www/.keep")).map_err(|error| error.to_string())?;
    let mut command = Command::new("/usr/sbin/sshd");
    command.args(["-D", "-e", "-f"]).arg(root.join("sshd.conf"));
    started(command, port, folder)
}

/// Gives a command the user of a host with passwords.
pub fn user(_: &Host, command: &mut Command) {
    command.env("TOTEUMA_PUBLISH_USER", "julkaisija");
    command.env("TOTEUMA_PUBLISH_PASSWORD", PASSWORD);
}

/// Gives a command the keys of a bucket.
pub fn keys(_: &Host, command: &mut Command) {
    command.env("AWS_ACCESS_KEY_ID", "avain");
    command.env("AWS_SECRET_ACCESS_KEY", PASSWORD);
}

/// Gives a command the key of the test's user and the host that it knows.
pub fn trust(host: &Host, command: &mut Command) {
    let root = host.folder.path();
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", root.join("bin").display()));
    command.env("TOTEUMA_PUBLISH_KEY", root.join("user"));
}

/// FTP with TLS and a certificate authority of its own, `ca.pem`. It replaces a file in one step or,
/// as IIS, not at all.
pub fn proftpd(replaces: bool) -> Result<Host, String> {
    const MODULE: &str = "/usr/lib/proftpd/mod_tls.so";
    if !Path::new(MODULE).is_file() {
        apt_install(&["proftpd-core", "proftpd-mod-crypto", "openssl"])?;
    }
    let (folder, port) = (folder()?, free_port()?);
    let root = folder.path();
    certificate(root)?;
    let hidden = run(Command::new("openssl").args(["passwd", "-6", PASSWORD]))?;
    let id = |asked: &str| run(Command::new("id").arg(asked)).map(|told| told.trim().to_owned());
    let (user, group, at) = (id("-un")?, id("-gn")?, root.display());
    let line = format!(
        "{}:{}:{}::{at}/www:/bin/sh\n",
        hidden.trim(),
        id("-u")?,
        id("-g")?
    );
    put(root, "users", &format!("julkaisija:{line}"))?;
    let readable = fs::Permissions::from_mode(0o600);
    fs::set_permissions(root.join("users"), readable).map_err(|error| error.to_string())?;
    let replaces = if replaces { "on" } else { "off" };
    let config = format!(
        "ServerType standalone\nServerName x\nDefaultAddress 127.0.0.1\nPort {port}\nUseIPv6 off\n\
         ModulePath /usr/lib/proftpd\nLoadModule mod_tls.c\nUser {user}\nGroup {group}\n\
         AuthOrder mod_auth_file.c\nAuthUserFile {at}/users\nRequireValidShell off\nRootLogin on\n\
         AuthPAM off\nWtmpLog off\nTransferLog none\nSystemLog {at}/log\nPidFile {at}/pid\n\
         ScoreboardFile {at}/score\nDelayEngine off\nAllowOverwrite {replaces}\n\
         MaxClientsPerHost 4\nTLSEngine on\nTLSRequired on\nTLSLog {at}/tls\n\
         TLSRSACertificateFile {at}/server.pem\nTLSRSACertificateKeyFile {at}/server.key\n\
         TLSVerifyClient off\n"
    );
    put(root, "proftpd.conf", &config)?;
    fs::create_dir_all(root.join("www")).map_err(|error| error.to_string())?;
    let mut command = Command::new(program(&["proftpd", "/usr/sbin/proftpd"])?);
    command
        .args(["-n", "-q", "-c"])
        .arg(root.join("proftpd.conf"));
    started(command, port, folder)
}

/// A certificate for loopback (`server.pem`, `server.key`) by an authority (`ca.pem`).
fn certificate(root: &Path) -> Result<(), String> {
    put(root, "names", "subjectAltName=IP:127.0.0.1\n")?;
    let openssl = |words: &str| {
        let mut command = Command::new("openssl");
        run(command.current_dir(root).args(words.split(' ')))
    };
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 9 -subj /CN=Kunta",
    )?;
    openssl("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=Palvelin")?;
    openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 9 \
         -extfile names -out server.pem",
    )?;
    Ok(())
}

pub fn moto() -> Result<Host, String> {
    const VERSION: &str = "moto[server,s3]==5.2.5";
    let server = python_program("moto", VERSION, "moto_server")?;
    let (folder, port) = (folder()?, free_port()?);
    let mut command = Command::new(server);
    command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
    started(command, port, folder)
}

/// Google's storage with a bucket `kunta`. It does not look at tokens.
pub fn google() -> Result<Host, String> {
    const VERSION: &str = "gcp-storage-emulator==2026.7.19";
    let server = python_program("google", VERSION, "gcp-storage-emulator")?;
    let (folder, port) = (folder()?, free_port()?);
    let mut command = Command::new(server);
    command.args(["start", "--host=127.0.0.1", "--in-memory"]);
    command.args(["--default-bucket=kunta", &format!("--port={port}")]);
    started(command, port, folder)
}

/// A program of a Python package in a folder of its own.
fn python_program(name: &str, version: &str, program: &str) -> Result<PathBuf, String> {
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let server = python.join("bin").join(program);
    if !server.is_file() {
        if run(Command::new("python3").args(["-m", "venv"]).arg(&python)).is_err() {
            apt_install(&["python3", "python3-venv"])?;
            run(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        }
        let mut command = Command::new(python.join("bin/pip"));
        run(command.args(["install", "--quiet", version]))?;
    }
    Ok(server)
}

/// The account that Azurite always has, and its key, which its makers publish.
pub const AZURE_ACCOUNT: &str = "devstoreaccount1";
pub const AZURE_KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
/// Signed with that key: all may be done with blobs until 2099.
pub const AZURE_TOKEN: &str = "sv=2018-11-09&ss=b&srt=sco&se=2099-01-01&sp=rwdlac&sig=c7q%2FZw04LGrO%2B2yBfUAtLDd9l7gmagTsfHfgi8%2FKB10%3D";

pub fn azurite() -> Result<Host, String> {
    const VERSION: &str = "azurite@3.35.0";
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("azurite");
    let server = place.join("node_modules/.bin/azurite-blob");
    if !server.is_file() {
        fs::create_dir_all(&place).map_err(|error| error.to_string())?;
        let mut command = Command::new(program(&["npm"])?);
        command.args(["install", "--no-audit", "--no-fund", "--prefix"]);
        run(command.arg(&place).arg(VERSION))?;
    }
    let (folder, port) = (folder()?, free_port()?);
    let mut command = Command::new(server);
    command.args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string()]);
    command.args(["--skipApiVersionCheck", "--disableTelemetry", "--location"]);
    command.arg(folder.path());
    started(command, port, folder)
}

/// The owner's own request: moto asks for a signature and does not look at it.
pub const SIGNED: &str = "Authorization: AWS4-HMAC-SHA256 \
    Credential=avain/20240101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x\r\n";

/// Head (in lower case) and body of an answer.
pub fn http(host: &Host, method: &str, path: &str, headers: &str, body: &str) -> (String, Vec<u8>) {
    asked(host.port, method, path, headers, body).expect("the host answers")
}

/// What a reader gets, at once or not at all.
pub fn found(port: u16, path: &str) -> visitor::Found {
    match asked(port, "GET", path, SIGNED, "") {
        Some((head, body)) if head.contains(" 200 ") => {
            let told = head.split("content-length: ").nth(1);
            let told = told.and_then(|rest| rest.lines().next()?.trim().parse::<usize>().ok());
            match told {
                Some(length) if body.len() == length => visitor::Found::Bytes(body),
                _ => visitor::Found::Silence,
            }
        }
        Some((head, _)) if head.contains(" 404 ") => visitor::Found::Missing,
        _ => visitor::Found::Silence,
    }
}

fn asked(
    port: u16,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> Option<(String, Vec<u8>)> {
    let mut line = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    line.write_all(head.as_bytes()).ok()?;
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    Some((head, answer[end + 4..].to_vec()))
}

/// The files below a folder of a bucket.
pub fn bucket(host: &Host, bucket: &str, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let address = format!("/{bucket}?list-type=2&encoding-type=url&prefix={folder}");
    let (_, list) = http(host, "GET", &address, SIGNED, "");
    let list = String::from_utf8_lossy(&list).into_owned();
    let keys = list.split("<Key>").skip(1);
    let keys = keys.filter_map(|rest| rest.split_once("</Key>"));
    let mut files = BTreeMap::new();
    for (key, _) in keys {
        let (head, body) = http(host, "GET", &format!("/{bucket}/{key}"), SIGNED, "");
        assert!(head.contains(" 200 "), "{key}: {head}");
        files.insert(decoded(&key[folder.len()..]), body);
    }
    files
}

/// The files below `oma/` of these names, each read from its place.
pub fn read(
    host: &Host,
    names: impl Iterator<Item = String>,
    place: &dyn Fn(&str) -> String,
) -> BTreeMap<String, Vec<u8>> {
    let read = |name: String| {
        let (head, body) = http(host, "GET", &place(&encoded(&name)), "", "");
        assert!(head.contains(" 200 "), "{name}: {head}");
        (name.trim_start_matches("oma/").to_owned(), body)
    };
    names.map(read).collect()
}

pub fn encoded(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => (byte as char).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(sign).collect()
}

fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = u8::from_str_radix(&part[..2], 16).expect("a code");
        bytes.push(code);
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).expect("text")
}

/// A server that answers within some seconds.
fn started(mut command: Command, port: u16, folder: tempfile::TempDir) -> Result<Host, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = command
        .spawn()
        .map_err(|error| format!("{name}: {error}"))?;
    let mut host = Host {
        port,
        folder,
        command,
        child,
    };
    answers(port, &mut host.child).map_err(|reason| format!("{name} {reason}"))?;
    Ok(host)
}

fn answers(port: u16, child: &mut Child) -> Result<(), String> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("ended: {status}"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err("does not answer".to_owned())
}

fn folder() -> Result<tempfile::TempDir, String> {
    tempfile::tempdir().map_err(|error| error.to_string())
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener
        .map(|address| address.port())
        .map_err(|error| error.to_string())
}

fn put(root: &Path, name: &str, text: &str) -> Result<(), String> {
    let place = root.join(name);
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&place, text))
        .map_err(|error| format!("{}: {error}", place.display()))
}

fn program(names: &[&str]) -> Result<PathBuf, String> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let places = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut places = places;
    places
        .find(|path| path.is_file())
        .ok_or_else(|| format!("there is no {}", names.join(" or ")))
}

fn is_root() -> bool {
    run(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0")
}

/// Installs Debian packages, which only root may do, one test at a time.
fn apt_install(packages: &[&str]) -> Result<(), String> {
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE.lock();
    if !is_root() {
        return Err(format!("only root can install {}", packages.join(", ")));
    }
    run(Command::new("apt-get").arg("update"))?;
    run(Command::new("apt-get")
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    Ok(())
}

fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!(
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
    }
}
