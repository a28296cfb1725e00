//! Writes a tar archive that is the same on every machine.
//!
//! In come names, modes and contents. Out come the bytes of an archive in the form ustar: one owner, one time, and the
//! files in the order in which they were added. The tar programs of Linux and macOS have no common flags for that.
//! What goes into the archive of a release is decided in `dist`.

use std::io;

const BLOCK: usize = 512;

/// The longest name that the form has room for. The names here are far shorter.
const LONGEST_NAME: usize = 100;

/// An archive that is being written.
pub(super) struct Archive {
    bytes: Vec<u8>,
    seconds: u64,
}

impl Archive {
    /// An empty archive; each file in it was changed at this time, in seconds since 1970.
    pub(super) const fn new(seconds: u64) -> Self {
        Self {
            bytes: Vec::new(),
            seconds,
        }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// If the name is longer than 100 bytes.
    pub(super) fn add(&mut self, name: &str, mode: u32, content: &[u8]) -> io::Result<()> {
        if name.len() > LONGEST_NAME {
            return Err(io::Error::other(format!(
                "{name} is longer than the {LONGEST_NAME} bytes that a name in an archive may have"
            )));
        }
        let mut header = [0_u8; BLOCK];
        let fields: [(usize, String); 9] = [
            (0, name.to_owned()),
            (100, format!("{mode:07o}\0")),
            (108, format!("{:07o}\0", 0)),
            (116, format!("{:07o}\0", 0)),
            (124, format!("{:011o}\0", content.len())),
            (136, format!("{:011o}\0", self.seconds)),
            // The sum is taken with spaces in its own place.
            (148, " ".repeat(8)),
            // A plain file.
            (156, "0".to_owned()),
            (257, "ustar\x0000".to_owned()),
        ];
        for (at, text) in &fields {
            put(&mut header, *at, text);
        }
        let sum: u32 = header.iter().copied().map(u32::from).sum();
        put(&mut header, 148, &format!("{sum:06o}\0 "));
        self.bytes.extend_from_slice(&header);
        self.bytes.extend_from_slice(content);
        let rest = content.len() % BLOCK;
        if rest > 0 {
            self.bytes.resize(self.bytes.len() + BLOCK - rest, 0);
        }
        Ok(())
    }

    /// The archive, with the two empty blocks at its end.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.resize(self.bytes.len() + 2 * BLOCK, 0);
        self.bytes
    }
}

fn put(header: &mut [u8; BLOCK], at: usize, text: &str) {
    for (place, byte) in header.iter_mut().skip(at).zip(text.bytes()) {
        *place = byte;
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    #[test]
    fn tar_unpacks_what_was_added() {
        let folder =
            std::env::temp_dir().join(format!("publicsquare-xtask-tar-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        let mut archive = Archive::new(1_700_000_000);
        archive.add("a/psq", 0o755, b"program").unwrap();
        archive.add("a/man/psq.1", 0o644, &[b'x'; 512]).unwrap();
        fs::write(folder.join("a.tar"), archive.finish()).unwrap();
        let unpacked = Command::new("tar")
            .args(["-xf", "a.tar"])
            .current_dir(&folder)
            .status()
            .unwrap();
        assert!(unpacked.success());
        assert_eq!(fs::read(folder.join("a/psq")).unwrap(), b"program");
        assert_eq!(fs::read(folder.join("a/man/psq.1")).unwrap().len(), 512);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_name_without_room_is_refused() {
        let mut archive = Archive::new(0);
        assert!(archive.add(&"a".repeat(101), 0o644, b"").is_err());
    }
}
