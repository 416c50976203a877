//! PDFs that were made to do harm, or to pass for what they are not: what is written over them does nothing by itself, and claims
//! to be PDF/A only where it is.

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, SaveOptions, Stream, dictionary};

use crate::pdf::{HIDDEN, made, overlaid, report, saved, texts, words_of};

/// What every program, address and file of the cases bears, so that what is left of one is found.
const MARK: &str = "lam-hai";

/// A PDF to be made hostile.
struct Victim {
    pdf: Pdf,
    page: ObjectId,
}

impl Victim {
    fn new() -> Self {
        Self::drawing(HIDDEN)
    }

    fn drawing(drawn: &str) -> Self {
        let pdf = made(drawn);
        let page = pdf.page_iter().next().expect("a page");
        Self { pdf, page }
    }

    fn add(&mut self, object: impl Into<Object>) -> Object {
        self.pdf.add_object(object).into()
    }

    fn catalog(&mut self, key: &str, value: impl Into<Object>) {
        self.pdf.catalog_mut().expect("a catalogue").set(key, value);
    }

    fn page(&mut self, key: &str, value: impl Into<Object>) {
        self.pdf.get_dictionary_mut(self.page).expect("a page").set(key, value);
    }

    /// Puts a note on the page.
    fn note(&mut self, note: Dictionary) {
        let mut whole = dictionary! { "Rect" => rectangle() };
        whole.extend(&note);
        let note = self.add(whole);
        self.page("Annots", vec![note]);
    }

    /// Puts a link with an action on the page.
    fn link(&mut self, action: impl Into<Object>) {
        self.note(dictionary! { "Type" => "Annot", "Subtype" => "Link", "F" => 4, "A" => action.into() });
    }

    /// Puts something among the resources of the page.
    fn resource(&mut self, kind: &str, name: &str, value: impl Into<Object>) {
        let page = self.pdf.get_dictionary_mut(self.page).expect("a page");
        let resources = page.get_mut(b"Resources").and_then(Object::as_dict_mut).expect("resources");
        if !resources.has(kind.as_bytes()) {
            resources.set(kind, Dictionary::new());
        }
        let of_kind = resources.get_mut(kind.as_bytes()).and_then(Object::as_dict_mut);
        of_kind.expect("a dictionary").set(name, value);
    }

    /// Puts a file specification in, of a file within.
    fn file(&mut self, name: &str, bytes: &[u8]) -> Object {
        let carried = self.add(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, bytes.to_vec()));
        self.add(dictionary! {
            "Type" => "Filespec", "F" => text(name), "UF" => text(name), "EF" => dictionary! { "F" => carried },
        })
    }

    fn attach(&mut self, name: &str, bytes: &[u8]) {
        let file = self.file(name, bytes);
        let tree = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => vec![text(name), file] } };
        self.catalog("Names", tree);
    }

    /// Puts a name among those of files within, and something behind it.
    fn name_file(&mut self, name: &str, behind: Vec<Object>) {
        let names = [vec![text(name)], behind].concat();
        self.catalog("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
    }

    /// Puts a field into the form of the file, and on the page.
    fn field(&mut self, field: Dictionary) {
        let mut whole = dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Btn", "T" => text("nut"), "Rect" => rectangle(),
        };
        whole.extend(&field);
        let field = self.add(whole);
        self.page("Annots", vec![field.clone()]);
        self.catalog("AcroForm", dictionary! { "Fields" => vec![field] });
    }
}

fn rectangle() -> Vec<Object> {
    vec![10.into(), 10.into(), 60.into(), 60.into()]
}

fn text(text: &str) -> Object {
    Object::string_literal(text)
}

fn program() -> Dictionary {
    dictionary! { "S" => "JavaScript", "JS" => text("app.alert('lam-hai')") }
}

fn action(kind: &str) -> Dictionary {
    dictionary! { "Type" => "Action", "S" => kind, "F" => text("lam-hai.exe") }
}

const EXECUTABLE: &[u8] = b"MZ\x90\0 lam-hai";

type Make = fn(&mut Victim);

/// What does something by itself; the mark is in each.
#[rustfmt::skip]
const ACTIVE: &[(&str, Make)] = &[
    ("a program when it is opened", |v| v.catalog("OpenAction", program())),
    ("a program when it is opened, elsewhere", |v| { let it = v.add(program()); v.catalog("OpenAction", it); }),
    ("a program in a stream", |v| {
        let code = v.add(Stream::new(Dictionary::new(), b"app.alert('lam-hai')".to_vec()));
        v.catalog("OpenAction", dictionary! { "S" => "JavaScript", "JS" => code });
    }),
    ("a program whose kind stands elsewhere", |v| {
        let kind = v.add(Object::Name(b"JavaScript".to_vec()));
        v.catalog("OpenAction", dictionary! { "S" => kind, "JS" => text("lam-hai") });
    }),
    ("a program led to twice over", |v| {
        let it = v.add(program());
        let it = v.add(it);
        v.catalog("OpenAction", it);
    }),
    ("a program before it is closed", |v| v.catalog("AA", dictionary! { "WC" => program() })),
    ("events elsewhere", |v| { let it = v.add(dictionary! { "DP" => program() }); v.catalog("AA", it); }),
    ("a program when a page is turned to", |v| v.page("AA", dictionary! { "O" => program() })),
    ("a program when the mouse is over a link", |v| {
        v.note(dictionary! { "Subtype" => "Link", "AA" => dictionary! { "E" => program() } });
    }),
    ("a program in a field's event", |v| v.field(dictionary! { "AA" => dictionary! { "K" => program() } })),
    ("a program of a field's click", |v| v.field(dictionary! { "A" => program() })),
    ("a program in a field above a field", |v| {
        let above = v.add(dictionary! { "T" => text("tren"), "AA" => dictionary! { "C" => program() } });
        v.field(dictionary! { "Parent" => above });
    }),
    ("programs with names", |v| {
        v.catalog("Names", dictionary! {
            "JavaScript" => dictionary! { "Names" => vec![text("a"), program().into()] },
        });
    }),
    ("programs with names, a tree of them", |v| {
        let leaf = v.add(dictionary! { "Limits" => vec![text("a"), text("a")], "Names" => vec![text("a"), program().into()] });
        let tree = v.add(dictionary! { "Kids" => vec![leaf] });
        let names = v.add(dictionary! { "JavaScript" => tree });
        v.catalog("Names", names);
    }),
    ("a program after a place", |v| v.link(dictionary! { "S" => "GoTo", "D" => text("a"), "Next" => program() })),
    ("programs after a place, some", |v| {
        let harmless = dictionary! { "S" => "GoTo", "D" => text("a") };
        v.link(dictionary! { "S" => "GoTo", "D" => text("a"), "Next" => vec![harmless.into(), program().into()] });
    }),
    ("a program after a program", |v| {
        let mut first = program();
        first.set("Next", program());
        v.link(first);
    }),
    ("a program in a circle", |v| {
        let id = v.pdf.new_object_id();
        let mut it = program();
        it.set("Next", id);
        v.pdf.objects.insert(id, it.into());
        v.link(id);
    }),
    ("a program of a bookmark", |v| {
        let outline = v.pdf.new_object_id();
        let entry = v.add(dictionary! { "Title" => text("Muc"), "Parent" => outline, "A" => program() });
        let root = dictionary! { "Type" => "Outlines", "First" => entry.clone(), "Last" => entry, "Count" => 1 };
        v.pdf.objects.insert(outline, root.into());
        v.catalog("Outlines", outline);
    }),
    ("a program of a second bookmark, which starts something", |v| {
        let outline = v.pdf.new_object_id();
        let second = v.add(dictionary! { "Title" => text("Hai"), "Parent" => outline, "A" => action("Launch") });
        let first = v.add(dictionary! { "Title" => text("Mot"), "Parent" => outline, "Next" => second.clone() });
        let root = dictionary! { "Type" => "Outlines", "First" => first, "Last" => second, "Count" => 2 };
        v.pdf.objects.insert(outline, root.into());
        v.catalog("Outlines", outline);
    }),
    ("an action of a click's own", |v| v.note(dictionary! { "Subtype" => "Link", "PA" => program() })),
    ("code without a kind", |v| v.link(dictionary! { "S" => "GoTo", "D" => text("a"), "JS" => text("lam-hai") })),
    ("an action of a kind that nobody knows", |v| {
        v.link(dictionary! { "Type" => "Action", "S" => "Lam", "F" => text("lam-hai") });
    }),
    ("a program behind the file's end", |v| v.pdf.trailer.set("Them", program())),
    ("a program among what the file tells of itself", |v| v.pdf.trailer.set("Info", dictionary! { "Title" => program() })),
    ("a program deep in other data", |v| {
        v.page("PieceInfo", dictionary! { "Ai" => dictionary! { "Private" => vec![vec![Object::from(program())].into()] } });
    }),
    ("an address that is a program", |v| v.link(dictionary! { "S" => "URI", "URI" => text("javascript:lam-hai()") })),
    ("an address that is a program, parted", |v| {
        v.link(dictionary! { "S" => "URI", "URI" => text("java\nscript:lam-hai()") });
    }),
    ("an address of a file", |v| v.link(dictionary! { "S" => "URI", "URI" => text("file:///lam-hai.exe") })),
    ("an address on a network's disk", |v| v.link(dictionary! { "S" => "URI", "URI" => text("\\\\lam-hai\\a") })),
    ("where addresses begin", |v| v.catalog("URI", dictionary! { "Base" => text("javascript:lam-hai") })),
    ("a launch", |v| v.link(action("Launch"))),
    ("a launch on Windows", |v| {
        v.link(dictionary! { "S" => "Launch", "Win" => dictionary! { "F" => text("lam-hai.exe"), "P" => text("/c") } });
    }),
    ("a launch when it is opened", |v| v.catalog("OpenAction", action("Launch"))),
    ("a form that is sent", |v| v.field(dictionary! { "A" => action("SubmitForm") })),
    ("a form sent when a page is turned to", |v| v.page("AA", dictionary! { "O" => action("SubmitForm") })),
    ("data that are fetched", |v| v.link(action("ImportData"))),
    ("a form that is emptied", |v| v.link(action("ResetForm"))),
    ("another file", |v| v.link(action("GoToR"))),
    ("a file within a file", |v| v.link(action("GoToE"))),
    ("a thread in another file", |v| v.link(action("Thread"))),
    ("a film's action", |v| v.link(action("Movie"))),
    ("a sound's action", |v| v.link(action("Sound"))),
    ("a rendition's action", |v| v.link(dictionary! {
        "S" => "Rendition", "OP" => 0, "R" => dictionary! { "Type" => "Rendition", "S" => "MR", "N" => text("lam-hai") },
    })),
    ("a rendition with code", |v| v.link(dictionary! { "S" => "Rendition", "JS" => text("lam-hai") })),
    ("a view in three dimensions", |v| v.link(action("GoTo3DView"))),
    ("an order to what plays", |v| v.link(action("RichMediaExecute"))),
    ("a transition", |v| v.link(action("Trans"))),
    ("notes that hide", |v| v.link(action("Hide"))),
    ("layers that change", |v| v.link(action("SetOCGState"))),
    ("an entry of a menu", |v| v.link(dictionary! { "S" => "Named", "N" => "Print", "X" => text("lam-hai") })),
    ("an entry of a menu, elsewhere", |v| {
        let name = v.add(Object::Name(b"SaveAs".to_vec()));
        v.link(dictionary! { "S" => "Named", "N" => name, "X" => text("lam-hai") });
    }),
    ("a film", |v| v.note(dictionary! { "Subtype" => "Movie", "Movie" => dictionary! { "F" => text("lam-hai.mov") } })),
    ("a sound", |v| {
        let sound = v.add(Stream::new(dictionary! { "Type" => "Sound", "R" => 8000 }, b"lam-hai".to_vec()));
        v.note(dictionary! { "Type" => "Annot", "Subtype" => "Sound", "Sound" => sound });
    }),
    ("a screen", |v| v.note(dictionary! { "Subtype" => "Screen", "MK" => dictionary! {}, "T" => text("lam-hai") })),
    ("rich media", |v| {
        let file = v.file("lam-hai.swf", b"CWS lam-hai");
        v.note(dictionary! { "Subtype" => "RichMedia", "RichMediaContent" => dictionary! {
            "Assets" => dictionary! { "Names" => vec![text("a"), file] },
        } });
    }),
    ("a thing in three dimensions", |v| {
        let thing = v.add(Stream::new(dictionary! { "Type" => "3D", "Subtype" => "U3D", "OnInstantiate" => Object::Null }, b"lam-hai".to_vec()));
        v.note(dictionary! { "Subtype" => "3D", "3DD" => thing });
    }),
    ("a film and the note that belongs to it", |v| {
        let film = v.add(dictionary! { "Type" => "Annot", "Subtype" => "Movie", "T" => text("lam-hai"), "Rect" => rectangle() });
        let note = v.add(dictionary! { "Type" => "Annot", "Subtype" => "Popup", "Parent" => film.clone(), "Rect" => rectangle() });
        let notes = v.add(vec![film, note]);
        v.page("Annots", notes);
    }),
    ("renditions with names", |v| v.catalog("Names", dictionary! {
        "Renditions" => dictionary! { "Names" => vec![text("lam-hai"), dictionary! { "S" => "MR" }.into()] },
    })),
    ("a file within that is a program", |v| v.attach("lam-hai.exe", EXECUTABLE)),
    ("the name of a file within that is not there", |v| v.name_file("lam-hai.exe", vec![Object::Null])),
    ("the name of a file outside among those within", |v| {
        v.name_file("a.xml", vec![dictionary! { "Type" => "Filespec", "F" => text("//lam-hai/a.xml") }.into()]);
    }),
    ("a file that says of itself only what it is called", |v| {
        v.name_file("lam-hai.exe", vec![dictionary! { "UF" => text("lam-hai.exe") }.into()]);
    }),
    ("a program among files within, with something too many", |v| {
        let file = v.file("lam-hai.exe", EXECUTABLE);
        v.name_file("lam-hai.exe", vec![file, text("b")]);
    }),
    ("a program called data", |v| v.attach("hoa-don.xml", EXECUTABLE)),
    ("data called a program", |v| v.attach("lam-hai.bat", b"data")),
    ("a script", |v| v.attach("bang.txt", b"#!/bin/sh\nlam-hai\n")),
    ("a page of the web", |v| v.attach("bang.txt", b"<html><script>lam-hai</script>")),
    ("a folder packed", |v| v.attach("bang.docx", b"PK\x03\x04 lam-hai.exe")),
    ("a letter with programs", |v| v.attach("bang.docx", b"PK\x03\x04 [Content_Types].xml word/vbaProject.bin lam-hai")),
    ("a PDF within that runs programs", |v| {
        let mut inner = Victim::new();
        inner.catalog("OpenAction", program());
        let bytes = saved(&mut inner.pdf);
        v.attach("lam-hai.pdf", &bytes);
    }),
    ("a file of which the name lies to the eye", |v| v.attach("lam-hai\u{202e}lmx.exe", b"data")),
    ("a program pinned to the page", |v| {
        let file = v.file("lam-hai.exe", EXECUTABLE);
        v.note(dictionary! { "Subtype" => "FileAttachment", "FS" => file });
    }),
    ("a program that belongs to the file", |v| {
        let file = v.file("lam-hai.com", EXECUTABLE);
        v.catalog("AF", vec![file]);
    }),
    ("a program that belongs to the page", |v| {
        let file = v.file("lam-hai.scr", EXECUTABLE);
        v.page("AF", file);
    }),
    ("a program whose specification is of no type", |v| {
        let carried = v.add(Stream::new(Dictionary::new(), EXECUTABLE.to_vec()));
        v.catalog("AF", vec![dictionary! { "F" => text("lam-hai.exe"), "EF" => dictionary! { "F" => carried } }.into()]);
    }),
    ("a program hung among the pages", |v| {
        let file = v.file("lam-hai.exe", EXECUTABLE);
        let tree = v.pdf.catalog().and_then(|c| c.get(b"Pages")).and_then(Object::as_reference).expect("pages");
        let kids = v.pdf.get_dictionary_mut(tree).and_then(|tree| tree.get_mut(b"Kids")).and_then(Object::as_array_mut);
        kids.expect("kids").push(file.clone());
        v.catalog("AF", vec![file]);
    }),
    ("files that belong to a file", |v| {
        let carried = v.add(Stream::new(Dictionary::new(), b"data".to_vec()));
        let other = v.add(Stream::new(Dictionary::new(), EXECUTABLE.to_vec()));
        v.catalog("AF", vec![dictionary! {
            "F" => text("a.txt"), "EF" => dictionary! { "F" => carried },
            "RF" => dictionary! { "F" => vec![text("lam-hai.exe"), other] },
        }.into()]);
    }),
    ("a form that a program draws", |v| {
        let xfa = v.add(Stream::new(Dictionary::new(), b"<xdp:xdp><script>lam-hai</script></xdp:xdp>".to_vec()));
        v.catalog("AcroForm", dictionary! { "Fields" => Vec::new(), "XFA" => xfa });
    }),
    ("a form that a program draws, in parts", |v| {
        let part = v.add(Stream::new(dictionary! { "Subtype" => "Form" }, b"lam-hai".to_vec()));
        let form = v.add(dictionary! { "Fields" => Vec::new(), "XFA" => vec![text("template"), part] });
        v.catalog("AcroForm", form);
    }),
    ("a file that a program draws", |v| {
        v.catalog("NeedsRendering", true);
        v.catalog("OpenAction", program());
    }),
    ("programs that are asked for", |v| v.catalog("Requirements", vec![dictionary! {
        "S" => "EnableJavaScripts", "RH" => dictionary! { "S" => "JS", "Script" => text("lam-hai") },
    }.into()])),
    ("a portfolio", |v| v.catalog("Collection", dictionary! { "D" => text("lam-hai") })),
    ("other presentations", |v| v.catalog("Names", dictionary! {
        "AlternatePresentations" => dictionary! { "Names" => vec![text("lam-hai"), dictionary! {}.into()] },
    })),
    ("steps of a presentation", |v| v.page("PresSteps", dictionary! { "Type" => "NavNode", "NA" => program() })),
    ("a program for a printer", |v| {
        let it = v.add(Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "PS" }, b"(lam-hai) run".to_vec()));
        v.resource("XObject", "Ps", it);
    }),
    ("a program for a printer in a form", |v| {
        let code = v.add(Stream::new(Dictionary::new(), b"(lam-hai) run".to_vec()));
        let it = v.add(Stream::new(dictionary! { "Subtype" => "Form", "Subtype2" => "PS", "PS" => code, "BBox" => rectangle() }, Vec::new()));
        v.resource("XObject", "Ps", it);
    }),
];

/// What does nothing by itself, and is not of an archive.
#[rustfmt::skip]
const UNFIT: &[(&str, Make)] = &[
    ("a note", |v| v.note(dictionary! { "Type" => "Annot", "Subtype" => "Text", "F" => 28 })),
    ("a note of no type", |v| v.note(dictionary! { "Subtype" => "Text", "F" => 28 })),
    ("a note of no kind", |v| v.note(dictionary! { "F" => 4 })),
    ("a stamp of no type in a list elsewhere", |v| {
        let note = dictionary! { "Subtype" => "Stamp", "F" => 4, "Rect" => rectangle() };
        let notes = v.add(vec![note.into()]);
        v.page("Annots", notes);
    }),
    ("a link without flags", |v| v.note(dictionary! { "Subtype" => "Link", "A" => dictionary! { "S" => "URI", "URI" => text("https://a.vn") } })),
    ("a link that is not printed", |v| v.note(dictionary! { "Subtype" => "Link", "F" => 0 })),
    ("a link that is hidden", |v| v.note(dictionary! { "Subtype" => "Link", "F" => 6 })),
    ("a link with a picture", |v| v.note(dictionary! { "Subtype" => "Link", "F" => 4, "AP" => dictionary! { "D" => Object::Null } })),
    ("notes that are no list", |v| v.page("Annots", text("a"))),
    ("a form", |v| v.catalog("AcroForm", dictionary! { "Fields" => Vec::new() })),
    ("layers", |v| v.catalog("OCProperties", dictionary! { "OCGs" => Vec::new() })),
    ("rights", |v| v.catalog("Perms", dictionary! { "UR3" => dictionary! {} })),
    ("a version to come", |v| v.pdf.version = "2.0".to_owned()),
    ("a version to come, in the catalogue", |v| v.catalog("Version", "2.0")),
    ("a file within of data alone", |v| v.attach("hoa-don.xml", b"<?xml version=\"1.0\"?><hoadon/>")),
    ("a font under the name of ours", |v| {
        *v = Victim::drawing("SCAN BT /F 9 Tf 0 Tr 60 40 Td (Da ky) Tj ET");
        let font = v.add(dictionary! { "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "PhuchoiGlyphless" });
        v.resource("Font", "F", font);
    }),
    ("a font of no type", |v| {
        *v = Victim::drawing("SCAN BT /F 9 Tf 0 Tr 60 40 Td (Da ky) Tj ET");
        let font = v.add(dictionary! { "Subtype" => "Type1", "BaseFont" => "Helvetica" });
        v.resource("Font", "F", font);
    }),
    ("a font of a graphics state", |v| {
        let font = v.add(dictionary! { "Subtype" => "Type1", "BaseFont" => "Helvetica" });
        v.resource("ExtGState", "G", dictionary! { "Font" => vec![font, 9.into()] });
    }),
    ("colours of a printer", |v| *v = Victim::drawing("SCAN 0 0 0 1 k 0 0 9 9 re f")),
    ("colours of a printer in a pattern", |v| {
        let pattern = dictionary! { "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "BBox" => rectangle(), "Resources" => dictionary! {} };
        let pattern = v.add(Stream::new(pattern, b"0 0 0 1 k 0 0 9 9 re f".to_vec()));
        v.resource("Pattern", "P", pattern);
    }),
    ("colours of a printer in a form whose kind stands elsewhere", |v| {
        let kind = v.add(Object::Name(b"Form".to_vec()));
        let form = v.add(Stream::new(dictionary! { "Subtype" => kind, "BBox" => rectangle() }, b"0 0 0 1 k".to_vec()));
        v.resource("XObject", "Fm", form);
    }),
    ("colours of an ink", |v| {
        v.resource("ColorSpace", "C", vec!["Separation".into(), "Dau".into(), "DeviceRGB".into(), dictionary! {}.into()]);
    }),
    ("a colour profile that is none", |v| {
        let profile = v.add(Stream::new(dictionary! { "N" => 3 }, b"none".to_vec()));
        v.resource("ColorSpace", "C", vec!["ICCBased".into(), profile]);
    }),
    ("an operator that nobody knows", |v| *v = Victim::drawing("SCAN BX 1 2 lam EX")),
    ("what is drawn ends in the midst", |v| *v = Victim::drawing("SCAN ) ) <")),
    ("an image amid what is drawn", |v| *v = Victim::drawing("SCAN BI /W 1 /H 1 /BPC 8 /CS /CMYK /I true ID abcd\nEI")),
    ("an intent that nobody knows", |v| *v = Victim::drawing("SCAN /Dep ri")),
    ("what is not there is drawn", |v| *v = Victim::drawing("SCAN /Khong Do")),
    ("a state kept too often", |v| *v = Victim::drawing(&format!("{} SCAN {}", "q ".repeat(30), "Q ".repeat(30)))),
    ("a number too large", |v| v.page("PieceInfo", dictionary! { "So" => 4_294_967_296_i64 })),
    ("a string too long", |v| v.page("PieceInfo", dictionary! { "Chu" => text(&"a".repeat(40_000)) })),
    ("a name too long", |v| v.page("PieceInfo", dictionary! { "Ten" => Object::Name(vec![b'a'; 200]) })),
    ("a name in no Unicode", |v| v.page("PieceInfo", dictionary! { "Ten" => Object::Name(vec![0xff, 0xfe]) })),
    ("a page too narrow", |v| v.page("TrimBox", vec![0.into(), 0.into(), 1.into(), 100.into()])),
    ("a transfer curve", |v| v.resource("ExtGState", "G", dictionary! { "TR2" => "Identity" })),
    ("a halftone", |v| v.resource("ExtGState", "G", dictionary! { "HT" => dictionary! { "HalftoneType" => 1 } })),
    ("a blend that nobody knows", |v| v.resource("ExtGState", "G", dictionary! { "BM" => "Tron" })),
    ("images smoothed, said elsewhere", |v| {
        let yes = v.add(true);
        let image = dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray", "Interpolate" => yes };
        let image = v.add(Stream::new(image, vec![0]));
        v.resource("XObject", "I2", image);
    }),
    ("data packed in a way that nobody knows", |v| {
        let data = v.add(Stream::new(dictionary! { "Filter" => "Nen" }, vec![0]).with_compression(false));
        v.page("PieceInfo", dictionary! { "A" => data });
    }),
    ("data in another file", |v| {
        let data = v.add(Stream::new(dictionary! { "FFilter" => "FlateDecode" }, vec![0]));
        v.page("PieceInfo", dictionary! { "A" => data });
    }),
    ("a description of a part", |v| {
        let packet = v.add(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, b"<x".to_vec()));
        v.page("Metadata", packet);
    }),
];

/// What may stay as it is: it does nothing by itself, and archives allow it.
#[rustfmt::skip]
const HARMLESS: &[(&str, Make)] = &[
    ("nothing", |_| {}),
    ("a page to begin with", |v| { let page = v.page; v.catalog("OpenAction", vec![page.into(), "Fit".into()]); }),
    ("a place to begin with", |v| {
        let place = vec![v.page.into(), "Fit".into()];
        v.catalog("OpenAction", dictionary! { "S" => "GoTo", "D" => place });
    }),
    ("an address on the web", |v| v.link(dictionary! { "S" => "URI", "URI" => text("https://chinhphu.vn/a:b") })),
    ("the next page", |v| v.link(dictionary! { "S" => "Named", "N" => "NextPage" })),
    ("a thread", |v| v.link(dictionary! { "S" => "Thread", "D" => 0 })),
];

fn made_by(make: Make) -> Victim {
    let mut victim = Victim::new();
    make(&mut victim);
    victim
}

/// A PDF with its objects packed into streams, where the bytes do not show them.
fn packed(pdf: &mut Pdf) -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    pdf.save_with_options(&mut bytes, options).expect("written to memory");
    bytes
}

/// Says what of an object still does something, wherever in it that stands.
fn left_of(object: &Object, left: &mut Vec<String>) {
    const NAMES: [&str; 22] = [
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "ResetForm",
        "GoToR",
        "GoToE",
        "Movie",
        "Sound",
        "Rendition",
        "GoTo3DView",
        "RichMediaExecute",
        "Trans",
        "Hide",
        "SetOCGState",
        "Print",
        "SaveAs",
        "Screen",
        "RichMedia",
        "3D",
        "PS",
        "EnableJavaScripts",
    ];
    const KEYS: [&str; 9] = [
        "JS",
        "AA",
        "XFA",
        "NeedsRendering",
        "Collection",
        "PresSteps",
        "AlternatePresentations",
        "Requirements",
        "Renditions",
    ];
    let mut see = |bytes: &[u8]| {
        if bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes()) {
            left.push(String::from_utf8_lossy(bytes).into_owned());
        }
    };
    let entries = match object {
        Object::String(string, _) => return see(string),
        Object::Name(name) => {
            let name = String::from_utf8_lossy(name);
            return left.extend(NAMES.contains(&&*name).then(|| name.into_owned()));
        }
        Object::Array(array) => return array.iter().for_each(|inner| left_of(inner, left)),
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => {
            see(&stream.content);
            see(&stream.get_plain_content().unwrap_or_default());
            &stream.dict
        }
        _ => return,
    };
    for (key, value) in entries {
        let name = String::from_utf8_lossy(key);
        left.extend(KEYS.contains(&&*name).then(|| name.into_owned()));
        left_of(value, left);
    }
}

fn all_left_of(pdf: &Pdf) -> Vec<String> {
    let mut left = Vec::new();
    left_of(&Object::Dictionary(pdf.trailer.clone()), &mut left);
    pdf.objects.values().for_each(|object| left_of(object, &mut left));
    left
}

fn claims_to_be_archival(pdf: &Pdf) -> bool {
    let is_claim = |object: &Object| {
        let packet = object.as_stream().ok().and_then(|stream| stream.get_plain_content().ok());
        packet.is_some_and(|packet| String::from_utf8_lossy(&packet).contains("pdfaid:part"))
    };
    pdf.objects.values().any(is_claim)
}

#[test]
fn there_are_at_least_60_kinds_of_what_is_active_and_each_has_a_name_of_its_own() {
    let all = [ACTIVE, UNFIT, HARMLESS].concat();
    let names: std::collections::BTreeSet<&str> = all.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), all.len());
    assert!(ACTIVE.len() >= 60, "{}", ACTIVE.len());
}

#[test]
fn nothing_of_what_a_pdf_does_by_itself_is_left_and_that_is_said() {
    let mut wrong = Vec::new();
    for (name, make) in ACTIVE {
        let mut victim = made_by(*make);
        for bytes in [saved(&mut victim.pdf.clone()), packed(&mut victim.pdf)] {
            let before = Pdf::load_mem(&bytes).expect("it loads");
            if all_left_of(&before).is_empty() {
                wrong.push(format!("{name}: is not active to begin with"));
            }
            let bound = match overlaid(&bytes, &report()) {
                Ok(bound) => bound,
                Err(error) => {
                    wrong.push(format!("{name}: {error}"));
                    continue;
                }
            };
            let after = Pdf::load_mem(&bound.bytes).expect("it loads");
            let left = all_left_of(&after);
            if !left.is_empty() {
                wrong.push(format!("{name}: leaves {left:?}"));
            }
            // What the trailer and the file's data of itself hold is not read by any reader, so nothing need be said.
            let is_read = !name.contains("behind the file's end") && !name.contains("tells of itself");
            if is_read && bound.taken_out.is_empty() {
                wrong.push(format!("{name}: nothing is said"));
            }
            if texts(&words_of(&bound.bytes, 1)) != ["Báo", "cáo"] {
                wrong.push(format!("{name}: its words are lost"));
            }
            if claims_to_be_archival(&after) != bound.obstacles.is_empty() {
                wrong.push(format!("{name}: claims other than it says"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_an_archive_does_not_take_is_never_claimed_to_be_for_one() {
    let mut wrong = Vec::new();
    for (name, make) in UNFIT {
        let mut victim = made_by(*make);
        for bytes in [saved(&mut victim.pdf.clone()), packed(&mut victim.pdf)] {
            let bound = match overlaid(&bytes, &report()) {
                Ok(bound) => bound,
                Err(error) => {
                    wrong.push(format!("{name}: {error}"));
                    continue;
                }
            };
            let after = Pdf::load_mem(&bound.bytes).expect("it loads");
            if claims_to_be_archival(&after) || bound.obstacles.is_empty() {
                wrong.push(format!("{name}: is claimed"));
            }
            if !bound.taken_out.is_empty() {
                wrong.push(format!("{name}: loses {:?}", bound.taken_out));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_does_no_harm_stays_and_takes_no_claim_away() {
    for (name, make) in HARMLESS {
        let bytes = saved(&mut made_by(*make).pdf);
        let bound = overlaid(&bytes, &report()).expect("bound");
        assert_eq!((bound.obstacles, bound.taken_out), (Vec::new(), Vec::new()), "{name}");
        let after = Pdf::load_mem(&bound.bytes).expect("it loads");
        assert!(claims_to_be_archival(&after), "{name}");
        let page = after.page_iter().next().and_then(|page| after.get_dictionary(page).ok()).expect("a page");
        let before = Pdf::load_mem(&bytes).expect("it loads");
        let old =
            before.page_iter().next().and_then(|page| before.get_dictionary(page).ok()).expect("a page");
        assert_eq!(page.has(b"Annots"), old.has(b"Annots"), "{name}");
        let opens = |pdf: &Pdf| pdf.catalog().is_ok_and(|catalog| catalog.has(b"OpenAction"));
        assert_eq!(opens(&after), opens(&before), "{name}");
    }
}

#[test]
fn a_file_within_of_data_alone_stays_where_another_goes() {
    let mut victim = Victim::new();
    let (data, program) = (victim.file("hoa-don.xml", b"<hoadon/>"), victim.file("lam-hai.exe", EXECUTABLE));
    let names = vec![text("a"), program, text("b"), data];
    victim.catalog("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
    let bound = overlaid(&saved(&mut victim.pdf), &report()).expect("bound");
    let pdf = Pdf::load_mem(&bound.bytes).expect("it loads");
    let files: Vec<Vec<u8>> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| stream.dict.get(b"Type").and_then(Object::as_name).ok() == Some(b"EmbeddedFile"))
        .map(|stream| stream.get_plain_content().expect("its bytes"))
        .collect();
    assert_eq!(files, [b"<hoadon/>".to_vec()]);
    assert!(all_left_of(&pdf).is_empty());
    assert_eq!(bound.taken_out.len(), 1);
}

/// They are told from what they are called after by what they hold; no claim is made of such a file, to be sure.
#[test]
fn resources_that_are_called_as_what_is_active_stay() {
    let mut victim = Victim::new();
    for name in ["AA", "A", "JS", "XFA", "PS", "Next"] {
        victim.resource("ExtGState", name, dictionary! { "ca" => 1, "LW" => 1 });
    }
    let bound = overlaid(&saved(&mut victim.pdf), &report()).expect("bound");
    assert_eq!(bound.taken_out, Vec::<String>::new());
    let pdf = Pdf::load_mem(&bound.bytes).expect("it loads");
    let page = pdf.page_iter().next().and_then(|page| pdf.get_dictionary(page).ok()).expect("a page");
    let resources = page.get(b"Resources").and_then(Object::as_dict).expect("resources");
    let states = resources.get(b"ExtGState").and_then(Object::as_dict).expect("graphics states");
    assert_eq!(states.len(), 6);
}
