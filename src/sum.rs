//! A file by its bytes: how many there are, and a digest that no other bytes have.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A file by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    pub size: u64,
    pub sha256: Sha,
}

/// A SHA-256; as text 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Sha(pub [u8; 32]);

impl Sum {
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            size: bytes.len() as u64,
            sha256: Sha(Sha256::digest(bytes).into()),
        }
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

impl fmt::Display for Sha {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let text: String = digits
            .map(|digit| char::from(DIGITS[usize::from(digit)]))
            .collect();
        to.write_str(&text)
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

impl Serialize for Sha {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match to.is_human_readable() {
            true => to.collect_str(self),
            false => self.0.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Sha {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match from.is_human_readable() {
            true => String::deserialize(from).map(Self::from),
            false => Deserialize::deserialize(from).map(Self),
        }
    }
}

impl From<String> for Sha {
    /// Whatever is no digest becomes one that no file has, so that its file counts as changed.
    fn from(text: String) -> Self {
        let digit = |sign: &u8| DIGITS.iter().position(|known| known == sign);
        let mut digits = text.bytes().map(|sign| digit(&sign));
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            let (Some(Some(high)), Some(Some(low))) = (digits.next(), digits.next()) else {
                return Self([0; 32]);
            };
            *byte = u8::try_from(16 * high + low).unwrap_or_default();
        }
        Self(if digits.next().is_some() {
            [0; 32]
        } else {
            bytes
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn a_sum_is_what_other_programs_count() {
        // printf abc | sha256sum
        assert_eq!(
            Sum::of(b"abc").sha256.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
