//! The head of a page with tabs that is not about a user: breadcrumb, name, one line, the tab strip.

/// A tab in the strip.
#[derive(Debug, Clone)]
pub struct Tab {
    pub label: &'static str,
    pub href: String,
    pub current: bool,
}

/// What the layout shows.
#[derive(Debug, Clone)]
pub struct SectionView {
    pub parent: &'static str,
    pub parent_href: String,
    pub name: String,
    /// An id to copy, and what it is called.
    pub id: String,
    pub id_label: &'static str,
    pub tabs: Vec<Tab>,
    pub tab_label: &'static str,
}
