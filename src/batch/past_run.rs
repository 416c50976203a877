//! `run.json`, read: input by input, for an archive may have millions.

use std::fmt;
use std::io::{self, BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::report::{FILE, InputReport, Totals};
use crate::export::file;

/// Most bytes of one that are read: some ten million inputs.
const LONGEST: u64 = 1 << 32;

/// Shows each input that the report of an output folder's last run over everything speaks of, and returns the totals, where it
/// has any. Where only shards were run there is no such report, and no input is shown.
///
/// # Errors
///
/// Where something is there that cannot be read or is no such report; inputs before the fault may have been shown.
pub fn each_input(output: &Path, see: &mut dyn FnMut(InputReport)) -> io::Result<Option<Totals>> {
    let report = match file::open(&output.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        report => BufReader::new(report?.take(LONGEST)),
    };
    let mut read = serde_json::Deserializer::from_reader(report);
    Ok(read.deserialize_map(Report { see }).and_then(|totals| read.end().map(|()| totals))?)
}

/// Shows the inputs of a report while it is read.
struct Report<'a> {
    see: &'a mut dyn FnMut(InputReport),
}

impl<'de> Visitor<'de> for Report<'_> {
    type Value = Option<Totals>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the report of a run")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Totals>, A::Error> {
        /// Of the parts of a report, those that are of use.
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Part {
            Totals,
            Inputs,
            #[serde(other)]
            Other,
        }
        let mut totals = None;
        while let Some(part) = map.next_key()? {
            match part {
                Part::Totals => totals = Some(map.next_value()?),
                Part::Inputs => map.next_value_seed(Inputs { see: self.see })?,
                Part::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(totals)
    }
}

/// Its inputs.
struct Inputs<'a> {
    see: &'a mut dyn FnMut(InputReport),
}

impl<'de> DeserializeSeed<'de> for Inputs<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Inputs<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("inputs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut inputs: A) -> Result<(), A::Error> {
        while let Some(input) = inputs.next_element()? {
            (self.see)(input);
        }
        Ok(())
    }
}
