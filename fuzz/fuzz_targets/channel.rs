//! A channel's table, and a calibration's, of any text is read or refused, and one that is read is written as it was.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::repair::calibration::Calibration;
use phuchoi::repair::channel::Channel;

fuzz_target!(|bytes: &[u8]| {
    let _ = Channel::from_bytes(bytes);
    let packed = zstd::encode_all(bytes, 1).expect("packed");
    if let Ok(channel) = Channel::from_bytes(&packed) {
        let written = channel.to_bytes().expect("packed");
        let back = Channel::from_bytes(&written).expect("what was written is read");
        assert_eq!(back.to_bytes().expect("packed"), written);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(calibration) = Calibration::parse(text) {
        let table = calibration.table();
        let back = Calibration::parse(&table).expect("what was written is read");
        assert_eq!(back.table(), table);
    }
});
