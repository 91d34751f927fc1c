//! A finding's message and help in words; every form of report says the same.

use crate::diagnostic::{Finding, WORD};
use crate::locale::Locale;

/// What a finding says: the fact, and the next step (empty when there is none to tell).
pub struct Words {
    pub message: String,
    pub help: String,
}

pub fn words(finding: &Finding, locale: &Locale) -> Words {
    let values: Vec<_> = finding
        .values
        .iter()
        .map(|(name, text)| (*name, shown(name, &value(text, locale))))
        .collect();
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    // `message-never` goes with `help-never`, where a case needs its own.
    let own = finding.help.replacen("help", "message", 1);
    let message = match locale.word(&format!("findings.{}.{own}", finding.rule)) {
        Some(_) => own,
        None => "message".to_owned(),
    };
    let text = |part: &str| locale.text(&format!("findings.{}.{part}", finding.rule), &values);
    Words {
        message: text(&message),
        help: text(finding.help),
    }
}

/// A value of a finding as text: some are words of the reader's language.
pub fn value(text: &str, locale: &Locale) -> String {
    match text.strip_prefix(WORD) {
        Some(key) => locale.text(key, &[]),
        None => text.to_owned(),
    }
}

/// A message after what it is about: "Toimintakate, TA 2024: toimintakate …".
pub fn sentence(finding: &Finding, message: &str) -> String {
    match &finding.about {
        Some(about) if !about.is_empty() && !message.contains(about.as_str()) => {
            format!("{}: {message}", shown("about", about))
        }
        _ => message.to_owned(),
    }
}

/// Text from the data made safe for a terminal and cut to 80 characters; lists of what is known
/// stay whole.
pub fn shown(name: &str, value: &str) -> String {
    let mut text = String::new();
    for (count, character) in value.chars().enumerate() {
        if count == 80 && name != "known" {
            text.push('…');
            break;
        }
        if character.is_control() || hidden(character) {
            text.extend(character.escape_unicode());
        } else {
            text.push(character);
        }
    }
    text
}

/// Characters that a reader cannot see but that change how the text reads.
fn hidden(character: char) -> bool {
    matches!(character, '\u{85}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
