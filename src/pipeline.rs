//! The stages as [`batch`](crate::batch) drives them: what is shared by all threads, and what each one owns.

use std::path::PathBuf;

use image::GrayImage;

use crate::batch::{Failure, Line, Worked, input::Input};
use crate::document::{Document, Page, Warning};
use crate::export::page_image::{EncodeError, ImageFormat, PageImage};
use crate::recognition::{self, Engine, EngineSettings, RecognitionError};
use crate::repair::Models;
use crate::restoration::{Leaf, Step};
use crate::source::{self, OpenOptions, Source};
use crate::{ReadPage, Reading, RestoreError, complete, read_pages};

/// The line of stages with its settings and models.
#[derive(Debug)]
pub struct Pipeline {
    reading: Reading,
    engine: EngineSettings,
    models: Models,
    dump: Option<PathBuf>,
    images: Vec<ImageFormat>,
}

/// An input that is open, and the name of its record.
#[derive(Debug)]
pub struct Opened {
    source: Source,
    name: PathBuf,
}

impl Pipeline {
    /// Makes the line.
    pub fn new(reading: Reading, engine: EngineSettings, models: Models) -> Self {
        Self { reading, engine, models, dump: None, images: Vec::new() }
    }

    /// Writes each page's image after each step of restoration into a folder: `RECORD/page-001/7-straight.png`, of a spread
    /// `RECORD/page-001/left/7-straight.png`.
    pub fn dump_into(self, folder: Option<PathBuf>) -> Self {
        Self { dump: folder, ..self }
    }

    /// Keeps each page's restored image in these formats.
    pub fn with_images(self, formats: Vec<ImageFormat>) -> Self {
        Self { images: formats, ..self }
    }

    /// Writes one image of a page; what keeps it from being written is for the page's warnings.
    fn dump(
        &self,
        opened: &Opened,
        number: u32,
        leaf: Leaf,
        step: Step,
        image: &GrayImage,
    ) -> Result<(), String> {
        let Some(folder) = &self.dump else { return Ok(()) };
        let mut folder = folder.join(&opened.name).join(format!("page-{number:03}"));
        match leaf {
            Leaf::Whole => {}
            Leaf::Left => folder.push("left"),
            Leaf::Right => folder.push("right"),
        }
        std::fs::create_dir_all(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        let path = folder.join(format!("{step}.png"));
        image.save(&path).map_err(|error| format!("`{}`: {error}", path.display()))
    }
}

impl Line for Pipeline {
    type Opened = Opened;
    /// Tesseract, from the first page that needs it.
    type Worker = Option<Engine>;

    fn identity(&self) -> String {
        let (data, models) = (recognition::fingerprint(), self.models.fingerprint());
        format!("{:?} {:?} {data} {models}", self.reading, self.engine)
    }

    fn open(&self, input: &Input) -> Result<Opened, Failure> {
        let source = if input.is_folder {
            Source::folder(input.files.clone())
        } else {
            source::open(&input.path, &OpenOptions::default())
                .map_err(|error| Failure::of_input("input-unreadable", error.to_string()))?
        };
        Ok(Opened { source, name: input.name.clone() })
    }

    fn page_count(&self, opened: &Opened) -> u32 {
        opened.source.page_count()
    }

    fn worker(&self) -> Result<Option<Engine>, Failure> {
        Ok(None)
    }

    fn pages(
        &self,
        worker: &mut Option<Engine>,
        opened: &Opened,
        number: u32,
    ) -> Result<Vec<Worked>, Failure> {
        let mut undumped = None;
        let mut restored = Vec::new();
        let mut watch = |leaf: Leaf, step: Step, image: &GrayImage| {
            if !self.images.is_empty() && step == Step::Clean {
                restored.push(image.clone());
            }
            if let Err(cause) = self.dump(opened, number, leaf, step, image) {
                undumped.get_or_insert(cause);
            }
        };
        let mut engine = || Engine::new(&self.engine);
        let read = read_pages(&opened.source, number, &self.reading, worker, &mut engine, &mut watch)
            .map_err(|error| failure(&error))?;
        let mut undumped = undumped.map(|cause| Warning {
            page: Some(number),
            code: "not-dumped".to_owned(),
            message: format!("the images of its restoration could not be written: {cause}"),
        });
        let mut restored = restored.into_iter();
        let worked = read.into_iter().map(|ReadPage { page, warning }| {
            let encoded = restored.next().map_or(Ok(Vec::new()), |image| encode(&page, &image, &self.images));
            let (images, unencoded) = match encoded {
                Ok(images) => (images, None),
                Err(error) => (Vec::new(), Some(unencoded(number, &error))),
            };
            Worked {
                page,
                images,
                warnings: warning.into_iter().chain(unencoded).chain(undumped.take()).collect(),
            }
        });
        Ok(worked.collect())
    }

    fn finish(&self, opened: &Opened, pages: Vec<Page>, warnings: Vec<Warning>) -> Result<Document, Failure> {
        Ok(complete(opened.source.info().clone(), pages, warnings, &self.models))
    }
}

/// Encodes a page's restored image, whose resolution follows from its size beside the scan's; where that is not known,
/// in no format.
fn encode(page: &Page, image: &GrayImage, formats: &[ImageFormat]) -> Result<Vec<PageImage>, EncodeError> {
    let scan_width = if page.rotation.is_multiple_of(180) { page.width } else { page.height };
    let (Some(scan_dpi), Some(scan_width)) = (page.dpi, scan_width) else { return Ok(Vec::new()) };
    let dpi = scan_dpi * image.width() as f32 / scan_width as f32;
    PageImage::encode(page.number, image, dpi, formats)
}

fn unencoded(number: u32, error: &EncodeError) -> Warning {
    Warning {
        page: Some(number),
        code: "not-encoded".to_owned(),
        message: format!("its restored image could not be written: {error}"),
    }
}

fn failure(error: &RestoreError) -> Failure {
    match error {
        RestoreError::Source(error) => Failure::of_input("page-unreadable", error.to_string()),
        RestoreError::Recognition {
            source: error @ (RecognitionError::DataMissing { .. } | RecognitionError::Start { .. }),
            ..
        } => Failure::of_installation("tesseract-missing", error.to_string())
            .hint("`phuchoi doctor` says what is missing and how to install it"),
        RestoreError::Recognition { .. } => Failure::of_input("page-unreadable", error.to_string()),
    }
}
