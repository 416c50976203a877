//! Frames: what goes between parent and child. A frame is a value as JSON with its length before it, eight bytes, the least
//! significant first.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most bytes of a frame: the greatest is the setup, with all words of the user's dictionaries.
const LONGEST: u64 = 1 << 32;

/// Writes a frame.
pub(super) fn write(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let bytes = serde_json::to_vec(value)?;
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(&bytes)?;
    to.flush()
}

/// Reads a frame; `None` where the other side has closed its end.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u64::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(serde_json::from_slice(&bytes)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_the_end_is_no_error() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"một").unwrap();
        write(&mut pipe, &["hai", ""]).unwrap();
        let mut from = pipe.as_slice();
        assert_eq!(read::<String>(&mut from).unwrap().unwrap(), "một");
        assert_eq!(read::<Vec<String>>(&mut from).unwrap().unwrap(), ["hai", ""]);
        assert_eq!(read::<String>(&mut from).unwrap(), None);
    }

    #[test]
    fn a_frame_cut_short_or_too_long_is_an_error() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"một").unwrap();
        for end in 8..pipe.len() {
            assert!(read::<String>(&mut &pipe[..end]).is_err(), "cut at {end}");
        }
        assert!(read::<String>(&mut [0xff; 16].as_slice()).is_err());
    }
}
