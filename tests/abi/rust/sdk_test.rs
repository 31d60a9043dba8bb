//! The Rust SDK by itself. LAYOUT names the table of sizes and offsets, made of layout.def.

#[path = "../../../plugin-api/rust/mod.rs"]
mod ingest;

mod boundary_test;
mod json_test;

use ingest::abi::*;
use ingest::Message;
use std::mem::{size_of, MaybeUninit};

macro_rules! SIZE {
    ($name:ident, $bytes:expr) => {
        assert_eq!(size_of::<$name>(), $bytes, stringify!($name));
    };
}
macro_rules! FIELD {
    ($name:ident, $field:ident, $offset:expr, $bytes:expr) => {
        let table = MaybeUninit::<$name>::uninit();
        let start = table.as_ptr();
        let field = unsafe { std::ptr::addr_of!((*start).$field) };
        let what = concat!(stringify!($name), ".", stringify!($field));
        assert_eq!(field as usize - start as usize, $offset, "{}", what);
        assert_eq!(ingest::size_behind(field), $bytes, "{}", what);
    };
}
macro_rules! VALUE {
    ($name:ident, $value:expr) => {
        assert_eq!($name as u64, $value, stringify!($name));
    };
}

#[test]
fn the_layout_is_that_of_the_c_headers() {
    include!(env!("LAYOUT"))
}

#[test]
fn messages_are_protobufs_wire_format() {
    let mut inner = Message::new();
    inner.text(1, "ü");
    let mut outer = Message::new();
    outer.number(1, 300).number(28, 0).message(2, &inner).double(3, 1.5).blob(16, &[0xff]);
    let wanted = [
        &b"\x08\xac\x02"[..],
        b"\xe0\x01\x00",
        b"\x12\x04\x0a\x02\xc3\xbc",
        b"\x19\x00\x00\x00\x00\x00\x00\xf8\x3f",
        b"\x82\x01\x01\xff",
    ]
    .concat();
    assert_eq!(outer.bytes(), wanted);
    let mut most = Message::new();
    most.number(1, u64::MAX);
    assert_eq!(most.bytes(), b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}
