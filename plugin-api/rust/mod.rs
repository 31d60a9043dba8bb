//! The connector SDK for Rust: std only, one folder, no crate.
//!
//! A connector is a type that implements `Connector`, and one exported function:
//!
//! ```ignore
//! mod ingest;
//!
//! #[no_mangle]
//! pub extern "C" fn ingest_connector_entry_v1() -> *const ingest::abi::ingest_connector {
//!     static TABLE: ingest::abi::ingest_connector = ingest::table::<Acme>();
//!     &TABLE
//! }
//! ```
//!
//! | Module     | What                                                                |
//! | ---------- | ------------------------------------------------------------------- |
//! | `boundary` | `Connector`, and the guard between it and the host's calls          |
//! | `calls`    | what the host lends: `Host`, `Call`, `Page`, `Sink`, `FetchSink`    |
//! | `http`     | the host's HTTP client                                              |
//! | `json`     | a bounded JSON reader                                               |
//! | `wire`     | protobuf messages, written by field number                          |
//! | `fields`   | the field numbers and enums of ingest.v1                            |
//! | `abi`      | the C declarations                                                  |
//!
//! An error or a panic becomes a status and a message at the boundary, and only there; nothing
//! unwinds into the host. Build with panic=unwind, which is the default.
#![allow(dead_code)] // a connector needs no more than a part of it

/// The value of a field of a table that the other side made, or None: the table may be of another
/// version, and end before the field. `$table` is a raw pointer.
macro_rules! held {
    ($table:expr, $field:ident) => {{
        let table = $table;
        // SAFETY: the caller vouches for the table; only addresses are computed before the test.
        let field = unsafe { std::ptr::addr_of!((*table).$field) };
        let end = field as usize - table as usize + crate::ingest::size_behind(field);
        if unsafe { (*table).struct_size } as usize >= end {
            unsafe { *field }
        } else {
            None
        }
    }};
}

pub mod abi;
pub mod boundary;
pub mod calls;
pub mod fields;
pub mod http;
pub mod json;
pub mod wire;

pub use boundary::{table, About, Connector, Error};
pub use calls::{Call, FetchSink, Host, Page, PageOut, Sink};
pub use http::{Http, Request, Response};
pub use json::Json;
pub use wire::Message;

pub(crate) fn size_behind<T>(_: *const T) -> usize {
    std::mem::size_of::<T>()
}
