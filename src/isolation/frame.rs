//! Frames: what goes between parent and child. A frame is a value as JSON and any number of byte strings after it, each
//! with its length before it, eight bytes, the least significant first.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most bytes of one string: a page's record or image takes a few million.
const LONGEST: u64 = 1 << 32;

/// Writes a frame.
pub(super) fn write(to: &mut impl Write, value: &impl Serialize, blobs: &[&[u8]]) -> io::Result<()> {
    put(to, &serde_json::to_vec(value)?)?;
    to.write_all(&(blobs.len() as u64).to_le_bytes())?;
    for blob in blobs {
        put(to, blob)?;
    }
    to.flush()
}

/// Reads a frame; `None` where the other side has closed its end.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<(T, Vec<Vec<u8>>)>> {
    let length = match number(from) {
        Ok(length) => length,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    let value = serde_json::from_slice(&bytes(from, length)?)?;
    let blobs = (0..number(from)?).map(|_| {
        let length = number(from)?;
        bytes(from, length)
    });
    Ok(Some((value, blobs.collect::<io::Result<_>>()?)))
}

fn put(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)
}

fn number(from: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn bytes(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    if length > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_the_end_is_no_error() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"một", &[b"", b"\x00\xff"]).unwrap();
        write(&mut pipe, &"hai", &[]).unwrap();
        let mut from = pipe.as_slice();
        let first: (String, Vec<Vec<u8>>) = read(&mut from).unwrap().unwrap();
        assert_eq!(first, ("một".into(), vec![vec![], vec![0, 0xff]]));
        assert_eq!(read::<String>(&mut from).unwrap().unwrap().0, "hai");
        assert_eq!(read::<String>(&mut from).unwrap(), None);
    }

    #[test]
    fn a_frame_cut_short_or_too_long_is_an_error() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"một", &[b"bytes"]).unwrap();
        for end in 9..pipe.len() {
            assert!(read::<String>(&mut &pipe[..end]).is_err(), "cut at {end}");
        }
        assert!(read::<String>(&mut [0xff; 16].as_slice()).is_err());
    }
}
