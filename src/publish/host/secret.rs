//! What the environment gives for logging in, and what of it must never be printed.

/// The user and the password of a host that asks for them.
pub const USER: &str = "TOTEUMA_PUBLISH_USER";
pub const PASSWORD: &str = "TOTEUMA_PUBLISH_PASSWORD";

/// What must never be printed, even when a host says it.
const SECRETS: [&str; 4] = [
    PASSWORD,
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// Longer reasons than this tell nobody more.
const LONGEST: usize = 400;

pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Words in one line, without secrets.
pub fn without_secrets(words: &str) -> String {
    let mut words = words.to_owned();
    for secret in SECRETS.into_iter().filter_map(variable) {
        words = words.replace(&secret, "***");
    }
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST).collect()
}
