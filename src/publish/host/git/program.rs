//! The machine's own `git`: never by a shell, never asking, with its own keys and helpers, and those
//! of the repository one stands in.

use std::fs;
use std::process::{Command, Stdio};

use super::super::super::address::{Address, BadAddress, Scheme};
use super::super::secret::{PASSWORD, USER, variable, without_secrets};

/// `git`, with a temporary repository that nobody else sees.
pub struct Program {
    folder: tempfile::TempDir,
    settings: Vec<String>,
    /// Who one is, when the environment tells the password.
    user: Option<String>,
}

/// What a repository around us would tell, and is not meant for ours.
const FOREIGN: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
    "GIT_PREFIX",
];

/// Answers Git's question of who one is from the environment; no argument holds the password.
const HELPER: &str = r#"!f() { test "$1" = get && printf 'username=%s\npassword=%s\n' "$TOTEUMA_PUBLISH_USER" "$TOTEUMA_PUBLISH_PASSWORD"; }; f"#;

/// The user of those code hosts that look at the password alone.
const ANYBODY: &str = "x-access-token";

/// Settings of a repository that say how its host is reached.
const REACHING: &str = r"^(http|credential|url|user|core\.sshcommand|core\.askpass)(\.|$)";

impl Program {
    pub fn new(address: &Address) -> Result<Self, BadAddress> {
        let unusable = |error: std::io::Error| BadAddress::Unusable(error.to_string());
        let folder = tempfile::Builder::new().prefix("toteuma-").tempdir();
        let folder = folder.map_err(unusable)?;
        if let Err(error) = Command::new("git").arg("--version").output() {
            return Err(match error.kind() {
                std::io::ErrorKind::NotFound => BadAddress::NoGit,
                _ => unusable(error),
            });
        }
        // The temporary folder is its owner's alone.
        let around = folder.path().join("around");
        fs::write(&around, settings_around()).map_err(unusable)?;
        let mut settings = vec![
            format!("include.path={}", around.display()),
            "gc.auto=0".to_owned(),
            "maintenance.auto=false".to_owned(),
            // A line that gives nothing for a minute is broken.
            "http.lowSpeedLimit=1".to_owned(),
            "http.lowSpeedTime=60".to_owned(),
        ];
        let by_http = matches!(address.scheme, Scheme::GitHttp | Scheme::GitHttps);
        let user = (by_http && variable(PASSWORD).is_some()).then(|| {
            settings.push("credential.helper=".to_owned());
            let host = &address.host;
            let http = web(address.scheme);
            settings.push(format!("credential.{http}://{host}.helper={HELPER}"));
            let user = variable(USER).or_else(|| address.user.clone());
            user.unwrap_or_else(|| ANYBODY.to_owned())
        });
        Ok(Self {
            folder,
            settings,
            user,
        })
    }

    /// Makes the temporary repository, which takes no hooks of the machine.
    pub fn create(&self, format: &str) -> Result<(), String> {
        let init = ["init", "--quiet", "--bare", "--template=", format, "git"];
        self.outside(&init).map(drop)
    }

    /// A command in the temporary repository.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare();
        command.arg("--git-dir").arg(self.folder.path().join("git"));
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        output(self.command(arguments))
    }

    /// Runs what needs no repository.
    pub fn outside(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let mut command = self.bare();
        command.args(arguments);
        output(command)
    }

    /// The one line that a command says.
    pub fn line(&self, arguments: &[&str]) -> Result<String, String> {
        let said = self.run(arguments)?;
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    }

    /// Who commits, and when.
    pub fn identity(&self) -> Result<String, String> {
        let who = ["var", "GIT_COMMITTER_IDENT"];
        let mut told = vec!["-c", "user.useConfigOnly=true"];
        told.extend(who);
        self.line(&told).or_else(|_| {
            let mut ours = vec![
                "-c",
                "user.name=toteuma",
                "-c",
                "user.email=toteuma@localhost",
            ];
            ours.extend(who);
            self.line(&ours)
        })
    }

    fn bare(&self) -> Command {
        let mut command = Command::new("git");
        for setting in &self.settings {
            command.arg("-c").arg(setting);
        }
        for name in FOREIGN {
            command.env_remove(name);
        }
        if let Some(user) = &self.user {
            command.env(USER, user);
        }
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }
}

fn output(mut command: Command) -> Result<Vec<u8>, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(one_line(&String::from_utf8_lossy(&output.stderr))),
    }
}

/// The address as `git` writes it.
pub fn url(address: &Address) -> String {
    let path = encoded(&address.path);
    let path = path.trim_start_matches('/');
    let user = address.user.as_deref().map(|user| encoded(user) + "@");
    let user = user.unwrap_or_default();
    match address.scheme {
        Scheme::GitFile => format!("file:///{path}"),
        Scheme::GitSsh => {
            let (name, rest) = address.host.split_once(':').unwrap_or((&address.host, ""));
            // `git@host:people/site.git`, as code hosts show it, has no port but a folder there.
            match rest.is_empty() || rest.bytes().all(|byte| byte.is_ascii_digit()) {
                true => format!("ssh://{user}{}/{path}", address.host),
                false => format!("ssh://{user}{name}/{rest}/{path}"),
            }
        }
        scheme => format!("{}://{user}{}/{path}", web(scheme), address.host),
    }
}

fn web(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::GitHttp => "http",
        _ => "https",
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:+".contains(&byte);
    let signs = text.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    signs.collect()
}

/// How the repository one stands in reaches its hosts, as a file of settings: what `git push` does
/// there must work here too, as with the token that a code host's machine has put there.
fn settings_around() -> String {
    let mut command = Command::new("git");
    command.args(["config", "--null", "--show-scope", "--get-regexp", REACHING]);
    let Ok(output) = command.stdin(Stdio::null()).output() else {
        return String::new();
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let words: Vec<&str> = text.split('\0').collect();
    let pairs = words.chunks_exact(2);
    let own = pairs.filter(|pair| matches!(pair[0], "local" | "worktree"));
    own.filter_map(|pair| setting(pair[1])).collect()
}

/// `http.https://host/.extraheader<newline>value` as a file of settings has it.
fn setting(pair: &str) -> Option<String> {
    let (key, value) = pair.split_once('\n')?;
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let (section, rest) = key.split_once('.')?;
    let value = quoted(value).replace('\n', "\\n");
    Some(match rest.rsplit_once('.') {
        Some((part, name)) => format!("[{section} \"{}\"]\n{name} = \"{value}\"\n", quoted(part)),
        None => format!("[{section}]\n{rest} = \"{value}\"\n"),
    })
}

/// What `git` said, in one line and without secrets.
pub fn one_line(words: &str) -> String {
    let mut words = words.to_owned();
    for (name, value) in std::env::vars() {
        let name = name.to_uppercase();
        let is_secret = ["TOKEN", "PASSWORD", "SECRET"]
            .iter()
            .any(|part| name.contains(part));
        if is_secret && value.len() >= SHORT {
            words = words.replace(&value, "***");
        }
    }
    let mut parts = words.split("://");
    let first = parts.next().unwrap_or_default().to_owned();
    let line = parts.fold(first, |line, rest| format!("{line}://{}", nameless(rest)));
    without_secrets(line.trim_end().trim_end_matches('.'))
}

/// A shorter one would take common words with it.
const SHORT: usize = 4;

/// An address without what stands before `@` in its first part.
fn nameless(rest: &str) -> String {
    let end = rest.find(['/', ' ', '\n', '\'', '"']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("***{}", &rest[at..]),
        None => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, one_line, setting, url};

    #[test]
    fn an_address_is_written_as_git_has_it() {
        let url = |text| url(&Address::read(text).expect("an address"));
        let same = "ssh://git@github.com/kunta/sivut.git";
        assert_eq!(
            url("git+ssh://git@github.com/kunta/sivut.git?branch=p"),
            same
        );
        assert_eq!(
            url("git+ssh://git@github.com:kunta/sivut.git?branch=p"),
            same
        );
        assert_eq!(url("git+ssh://a@h:2222/x.git"), "ssh://a@h:2222/x.git");
        assert_eq!(
            url("git+https://h/a%20b.git?branch=p"),
            "https://h/a%20b.git"
        );
        assert_eq!(url("git+file:///srv/x.git"), "file:///srv/x.git");
    }

    #[test]
    fn no_secret_is_told() {
        let told = one_line("fatal: 'https://me:salasana@h/x.git'\n https://avain@h: no");
        assert_eq!(told, "fatal: 'https://***@h/x.git' https://***@h: no");
    }

    #[test]
    fn a_setting_keeps_its_signs() {
        assert_eq!(
            setting("http.https://h.fi/.extraheader\nA: \"b\\c\"").as_deref(),
            Some("[http \"https://h.fi/\"]\nextraheader = \"A: \\\"b\\\\c\\\"\"\n")
        );
        assert_eq!(
            setting("user.name\nÄ"),
            Some("[user]\nname = \"Ä\"\n".to_owned())
        );
    }
}
