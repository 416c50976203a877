//! A page's image is written as PNG and as TIFF, which `source` reads back as the same pixels of the same resolution.

#![no_main]

use image::GrayImage;
use libfuzzer_sys::fuzz_target;
use phuchoi::export::page_image::{ImageFormat, PageImage};
use phuchoi_fuzz::{check_source, open};

fuzz_target!(|input: (u8, u8, u16, &[u8])| {
    let (width, height, dpi, pixels) = input;
    let (width, height) = (u32::from(width).max(1), u32::from(height % 128).max(1));
    // Of what is not given the pixels repeat, so that long runs come about.
    let pixels = pixels.iter().chain([&255]).copied().cycle().take((width * height) as usize).collect();
    let image = GrayImage::from_raw(width, height, pixels).expect("as many pixels as it has");
    let dpi = 150.0 + f32::from(dpi % 256);
    let images = PageImage::encode(1, &image, dpi, 128, &ImageFormat::ALL).expect("it has pixels");
    let [png, tif] = [&images[0], &images[1]].map(|image| {
        let source = open(&image.bytes).expect("what was written is read");
        check_source(&source);
        source.page(1).expect("its page").image.expect("its image")
    });
    assert_eq!((png.pixels.width(), png.pixels.height()), (width, height));
    assert_eq!(png.pixels, tif.pixels);
    assert!(
        (png.dpi - dpi).abs() < 1.0 && (tif.dpi - dpi).abs() < 1.0,
        "{} and {} of {dpi}",
        png.dpi,
        tif.dpi
    );
});
