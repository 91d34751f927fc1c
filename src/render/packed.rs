//! Packed copies beside text files, `index.html.gz` beside `index.html`: a web host sends them as
//! they are instead of packing the same file for every reader.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::File;

/// Endings of files that are text.
const ENDINGS: [&str; 10] = [
    "html",
    "css",
    "js",
    "svg",
    "csv",
    "json",
    "xml",
    "txt",
    "md",
    "webmanifest",
];
/// A smaller file fits in one packet of the network as it is.
const LEAST_BYTES: usize = 1000;

/// The packed copy of a file; none where it would not be smaller. It holds neither time nor name, so
/// that the same file gives the same bytes.
pub fn packed(file: &File) -> Option<File> {
    let (_, ending) = file.path.rsplit_once('.')?;
    if !ENDINGS.contains(&ending) || file.bytes.len() < LEAST_BYTES {
        return None;
    }
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&file.bytes).ok()?;
    let bytes = packer.finish().ok()?;
    (bytes.len() < file.bytes.len()).then(|| File {
        path: format!("{}.gz", file.path),
        bytes,
    })
}

/// The endings of files that may have a packed copy as a regular expression: `html|css`.
pub fn endings() -> String {
    ENDINGS.join("|")
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::packed;
    use crate::render::File;

    fn file(path: &str, bytes: Vec<u8>) -> File {
        let path = path.to_owned();
        File { path, bytes }
    }

    #[test]
    fn a_packed_copy_unpacks_to_the_file_and_tells_no_time() {
        let page = file("a/index.html", b"<p>Maksu</p>".repeat(200));
        let made = packed(&page).expect("a packed copy");
        assert_eq!(made.path, "a/index.html.gz");
        assert!(made.bytes.len() < 100);
        // RFC 1952: no flags, and a time of zero.
        assert_eq!(made.bytes.get(..8), Some(&[31, 139, 8, 0, 0, 0, 0, 0][..]));
        let mut bytes = Vec::new();
        let mut unpacker = GzDecoder::new(made.bytes.as_slice());
        unpacker.read_to_end(&mut bytes).expect("gzip");
        assert_eq!(bytes, page.bytes);
    }

    #[test]
    fn only_text_that_becomes_smaller_is_packed() {
        assert_eq!(packed(&file("a.html", b"<p>Maksu</p>".repeat(20))), None);
        assert_eq!(packed(&file("a.png", b"abcd".repeat(1000))), None);
        let mut noise = 1_u32;
        let mut next = || {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            noise.to_le_bytes()
        };
        let bytes = (0..1000).flat_map(|_| next()).collect();
        assert_eq!(packed(&file("a.txt", bytes)), None);
    }
}
