//! Create User.
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::see_other(urls::users(visit.tenant_id()))
}
/// Creates.
pub async fn save(visit: Visit) -> PageResult {
    render::see_other(urls::users(visit.tenant_id()))
}
