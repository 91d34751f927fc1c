//! What the environment gives for logging in, and what of it must never be printed.

/// The user and the password of a host that asks for them.
pub const USER: &str = "TOTEUMA_PUBLISH_USER";
pub const PASSWORD: &str = "TOTEUMA_PUBLISH_PASSWORD";

/// What must never be printed, even when a host says it.
const SECRETS: [&str; 8] = [
    PASSWORD,
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_STORAGE_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_STORAGE_CONNECTION_STRING",
    "CLOUDSDK_AUTH_ACCESS_TOKEN",
];

/// A part of a secret that is too short to be one by itself.
const SHORT: usize = 8;

/// Longer reasons than this tell nobody more.
const LONGEST: usize = 400;

pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Words in one line, without secrets.
pub fn without_secrets(words: &str) -> String {
    let secrets = SECRETS.into_iter().filter_map(variable);
    let words = secrets.fold(words.to_owned(), |words, secret| hidden(words, &secret));
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST).collect()
}

/// Words without a secret and its parts (`sig=…&se=…`, `AccountName=…;AccountKey=…`).
fn hidden(words: String, secret: &str) -> String {
    let parts = secret.split(['&', ';']);
    let values = parts.filter_map(|part| part.split_once('=').map(|(_, value)| value));
    let long = values.filter(|value| value.len() >= SHORT);
    let all = std::iter::once(secret).chain(long);
    all.fold(words, |words, secret| words.replace(secret, "***"))
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn neither_a_secret_nor_a_part_of_it_is_told() {
        let token = "sv=2018-11-09&sig=abc%2Fdefghij%3D&sp=rw";
        let words = "403 ?sp=rw&sig=abc%2Fdefghij%3D of rw".to_owned();
        assert_eq!(hidden(words, token), "403 ?sp=rw&sig=*** of rw");
        let line = "AccountName=kunta;AccountKey=salaisuus+/==;";
        let words = "kunta: salaisuus+/==".to_owned();
        assert_eq!(hidden(words, line), "kunta: ***");
    }
}
