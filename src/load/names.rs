//! Names of files and folders: which of them are one and the same on another machine, and which
//! of them do not survive there.

/// Letters by their sign above or below: a Mac writes `ä` as `a` and the sign.
const COMPOSED: [(char, &str, &str); 8] = [
    ('\u{300}', "aeinouAEINOU", "àèìǹòùÀÈÌǸÒÙ"),
    ('\u{301}', "aeinouycszAEINOUYCSZ", "áéíńóúýćśźÁÉÍŃÓÚÝĆŚŹ"),
    ('\u{302}', "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
    ('\u{303}', "anoiuANOIU", "ãñõĩũÃÑÕĨŨ"),
    ('\u{308}', "aeiouyAEIOUY", "äëïöüÿÄËÏÖÜŸ"),
    ('\u{30a}', "auAU", "åůÅŮ"),
    ('\u{30c}', "cszedrnCSZEDRN", "čšžěďřňČŠŽĚĎŘŇ"),
    ('\u{327}', "cC", "çÇ"),
];

/// A name with letters and their signs as one character each, so that names typed on a Mac have
/// the same address as others.
pub fn composed(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        let letter = out.chars().next_back();
        match letter.and_then(|letter| one_letter(letter, character)) {
            Some(one) => {
                out.pop();
                out.push(one);
            }
            None => out.push(character),
        }
    }
    out
}

fn one_letter(letter: char, sign: char) -> Option<char> {
    let (_, letters, made) = COMPOSED.iter().find(|(known, _, _)| *known == sign)?;
    let at = letters.chars().position(|known| known == letter)?;
    made.chars().nth(at)
}

/// What is the same for names that a disk without capital letters cannot tell apart.
pub fn folded(name: &str) -> String {
    composed(name).to_lowercase()
}

/// Names that Windows keeps for itself, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Signs that Windows refuses in names or that mean something else in an address.
const SIGNS: [char; 10] = [':', '?', '*', '"', '<', '>', '|', '\\', '#', '%'];

/// Why a name does not survive Windows or a web host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hazard {
    Sign(char),
    /// A space or a dot at the end, which Windows takes off.
    End,
    /// The name of a device.
    Device,
}

/// What is wrong with a name, if anything.
pub fn hazard(name: &str) -> Option<Hazard> {
    let refused = |c: &char| SIGNS.contains(c) || c.is_control();
    if let Some(sign) = name.chars().find(refused) {
        return Some(Hazard::Sign(sign));
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some(Hazard::End);
    }
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|start| {
        let number = stem.strip_prefix(start).unwrap_or_default();
        number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    (numbered || DEVICES.contains(&stem.as_str())).then_some(Hazard::Device)
}

#[cfg(test)]
mod tests {
    use super::{Hazard, composed, folded, hazard};

    #[test]
    fn a_mac_and_others_write_the_same_name() {
        assert_eq!(composed("pa\u{308}a\u{308}to\u{308}kset"), "päätökset");
        assert_eq!(composed("A\u{30a}bo ja c\u{30c}"), "Åbo ja č");
        assert_eq!(composed("x\u{308}"), "x\u{308}");
        assert_eq!(folded("PA\u{308}IVA\u{308}KOTI"), folded("päiväkoti"));
    }

    #[test]
    fn some_names_do_not_survive() {
        for (name, wrong) in [
            ("maksut: uudet", Hazard::Sign(':')),
            ("mitä?", Hazard::Sign('?')),
            ("alv-25%", Hazard::Sign('%')),
            ("maksut.", Hazard::End),
            ("maksut ", Hazard::End),
            ("Con", Hazard::Device),
            ("nul.yaml", Hazard::Device),
            ("com1", Hazard::Device),
        ] {
            assert_eq!(hazard(name), Some(wrong), "{name}");
        }
        for name in [
            "maksut",
            "Päätökset 2024",
            "contact",
            "com10",
            "a.b",
            "3,5-kw",
        ] {
            assert_eq!(hazard(name), None, "{name}");
        }
    }
}
