use crate::ingest::abi::*;
use crate::ingest::fields::connector_descriptor;
use crate::ingest::{About, Call, Connector, Error, FetchSink, Host, Json, Message, Page, Sink};
use std::ffi::CStr;
use std::os::raw::{c_char, c_void};
use std::ptr::{null, null_mut};

/// Does in each call what the settings' "do" says.
struct Wayward(String);

impl Connector for Wayward {
    fn about() -> About {
        let mut details = Message::new();
        details.text(connector_descriptor::ID, "wayward");
        About { id: "wayward", name: "Wayward", version: "1.2.3", vendor: "None", details }
    }
    fn create(host: Host, settings: &Json) -> Result<Self, Error> {
        host.log(INGEST_LOG_INFO, "made");
        match settings.get("do").text() {
            "panic in create" => panic!("at {}", "once"),
            what => Ok(Wayward(what.to_string())),
        }
    }
    fn test_connection(&self, call: &Call, _: &Sink) -> Result<(), Error> {
        call.check()?;
        call.progress(1, 2, "half");
        self.act()
    }
    fn fetch(&self, _: &Call, sink: &FetchSink) -> Result<(), Error> {
        sink.begin_unit("u").map(|_| ())
    }
    fn transform(&self, _: &Call, page: &Page, _: &Sink) -> Result<(), Error> {
        assert_eq!((page.unit, page.body), ("u", &b"body"[..]));
        self.act()
    }
}

impl Wayward {
    fn act(&self) -> Result<(), Error> {
        match self.0.as_str() {
            "panic" => panic!("I can't"),
            "index" => Err(Error::new([1][self.0.len()], "never")),
            "long" => Err(Error::new(INGEST_E_AUTH, "ü".repeat(2000))),
            "ok as error" => Err(Error::new(INGEST_OK, "not\0really")),
            _ => Ok(()),
        }
    }
}

impl Drop for Wayward {
    fn drop(&mut self) {
        assert_ne!(self.0, "panic in drop");
    }
}

static TABLE: ingest_connector = crate::ingest::table::<Wayward>();

fn text(text: &str) -> ingest_text {
    ingest_bytes { data: text.as_ptr() as *const c_void, size: text.len() }
}

fn blank() -> ingest_error {
    ingest_error { struct_size: 1040, code: 0, retry_after_ms: 0, vendor_code: 0, message: [0; 1024] }
}

fn message(error: &ingest_error) -> &str {
    unsafe { CStr::from_ptr(error.message.as_ptr() as *const c_char) }.to_str().expect("UTF-8")
}

// Tables that end after their first fields: of no function may a pointer be read.
const POISON: usize = 0x5a5a_5a5a_5a5a_5a5a;
#[repr(C)]
struct Short(u32, u32, [usize; 6]);
const SHORT: Short = Short(8, 0, [POISON; 6]);

struct Open(*mut ingest_instance);

impl Open {
    fn new(what: &str) -> (Self, ingest_status, ingest_error) {
        let mut instance = null_mut();
        let mut error = blank();
        let settings = format!("{{\"do\": \"{}\"}}", what);
        let host = &SHORT as *const Short as *const ingest_host;
        let create = TABLE.create.unwrap();
        let status = unsafe { create(host, text(&settings), &mut instance, &mut error) };
        (Open(instance), status, error)
    }
    fn test(&self, error: *mut ingest_error) -> ingest_status {
        let short = &SHORT as *const Short;
        unsafe { TABLE.test_connection.unwrap()(self.0, short as *const _, short as *const _, error) }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        unsafe { TABLE.destroy.unwrap()(self.0) }
    }
}

#[test]
fn the_descriptor_is_constant() {
    let describe = TABLE.describe.unwrap();
    let (first, second) = unsafe { (describe(), describe()) };
    assert!(!first.is_null());
    assert_eq!(first, second);
    let d = unsafe { &*first };
    assert_eq!(unsafe { CStr::from_ptr(d.version) }.to_str(), Ok("1.2.3"));
    assert_eq!(d.capabilities, INGEST_CAP_CONCURRENT_TRANSFORM);
    let details = unsafe { std::slice::from_raw_parts(d.details.data as *const u8, d.details.size) };
    assert_eq!(details, b"\x0a\x07wayward");
}

#[test]
fn a_panic_becomes_an_error_that_says_where() {
    let (instance, status, _) = Open::new("panic");
    assert_eq!(status, INGEST_OK);
    let mut error = blank();
    assert_eq!(instance.test(&mut error), INGEST_E_INTERNAL);
    assert!(message(&error).starts_with("the connector panicked: I can't at "), "{}", message(&error));
    assert!(message(&error).contains("boundary_test.rs:"), "{}", message(&error));

    let (none, status, error) = Open::new("panic in create");
    assert_eq!(status, INGEST_E_INTERNAL);
    assert!(none.0.is_null());
    assert!(message(&error).contains("at once"), "{}", message(&error));

    let (instance, _, _) = Open::new("index");
    assert_eq!(instance.test(null_mut()), INGEST_E_INTERNAL);
    drop(Open::new("panic in drop"));
}

#[test]
fn a_long_message_ends_at_a_character() {
    let (instance, _, _) = Open::new("long");
    let mut error = blank();
    assert_eq!(instance.test(&mut error), INGEST_E_AUTH);
    assert_eq!(error.code, INGEST_E_AUTH);
    assert_eq!(message(&error), "ü".repeat(511));
}

#[test]
fn an_error_is_never_ok_and_holds_no_nul() {
    let (instance, _, _) = Open::new("ok as error");
    let mut error = blank();
    assert_eq!(instance.test(&mut error), INGEST_E_INTERNAL);
    assert_eq!(message(&error), "not really");
    // A shorter error of another host is left alone.
    error = blank();
    error.struct_size = 16;
    assert_eq!(instance.test(&mut error), INGEST_E_INTERNAL);
    assert_eq!(error.code, INGEST_OK);
}

#[test]
fn functions_beyond_a_tables_end_are_not_called() {
    let (instance, status, _) = Open::new("");
    assert_eq!(status, INGEST_OK); // its log went nowhere
    assert_eq!(instance.test(null_mut()), INGEST_OK); // and so did its progress
    let short = &SHORT as *const Short;
    let mut error = blank();
    let fetch = TABLE.fetch.unwrap();
    let status = unsafe { fetch(instance.0, short as *const _, short as *const _, &mut error) };
    assert_eq!(status, INGEST_E_UNSUPPORTED);
}

#[test]
fn transform_sees_the_page() {
    let (instance, _, _) = Open::new("");
    let none = ingest_bytes { data: null(), size: 0 };
    let page = ingest_record {
        struct_size: 112,
        kind: INGEST_RECORD_PAGE,
        r#type: none,
        unit: text("u"),
        key: none,
        payload: text("body"),
        context: none,
        place: 0,
        rows: 0,
        observed_unix_ns: 0,
    };
    let short = &SHORT as *const Short;
    let mut error = blank();
    let transform = TABLE.transform.unwrap();
    let status = unsafe { transform(instance.0, short as *const _, &page, short as *const _, &mut error) };
    assert_eq!(status, INGEST_OK, "{}", message(&error));
}

#[test]
fn settings_that_are_no_json_are_refused() {
    let mut instance = null_mut();
    let mut error = blank();
    let host = &SHORT as *const Short as *const ingest_host;
    let status = unsafe { TABLE.create.unwrap()(host, text("{"), &mut instance, &mut error) };
    assert_eq!(status, INGEST_E_CONFIG);
    assert!(instance.is_null());
    assert!(message(&error).contains("not JSON"));
}
