//! What a PDF does by itself, taken out: programs, launches, what is sent, what plays, files within that may be programs.
//!
//! Allowed are a few actions (to a place in the file, to an address on the web, along a thread, to the next page); whatever else
//! stands where an action does is taken out, and so is any dictionary that is one of the others, wherever it stands.
//! What is taken out of a record's PDF is said, a sentence a kind.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, dictionary};

use super::attachment::{self, Content};
use super::objects::{LONGEST_CONTENT, entries_of, name_of};

/// What is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Active {
    Program,
    Launch,
    Submission,
    Elsewhere,
    Play,
    Event,
    Form,
    File,
    PostScript,
    Portfolio,
}

impl Active {
    const fn sentence(self) -> &'static str {
        match self {
            Self::Program => "programs that it ran (JavaScript)",
            Self::Launch => "actions that start programs or open files",
            Self::Submission => "actions that send a form's data, fetch or reset them",
            Self::Elsewhere => "actions that lead to other files",
            Self::Play => "films, sounds and things in three dimensions that it played",
            Self::Event => "what it did by itself when it was opened, turned over, printed or clicked",
            Self::Form => "a form that a program draws (XFA)",
            Self::File => "files within it that may be programs",
            Self::PostScript => "programs for a printer (PostScript)",
            Self::Portfolio => "its way of showing the files within it",
        }
    }
}

/// Takes out of a PDF what it does by itself; returns what that was, each in a few words.
pub(super) fn take_out(pdf: &mut Pdf) -> Vec<String> {
    taken_out(pdf, 0).into_iter().map(|what| what.sentence().to_owned()).collect()
}

/// How deep PDFs within PDFs are looked into.
const DEEPEST_FILE: usize = 1;

fn taken_out(pdf: &mut Pdf, depth: usize) -> BTreeSet<Active> {
    const OF_TRAILER: [&[u8]; 4] = [b"Root", b"Info", b"ID", b"Size"];
    let kept = |(key, _): &(&Vec<u8>, &Object)| OF_TRAILER.contains(&key.as_slice());
    pdf.trailer = pdf.trailer.iter().filter(kept).map(|(key, value)| (key.clone(), value.clone())).collect();
    pdf.prune_objects();

    let mut search = Search::of(pdf, depth);
    search.judge();
    let mut changed: Vec<(ObjectId, Object)> = Vec::new();
    let mut dictionaries: Vec<(ObjectId, Dictionary)> = Vec::new();
    for (id, object) in &pdf.objects {
        let role = search.role_of(*id);
        match object {
            Object::Dictionary(dictionary) => {
                dictionaries.extend(search.swept(dictionary, role, 0).map(|swept| (*id, swept)));
            }
            Object::Stream(stream) if name_of(pdf, &stream.dict, b"Subtype") == Some(b"PS") => {
                search.found.insert(Active::PostScript);
                changed.push((*id, Object::Stream(nothing_drawn())));
            }
            Object::Stream(stream) => {
                dictionaries.extend(search.swept(&stream.dict, role, 0).map(|swept| (*id, swept)));
            }
            Object::Array(array) => {
                changed.extend(search.swept_array(array, false, 0).map(|swept| (*id, Object::Array(swept))));
            }
            _ => {}
        }
    }
    let found = search.found;
    for (id, swept) in dictionaries {
        match pdf.objects.get_mut(&id) {
            Some(Object::Dictionary(dictionary)) => *dictionary = swept,
            Some(Object::Stream(stream)) => stream.dict = swept,
            _ => {}
        }
    }
    pdf.objects.extend(changed);
    found
}

/// What takes the place of a program that a printer would have run where a form may stand.
fn nothing_drawn() -> Stream {
    let bounds = vec![0.into(), 0.into(), 0.into(), 0.into()];
    Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => bounds, "Resources" => dictionary! {} },
        Vec::new(),
    )
}

/// What a dictionary is known to be, by where it hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Catalog,
    /// The catalogue's trees of names.
    Names,
    AcroForm,
    /// A page, or a node above pages.
    Page,
    Other,
}

struct Search<'a> {
    pdf: &'a Pdf,
    depth: usize,
    roles: BTreeMap<ObjectId, Role>,
    /// The objects that go.
    active: BTreeMap<ObjectId, Active>,
    /// Whether the files within hold data alone.
    files: BTreeMap<ObjectId, bool>,
    found: BTreeSet<Active>,
}

impl<'a> Search<'a> {
    fn of(pdf: &'a Pdf, depth: usize) -> Self {
        let mut roles = BTreeMap::new();
        let (active, files, found) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let id_of = |of: &Dictionary, key: &[u8]| {
            of.get(key).ok().and_then(|object| pdf.dereference(object).ok()).and_then(|(id, _)| id)
        };
        let mut next: Vec<ObjectId> = Vec::new();
        if let Ok(catalog) = pdf.catalog() {
            roles.extend(id_of(catalog, b"Names").map(|id| (id, Role::Names)));
            roles.extend(id_of(catalog, b"AcroForm").map(|id| (id, Role::AcroForm)));
            next.extend(id_of(catalog, b"Pages"));
        }
        roles.extend(id_of(&pdf.trailer, b"Root").map(|id| (id, Role::Catalog)));
        next.extend(pdf.page_iter());
        while let Some(id) = next.pop() {
            // A tree of pages may have been given other things to hide them.
            let Some(node) = pdf.get_dictionary(id).ok().filter(|node| !node.has(b"EF")) else { continue };
            if roles.insert(id, Role::Page).is_some() {
                continue;
            }
            if let Ok((_, Object::Array(kids))) = pdf.dereference(node.get(b"Kids").unwrap_or(&Object::Null))
            {
                next.extend(kids.iter().filter_map(|kid| kid.as_reference().ok()));
            }
        }
        Self { pdf, depth, roles, active, files, found }
    }

    fn role_of(&self, id: ObjectId) -> Role {
        self.roles.get(&id).copied().unwrap_or(Role::Other)
    }

    /// Judges every object, so that whatever leads to one knows.
    fn judge(&mut self) {
        let pdf = self.pdf;
        for (id, object) in &pdf.objects {
            if self.role_of(*id) != Role::Other {
                continue;
            }
            let active = match object {
                Object::Dictionary(dictionary) => self.active_in(dictionary, false),
                Object::Stream(stream) => {
                    let is_file = name_of(pdf, &stream.dict, b"Type") == Some(b"EmbeddedFile");
                    let is_program = is_file && !self.is_data(*id, stream);
                    let active = self.active_in(&stream.dict, true);
                    active.or(is_program.then_some(Active::File))
                }
                _ => None,
            };
            self.active.extend(active.map(|active| (*id, active)));
        }
    }

    fn resolved(&self, object: &'a Object) -> &'a Object {
        self.pdf.dereference(object).map_or(&Object::Null, |(_, object)| object)
    }

    /// Returns what a dictionary does by itself, whatever leads to it.
    fn active_in(&mut self, dictionary: &'a Dictionary, is_stream: bool) -> Option<Active> {
        let pdf = self.pdf;
        let kind = name_of(pdf, dictionary, b"Type");
        if let Some(action) = name_of(pdf, dictionary, b"S")
            && let Some(active) = self.active_as(dictionary, action)
        {
            // Tags may be of any name, and one of them is called as a thing that plays.
            let is_tag = kind == Some(b"StructElem") && matches!(active, Active::Play | Active::Event);
            if !is_tag {
                return Some(active);
            }
        }
        if matches!(kind, Some(b"Rendition" | b"MediaClip")) {
            return Some(Active::Play);
        }
        if kind == Some(b"Action") && !self.is_allowed(dictionary) {
            return Some(Active::Event);
        }
        match name_of(pdf, dictionary, b"Subtype") {
            Some(b"Movie" | b"Sound" | b"Screen" | b"RichMedia" | b"3D") if !is_stream => {
                return Some(Active::Play);
            }
            Some(b"FileAttachment") if !is_stream => {
                let file = dictionary.get(b"FS").ok().and_then(|file| entries_of(pdf, file));
                if !file.is_some_and(|file| self.is_file_of_data(file)) {
                    return Some(Active::File);
                }
            }
            _ => {}
        }
        (dictionary.has(b"EF") && !self.is_file_of_data(dictionary)).then_some(Active::File)
    }

    /// Returns what an action of some name does that may not stay; `None` also where the name is that of no action.
    fn active_as(&self, dictionary: &Dictionary, action: &[u8]) -> Option<Active> {
        Some(match action {
            b"JavaScript" | b"JS" => Active::Program,
            b"Launch" => Active::Launch,
            b"SubmitForm" | b"ImportData" | b"ResetForm" => Active::Submission,
            b"GoToR" | b"GoToE" => Active::Elsewhere,
            b"Sound" | b"Movie" | b"Rendition" | b"GoTo3DView" | b"RichMediaExecute" => Active::Play,
            b"Hide" | b"SetOCGState" | b"Trans" | b"SetState" | b"NOP" | b"NoOp" | b"set-state"
            | b"no-op" => Active::Event,
            b"Named" if dictionary.has(b"N") && !self.is_allowed(dictionary) => Active::Event,
            b"URI" if dictionary.has(b"URI") && !self.is_allowed(dictionary) => Active::Launch,
            b"Thread" if dictionary.has(b"F") => Active::Elsewhere,
            _ => return None,
        })
    }

    /// True of an action that may stay.
    fn is_allowed(&self, action: &Dictionary) -> bool {
        match name_of(self.pdf, action, b"S") {
            Some(b"GoTo") => true,
            Some(b"Thread") => !action.has(b"F"),
            // ISO 19005-2, 6.5.1.
            Some(b"Named") => {
                let named = name_of(self.pdf, action, b"N");
                matches!(named, Some(b"NextPage" | b"PrevPage" | b"FirstPage" | b"LastPage"))
            }
            Some(b"URI") => self.is_of_the_web(action, b"URI"),
            _ => false,
        }
    }

    /// True where an address is one that a browser or a mailer goes to.
    fn is_of_the_web(&self, of: &Dictionary, key: &[u8]) -> bool {
        const SCHEMES: [&str; 6] = ["http", "https", "mailto", "ftp", "ftps", "tel"];
        let address = of.get(key).ok().and_then(|address| self.pdf.dereference(address).ok());
        let Some((_, Object::String(address, _))) = address else { return false };
        let address = String::from_utf8_lossy(address);
        // Browsers skip blanks and controls within a scheme.
        let address: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        match address.split_once(':') {
            Some((scheme, _)) => SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()),
            None => !address.starts_with("\\\\"),
        }
    }

    /// True where a file specification carries files, and these hold data alone.
    fn is_file_of_data(&mut self, file: &'a Dictionary) -> bool {
        let pdf = self.pdf;
        let names = [&b"F"[..], b"UF", b"DOS", b"Mac", b"Unix"];
        let mut names = names.into_iter().filter_map(|key| file.get(key).ok()).peekable();
        let is_named = names.peek().is_some();
        if !is_named || !names.all(|name| attachment::is_named_as_data(self.resolved(name))) {
            return false;
        }
        let Some(carried) = file.get(b"EF").ok().and_then(|carried| entries_of(pdf, carried)) else {
            return false;
        };
        // Files that belong to it have names of their own, which nobody asks for.
        if carried.is_empty() || file.has(b"RF") {
            return false;
        }
        carried.iter().all(|(_, carried)| match pdf.dereference(carried) {
            Ok((Some(id), Object::Stream(stream))) => self.is_data(id, stream),
            _ => false,
        })
    }

    fn is_data(&mut self, id: ObjectId, stream: &Stream) -> bool {
        if let Some(known) = self.files.get(&id) {
            return *known;
        }
        let is_data = match stream.get_plain_content_with_limit(LONGEST_CONTENT) {
            Err(_) => false,
            Ok(bytes) => match attachment::content_of(&bytes) {
                Content::Data => true,
                Content::Unknown => false,
                Content::Pdf => {
                    let inner = (self.depth < DEEPEST_FILE).then(|| attachment::pdf_of(&bytes)).flatten();
                    inner.is_some_and(|mut inner| taken_out(&mut inner, self.depth + 1).is_empty())
                }
            },
        };
        self.files.insert(id, is_data);
        is_data
    }

    /// True of what stands under a name as a file that the PDF carries, and is none: nothing at all, or a file's name alone.
    fn is_file_without_data(&self, value: &'a Object) -> bool {
        match entries_of(self.pdf, value) {
            Some(file) => {
                let is_file = matches!(name_of(self.pdf, file, b"Type"), Some(b"Filespec" | b"F"));
                (is_file || [&b"F"[..], b"UF"].iter().any(|key| file.has(key)) && !file.has(b"S"))
                    && !file.has(b"EF")
            }
            None => matches!(self.resolved(value), Object::Null),
        }
    }

    /// Returns what a value does by itself.
    fn active_at(&mut self, value: &'a Object) -> Option<Active> {
        match value {
            Object::Dictionary(dictionary) => self.active_in(dictionary, false),
            Object::Reference(_) => {
                let (id, _) = self.pdf.dereference(value).ok()?;
                self.active.get(&id?).copied()
            }
            _ => None,
        }
    }

    /// Returns a dictionary without what goes; `None` where it stays as it is.
    fn swept(&mut self, dictionary: &'a Dictionary, role: Role, depth: usize) -> Option<Dictionary> {
        let mut gone: Vec<&[u8]> = Vec::new();
        let mut changed: Vec<(&[u8], Object)> = Vec::new();
        let is_action = name_of(self.pdf, dictionary, b"S").is_some() && !dictionary.has(b"Title");
        for (key, value) in dictionary {
            let active = self.active_by_key(role, key, value, is_action).or_else(|| self.active_at(value));
            if let Some(active) = active {
                self.found.insert(active);
                gone.push(key);
                continue;
            }
            let inner = match (role, key.as_slice()) {
                (Role::Catalog, b"Names") => Role::Names,
                (_, b"AcroForm") => Role::AcroForm,
                _ => Role::Other,
            };
            let of_actions = is_action && key == b"Next";
            match self.swept_value(value, inner, of_actions, depth) {
                Swept::Kept => {}
                Swept::Changed(value) => changed.push((key, value)),
                Swept::Gone => gone.push(key),
            }
        }
        if gone.is_empty() && changed.is_empty() {
            return None;
        }
        let mut swept = dictionary.clone();
        for key in gone {
            swept.remove(key);
        }
        for (key, value) in changed {
            swept.set(key, value);
        }
        Some(swept)
    }

    fn swept_value(&mut self, value: &'a Object, role: Role, of_actions: bool, depth: usize) -> Swept {
        /// lopdf reads none that are nested deeper.
        const DEEPEST: usize = 256;
        if depth > DEEPEST {
            return Swept::Gone;
        }
        let swept = match value {
            Object::Dictionary(inner) => self.swept(inner, role, depth + 1).map(Object::Dictionary),
            Object::Array(inner) => self.swept_array(inner, of_actions, depth + 1).map(Object::Array),
            _ => None,
        };
        swept.map_or(Swept::Kept, Swept::Changed)
    }

    /// Returns an array without what goes, and without the names of that; `None` where it stays as it is.
    fn swept_array(&mut self, array: &'a [Object], of_actions: bool, depth: usize) -> Option<Vec<Object>> {
        let has_name = |at: usize| {
            let is_string = |at: usize| self.resolved_is_string(&array[at]);
            at > 0 && !is_string(at) && is_string(at - 1)
        };
        let named: Vec<bool> = (0..array.len()).map(has_name).collect();
        let mut swept = Vec::new();
        let mut is_changed = false;
        for (at, value) in array.iter().enumerate() {
            let active = if of_actions { self.active_action(value) } else { None };
            let active = active.or_else(|| self.active_at(value));
            let nothing = || (named[at] && self.is_file_without_data(value)).then_some(Active::File);
            if let Some(active) = active.or_else(nothing) {
                self.found.insert(active);
                if !is_changed {
                    swept = array[..at].to_vec();
                }
                is_changed = true;
                if named[at] {
                    swept.pop();
                }
                continue;
            }
            match self.swept_value(value, Role::Other, false, depth) {
                Swept::Kept if is_changed => swept.push(value.clone()),
                Swept::Kept => {}
                Swept::Changed(value) => {
                    if !is_changed {
                        swept = array[..at].to_vec();
                    }
                    is_changed = true;
                    swept.push(value);
                }
                Swept::Gone => {
                    if !is_changed {
                        swept = array[..at].to_vec();
                    }
                    is_changed = true;
                }
            }
        }
        is_changed.then_some(swept)
    }

    fn resolved_is_string(&self, object: &Object) -> bool {
        self.pdf.dereference(object).is_ok_and(|(_, object)| matches!(object, Object::String(..)))
    }

    /// Returns what stands under a key that may not.
    fn active_by_key(
        &mut self,
        role: Role,
        key: &[u8],
        value: &'a Object,
        is_action: bool,
    ) -> Option<Active> {
        let resolved = self.resolved(value);
        match (role, key) {
            (Role::Catalog | Role::Page, b"AA") => Some(Active::Event),
            (Role::Catalog, b"NeedsRendering")
            | (Role::AcroForm, b"XFA")
            | (Role::Names, b"XFAResources") => Some(Active::Form),
            (Role::Catalog, b"Collection") => Some(Active::Portfolio),
            (Role::Catalog, b"Requirements") | (Role::Names, b"JavaScript") => Some(Active::Program),
            (Role::Catalog, b"URI") => {
                let of_base = entries_of(self.pdf, value)?;
                (of_base.has(b"Base") && !self.is_of_the_web(of_base, b"Base")).then_some(Active::Launch)
            }
            (Role::Catalog, b"OpenAction") => match resolved {
                Object::Array(_) => None,
                _ if entries_of(self.pdf, value).is_some_and(|action| self.is_allowed(action)) => None,
                _ => Some(self.active_action(value).unwrap_or(Active::Event)),
            },
            (Role::Names, b"AlternatePresentations" | b"Renditions") | (_, b"PresSteps") => {
                Some(Active::Play)
            }
            (_, b"A" | b"PA" | b"NA") => self.active_action(value),
            (_, b"Next") if is_action => self.active_action(value),
            (_, b"AA") => self.is_of_events(resolved).then_some(Active::Event),
            // Resources may be called so.
            (_, b"JS") => match resolved {
                Object::String(..) => Some(Active::Program),
                Object::Stream(stream) => (!stream.dict.has(b"Subtype")).then_some(Active::Program),
                _ => None,
            },
            (_, b"XFA") => match resolved {
                Object::String(..) => Some(Active::Form),
                Object::Stream(stream) => (!stream.dict.has(b"Subtype")).then_some(Active::Form),
                Object::Array(array) => {
                    array.first().is_some_and(|first| self.resolved_is_string(first)).then_some(Active::Form)
                }
                _ => None,
            },
            (_, b"PS") | (_, b"Subtype2") => {
                let is_program = matches!(resolved, Object::Stream(stream) if !stream.dict.has(b"Subtype"));
                (is_program || resolved.as_name().ok() == Some(b"PS")).then_some(Active::PostScript)
            }
            _ => None,
        }
    }

    /// Returns what an action does that may not stay, where one stands.
    fn active_action(&mut self, value: &'a Object) -> Option<Active> {
        let action = entries_of(self.pdf, value)?;
        let name = name_of(self.pdf, action, b"S");
        // Attributes of tags stand under the same key, and have no kind.
        let is_action = name.is_some() || name_of(self.pdf, action, b"Type") == Some(b"Action");
        if !is_action || self.is_allowed(action) {
            return None;
        }
        Some(name.and_then(|name| self.active_as(action, name)).unwrap_or(Active::Event))
    }

    /// True of a dictionary that says what to do at which event; resources may be called as it is.
    fn is_of_events(&self, object: &Object) -> bool {
        const EVENTS: [&[u8]; 21] = [
            b"E", b"X", b"D", b"U", b"Fo", b"Bl", b"PO", b"PC", b"PV", b"PI", b"O", b"C", b"K", b"F", b"V",
            b"WC", b"WS", b"DS", b"WP", b"DP", b"Type",
        ];
        let Object::Dictionary(events) = object else { return false };
        let is_action = |value: &Object| entries_of(self.pdf, value).is_some_and(|entries| entries.has(b"S"));
        events.iter().all(|(key, _)| EVENTS.contains(&key.as_slice()))
            || events.iter().any(|(_, value)| is_action(value))
    }
}

enum Swept {
    Kept,
    Changed(Object),
    Gone,
}
