//! The elements as objects of the PDF (ISO 32000-1, 14.7.2 and 14.7.4).

use lopdf::{Document as Pdf, Object, ObjectId, StringFormat, dictionary};

use super::Tags;

impl Tags {
    /// Puts the elements into a PDF, and says so in its catalog. `sheets` are its pages that have marks, each with the element of
    /// each of its marks.
    ///
    /// # Errors
    ///
    /// Where a page or the catalog cannot be found.
    pub(in super::super) fn add_to(
        &self,
        pdf: &mut Pdf,
        sheets: &[(ObjectId, Vec<usize>)],
    ) -> Result<(), lopdf::Error> {
        // Of each element its marks, each with the page that it stands on.
        let mut marks: Vec<Vec<(ObjectId, i64)>> = vec![Vec::new(); self.elements.len()];
        for (page, elements) in sheets {
            for (element, number) in elements.iter().zip(0..) {
                marks[*element].push((*page, number));
            }
        }
        let root = pdf.new_object_id();
        let mut ids: Vec<Option<ObjectId>> = vec![None; self.elements.len()];
        let mut notes = Vec::new();
        let document = self.element(pdf, 0, root, &marks, (&mut ids, &mut notes));

        let mut parents: Vec<Object> = Vec::new();
        for ((page, elements), number) in sheets.iter().zip(0_i64..) {
            pdf.get_dictionary_mut(*page)?.set("StructParents", number);
            let own: Vec<Object> =
                elements.iter().filter_map(|element| ids[*element]).map(Object::from).collect();
            let own = pdf.add_object(own);
            parents.extend([number.into(), own.into()]);
        }
        let parents = pdf.add_object(dictionary! { "Nums" => parents });
        let mut tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => document,
            "ParentTree" => parents,
            "ParentTreeNextKey" => i64::try_from(sheets.len()).unwrap_or(i64::MAX),
        };
        if !notes.is_empty() {
            // Their names are made to stand in order.
            let names: Vec<Object> = notes.into_iter().flat_map(|(name, id)| [name, id.into()]).collect();
            tree.set("IDTree", pdf.add_object(dictionary! { "Names" => names }));
        }
        pdf.objects.insert(root, tree.into());
        let catalog = pdf.catalog_mut()?;
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        Ok(())
    }

    /// Adds an element and what is in it. Returns its object.
    fn element(
        &self,
        pdf: &mut Pdf,
        number: usize,
        parent: ObjectId,
        marks: &[Vec<(ObjectId, i64)>],
        (ids, notes): (&mut Vec<Option<ObjectId>>, &mut Vec<(Object, ObjectId)>),
    ) -> ObjectId {
        let element = &self.elements[number];
        let id = pdf.new_object_id();
        ids[number] = Some(id);
        let mut own = dictionary! { "S" => element.kind, "P" => parent };
        let mut kids: Vec<Object> = Vec::new();
        let home = marks[number].first().map(|(page, _)| *page);
        for (page, mark) in &marks[number] {
            kids.push(match Some(*page) == home {
                true => (*mark).into(),
                false => dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => *mark }.into(),
            });
        }
        for child in &element.children {
            // An empty cell keeps its place; anything else without a word is not there.
            if element.kind == "TR" || self.has_words(*child, marks) {
                kids.push(self.element(pdf, *child, id, marks, (ids, notes)).into());
            }
        }
        if let Some(page) = home {
            own.set("Pg", page);
        }
        match <[Object; 1]>::try_from(kids) {
            Ok([only]) => own.set("K", only),
            Err(kids) if kids.is_empty() => {}
            Err(kids) => own.set("K", kids),
        }
        match element.kind {
            "TH" => own.set("A", dictionary! { "O" => "Table", "Scope" => "Column" }),
            "Note" => {
                let name = Object::String(format!("{:06}", notes.len()).into_bytes(), StringFormat::Literal);
                own.set("ID", name.clone());
                notes.push((name, id));
            }
            _ => {}
        }
        pdf.objects.insert(id, own.into());
        id
    }

    fn has_words(&self, element: usize, marks: &[Vec<(ObjectId, i64)>]) -> bool {
        !marks[element].is_empty()
            || self.elements[element].children.iter().any(|child| self.has_words(*child, marks))
    }
}
