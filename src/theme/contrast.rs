//! Contrast of colours as WCAG 2.2 counts it. Light and its perception are no money: floats will do.

/// Colours a site may set, with their least contrast against the page in hundredths.
const LIMITS: [(&str, u32); 12] = [
    ("ink", 700),
    ("muted", 450),
    ("brand", 450),
    ("ok", 450),
    ("wait", 450),
    ("stop", 450),
    ("s1", 300),
    ("s2", 300),
    ("s3", 300),
    ("s4", 300),
    ("s5", 300),
    ("s6", 300),
];

/// Backgrounds a site may set, with their least contrast against white text in hundredths.
const BACKGROUNDS: [(&str, u32); 1] = [("night", 700)];

/// The least contrast that white text needs on a background of this name.
pub fn background_limit(token: &str) -> Option<u32> {
    BACKGROUNDS
        .iter()
        .find(|(name, _)| *name == token)
        .map(|(_, limit)| *limit)
}

/// The least contrast of a colour, in hundredths; `None` for a name that cannot be set.
pub fn limit(token: &str) -> Option<u32> {
    LIMITS
        .iter()
        .find(|(name, _)| *name == token)
        .map(|(_, limit)| *limit)
}

/// The names that can be set.
pub fn tokens() -> impl Iterator<Item = &'static str> {
    LIMITS.iter().chain(&BACKGROUNDS).map(|(name, _)| *name)
}

/// Contrast of two colours in hundredths: 2100 for black on white. `None` when one is no colour.
pub fn ratio(one: &str, other: &str) -> Option<u32> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    let (light, dark) = if one > other {
        (one, other)
    } else {
        (other, one)
    };
    let hundredths = (light + 0.05) / (dark + 0.05) * 100.0;
    // Between 100 and 2100, so nothing is lost.
    Some(hundredths as u32)
}

/// Relative luminance of `#rgb` or `#rrggbb`.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let channels: Vec<u8> = match digits.len() {
        3 => digits
            .chars()
            .filter_map(|digit| digit.to_digit(16))
            .filter_map(|digit| u8::try_from(digit * 17).ok())
            .collect(),
        6 => (0..3)
            .filter_map(|index| u8::from_str_radix(digits.get(index * 2..index * 2 + 2)?, 16).ok())
            .collect(),
        _ => return None,
    };
    let weights = [0.2126, 0.7152, 0.0722];
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    Some(
        channels
            .into_iter()
            .map(linear)
            .zip(weights)
            .map(|(light, weight)| light * weight)
            .sum(),
    )
}

#[cfg(test)]
mod tests {
    use super::{LIMITS, ratio};
    use crate::locale::Locale;

    #[test]
    fn black_on_white_is_the_most() {
        assert_eq!(ratio("#000", "#ffffff"), Some(2100));
        assert_eq!(ratio("#fff", "#fff"), Some(100));
        assert_eq!(ratio("valkoinen", "#fff"), None);
    }

    /// The default theme keeps its own limits, on light and on dark pages.
    #[test]
    fn the_default_theme_is_readable() {
        let site = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let theme =
            crate::theme::theme(site, "default", &Locale::finnish()).expect("the theme is usable");
        let tokens = String::from_utf8_lossy(&theme.files["css/tokens.css"]).into_owned();
        for (name, limit) in LIMITS {
            let value = tokens
                .split(&format!("--{name}:"))
                .nth(1)
                .and_then(|rest| rest.split(';').next());
            let value =
                value.and_then(|value| value.trim().strip_prefix("light-dark(")?.strip_suffix(')'));
            let (light, dark) = value.and_then(|value| value.split_once(',')).expect(name);
            let on_light = ratio(light.trim(), &theme.paper.0).expect(name);
            let on_dark = ratio(dark.trim(), &theme.paper.1).expect(name);
            assert!(on_light >= limit, "{name} on light pages: {on_light}");
            assert!(on_dark >= limit, "{name} on dark pages: {on_dark}");
        }
    }
}
