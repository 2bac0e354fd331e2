use std::collections::HashMap;
use std::ops::Range;

use axum::Json;
use axum::extract::{Query, State};
use protocol::{List, Outcome, UnreadCount};

use super::caller::Caller;
use super::refusal::Refusal;
use crate::app::App;
use crate::notifications::{self, Filter};
use crate::store::Db;

/// How many rows a page has; clients can't change it (section 5.1).
const PAGE: u32 = 10;
/// Up to this `limit` the answer says that it is for a drop-down list.
const DROPDOWN: u32 = 5;

/// `GET /`
pub async fn list(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<List>, Refusal> {
    let (filter, window) = (filter(&query), window(&query));
    let receiver = user.id;
    let read = move |db: &Db<'_>| {
        let count = notifications::count(db, receiver, &filter)?;
        let Some(view) = view(&window, count) else {
            return Ok(None);
        };
        let rows = notifications::list(db, receiver, &filter, &view.places)?;
        Ok(Some((view, rows)))
    };
    let (view, rows) = app.office.store.read(read).await?.ok_or(Refusal::NoPage)?;
    Ok(Json(List {
        results: rows.into_iter().map(|stored| super::row(stored, &user)).collect(),
        count: view.count.into(),
        page: view.page,
        total_pages: view.total_pages,
        is_dropdown: view.is_dropdown,
    }))
}

/// `GET unread-count/`
pub async fn unread_count(State(app): State<App>, Caller { user, .. }: Caller) -> Result<Json<UnreadCount>, Refusal> {
    let unread_count = app.office.store.read(move |db| notifications::unread_count(db, user.id)).await?;
    Ok(Json(UnreadCount { unread_count: unread_count.into() }))
}

/// `POST mark-all-read/`
pub async fn mark_all_read(State(app): State<App>, Caller { user, .. }: Caller) -> Result<Json<Outcome>, Refusal> {
    app.change(user.id, None, move |db| notifications::mark_all_read(db, user.id)).await?;
    Ok(Json(Outcome { status: "all notifications marked as read".to_owned() }))
}

fn filter(query: &HashMap<String, String>) -> Filter {
    let given = |name: &str| query.get(name).filter(|text| !text.is_empty()).cloned();
    Filter {
        status: given("status"),
        kind: given("type"),
        unread: given("unread").is_some_and(|text| text.eq_ignore_ascii_case("true")),
        search: given("search"),
    }
}

/// Which part of the list is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Window {
    /// `limit=N`: the first N.
    First(u32),
    /// `page=N`, from 1.
    Page(u32),
    /// `page=last`
    Last,
    /// A page that can't be.
    Nowhere,
}

/// A `limit` that is no number is ignored; a `page` that is none leads nowhere.
fn window(query: &HashMap<String, String>) -> Window {
    if let Some(limit) = query.get("limit").and_then(|text| text.trim().parse::<u64>().ok()) {
        return Window::First(u32::try_from(limit).unwrap_or(u32::MAX));
    }
    match query.get("page").map(String::as_str) {
        None => Window::Page(1),
        Some("last") => Window::Last,
        Some(text) => text.trim().parse().map_or(Window::Nowhere, Window::Page),
    }
}

/// The part of the list that is shown, and what is said about it.
#[derive(Debug, PartialEq, Eq)]
struct View {
    places: Range<u32>,
    count: u32,
    page: u32,
    total_pages: u32,
    is_dropdown: Option<bool>,
}

/// What a window shows of `total` rows; `None` when it lies outside. Oddities are the deployed server's: a `limit`
/// hides the total, and `page=last` calls itself page 1.
fn view(window: &Window, total: u32) -> Option<View> {
    let total_pages = total.div_ceil(PAGE);
    let (shown, named) = match *window {
        Window::First(limit) => {
            let count = limit.min(total);
            let is_dropdown = (limit <= DROPDOWN).then_some(true);
            return Some(View { places: 0..count, count, page: 1, total_pages: 1, is_dropdown });
        }
        Window::Page(page) => (page, page),
        Window::Last => (total_pages.max(1), 1),
        Window::Nowhere => return None,
    };
    let start = shown.checked_sub(1)?.checked_mul(PAGE)?;
    let exists = shown == 1 || start < total;
    let view =
        View { places: start..start.saturating_add(PAGE), count: total, page: named, total_pages, is_dropdown: None };
    exists.then_some(view)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_limit_that_is_a_number_wins_over_the_page() {
        assert_eq!(window(&asked(&[("limit", "7"), ("page", "3")])), Window::First(7));
        assert_eq!(window(&asked(&[("limit", "-1"), ("page", "3")])), Window::Page(3));
        assert_eq!(window(&asked(&[("limit", "many")])), Window::Page(1));
        assert_eq!(window(&asked(&[("page", "-1")])), Window::Nowhere);
        assert_eq!(window(&asked(&[("page", "")])), Window::Nowhere);
    }

    #[test]
    fn pages_have_ten_rows_and_the_last_calls_itself_the_first() {
        let page = |window| view(&window, 133).map(|view| (view.places, view.page, view.total_pages));
        assert_eq!(page(Window::Page(1)), Some((0..10, 1, 14)));
        assert_eq!(page(Window::Page(14)), Some((130..140, 14, 14)));
        assert_eq!(page(Window::Last), Some((130..140, 1, 14)));
        assert_eq!(page(Window::Page(15)), None);
        assert_eq!(page(Window::Page(0)), None);
    }

    #[test]
    fn an_empty_list_has_a_first_page_and_no_pages() {
        let empty = view(&Window::Page(1), 0).unwrap();
        assert_eq!((empty.count, empty.total_pages), (0, 0));
        assert_eq!(view(&Window::Page(2), 0), None);
        assert_eq!(view(&Window::Last, 0).map(|view| view.page), Some(1));
    }

    #[test]
    fn a_limit_hides_the_total() {
        let five = view(&Window::First(5), 133).unwrap();
        assert_eq!((five.count, five.total_pages, five.is_dropdown), (5, 1, Some(true)));
        let many = view(&Window::First(5_000), 133).unwrap();
        assert_eq!((many.count, many.total_pages, many.is_dropdown), (133, 1, None));
        assert_eq!(view(&Window::First(0), 133).unwrap().places, 0..0);
    }
}
