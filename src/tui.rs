//! stub
pub struct Start {
    pub windows: crate::guidance::Windows,
    pub mouse: bool,
    pub person: Option<String>,
    pub as_of: Option<crate::domain::AsOf>,
    pub demo: bool,
    pub clock: fn() -> crate::ops::Now,
}
pub fn run(_s: crate::store::Store, _t: Start) -> crate::error::Result<()> {
    Ok(())
}
