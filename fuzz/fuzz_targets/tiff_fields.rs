//! A TIFF whose directory is whole and whose fields say anything (fax, palettes, strips, resolutions) is read or refused.

#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use phuchoi_fuzz::{check_source, open, tolerate_panics_of_dependencies};

#[derive(Debug, Arbitrary)]
struct Page {
    width: u16,
    height: u16,
    bits: u8,
    compression: u8,
    photometric: u8,
    samples: u8,
    rows_per_strip: u16,
    orientation: u8,
    options: u8,
    fill_order: u8,
    dpi: (u16, u16),
    strips: Vec<Vec<u8>>,
    palette: Vec<u16>,
    further: Option<(u16, u8, u32)>,
}

const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// A field: its tag, its type, how many values, and their bytes.
type Field = (u16, u16, u32, Vec<u8>);

fn short(tag: u16, value: u16) -> Field {
    (tag, SHORT, 1, value.to_le_bytes().to_vec())
}

fn longs(tag: u16, values: &[u32]) -> Field {
    (tag, LONG, values.len() as u32, values.iter().flat_map(|value| value.to_le_bytes()).collect())
}

fn dpi(tag: u16, dpi: u16) -> Field {
    (tag, RATIONAL, 1, [u32::from(dpi), 1].into_iter().flat_map(u32::to_le_bytes).collect())
}

/// Mostly the values that mean something, so that few inputs are refused at the first field.
fn one_of(values: &[u16], choice: u8) -> u16 {
    values.get(usize::from(choice) % (values.len() + 1)).copied().unwrap_or(u16::from(choice))
}

fn write(pages: &[Page]) -> Vec<u8> {
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for page in pages {
        let (mut offsets, mut lengths) = (Vec::new(), Vec::new());
        for strip in &page.strips {
            offsets.push(bytes.len() as u32);
            lengths.push(strip.len() as u32);
            bytes.extend(strip);
        }
        let bits = one_of(&[1, 8, 4, 2, 16], page.bits);
        let samples = one_of(&[1, 3, 4, 2], page.samples);
        let mut fields = vec![
            longs(256, &[u32::from(page.width)]),
            longs(257, &[u32::from(page.height)]),
            (258, SHORT, u32::from(samples.min(8)), bits.to_le_bytes().repeat(usize::from(samples.min(8)))),
            short(259, one_of(&[1, 2, 3, 4, 5, 32773, 7, 8], page.compression)),
            short(262, one_of(&[0, 1, 2, 3, 5, 6, 8], page.photometric)),
            short(266, one_of(&[1, 2], page.fill_order)),
            longs(273, &offsets),
            short(274, u16::from(page.orientation % 10)),
            short(277, samples),
            short(278, page.rows_per_strip),
            longs(279, &lengths),
            dpi(282, page.dpi.0),
            dpi(283, page.dpi.1),
            longs(292, &[u32::from(page.options)]),
        ];
        if !page.palette.is_empty() {
            let colours = page.palette.iter().flat_map(|colour| colour.to_le_bytes()).collect();
            fields.push((320, SHORT, page.palette.len() as u32, colours));
        }
        if let Some((tag, kind, value)) = page.further {
            fields.push((tag, u16::from(kind % 20), 1, value.to_le_bytes().to_vec()));
        }
        fields.sort_by_key(|field| field.0);
        let mut directory = (fields.len() as u16).to_le_bytes().to_vec();
        for (tag, kind, count, value) in fields {
            directory.extend(tag.to_le_bytes());
            directory.extend(kind.to_le_bytes());
            directory.extend(count.to_le_bytes());
            let mut held = value;
            if held.len() > 4 {
                let at = bytes.len() as u32;
                bytes.extend(held);
                held = at.to_le_bytes().to_vec();
            }
            held.resize(4, 0);
            directory.extend(held);
        }
        directory.extend([0; 4]);
        let at = bytes.len();
        bytes[link..link + 4].copy_from_slice(&(at as u32).to_le_bytes());
        bytes.extend(directory);
        link = bytes.len() - 4;
    }
    bytes
}

fuzz_target!(init: tolerate_panics_of_dependencies(), |pages: Vec<Page>| {
    if let Some(source) = open(&write(&pages)) {
        check_source(&source);
    }
});
