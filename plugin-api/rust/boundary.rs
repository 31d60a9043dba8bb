//! What stands between the host's C calls and a `Connector`: nothing unwinds past it, and every
//! error becomes a status and a message in the host's memory.

use super::abi::*;
use super::calls::{Call, FetchSink, Host, Page, Sink};
use super::json::Json;
use super::wire::Message;
use std::cell::RefCell;
use std::ffi::CString;
use std::os::raw::{c_char, c_void};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::Once;

/// One connection. Transform is called from several threads at once, which `Sync` vouches for; the
/// other methods one at a time.
pub trait Connector: Send + Sync + Sized + 'static {
    /// Constant facts; no I/O, under 100 ms.
    fn about() -> About;
    /// settings is {"connection": name, "config": {...}, "scope": {...}}, secrets resolved. No network.
    fn create(host: Host, settings: &Json) -> Result<Self, Error>;
    /// Emits one check result for each check of the descriptor, in its order.
    fn test_connection(&self, call: &Call, sink: &Sink) -> Result<(), Error>;
    fn fetch(&self, call: &Call, sink: &FetchSink) -> Result<(), Error>;
    /// A pure function of the page and the settings.
    fn transform(&self, call: &Call, page: &Page, sink: &Sink) -> Result<(), Error>;
}

pub struct About {
    pub id: &'static str,
    pub name: &'static str,
    pub version: &'static str,
    pub vendor: &'static str,
    /// An ingest.v1.ConnectorDescriptor with the same id and version.
    pub details: Message,
}

/// The message is for operators: what was tried, on what, what came back. Never a credential.
#[derive(Clone, Debug)]
pub struct Error {
    pub code: ingest_status,
    pub message: String,
    pub vendor_code: i32,
    pub retry_after_ms: u32,
}

impl Error {
    pub fn new(code: ingest_status, message: impl Into<String>) -> Self {
        Error { code, message: message.into(), vendor_code: 0, retry_after_ms: 0 }
    }
}

/// The table that the entry function returns.
pub const fn table<T: Connector>() -> ingest_connector {
    ingest_connector {
        struct_size: std::mem::size_of::<ingest_connector>() as u32,
        abi_minor: INGEST_ABI_MINOR,
        describe: Some(describe::<T>),
        create: Some(create::<T>),
        destroy: Some(destroy::<T>),
        test_connection: Some(test_connection::<T>),
        fetch: Some(fetch::<T>),
        transform: Some(transform::<T>),
        get_extension: Some(get_extension),
    }
}

// A library holds one connector, so one descriptor. It lives as long as the library: for ever.
static DESCRIPTOR: AtomicPtr<ingest_descriptor> = AtomicPtr::new(std::ptr::null_mut());
static DESCRIBED: Once = Once::new();

unsafe extern "C" fn describe<T: Connector>() -> *const ingest_descriptor {
    let made = catch_unwind(|| {
        keep_panics_quiet();
        DESCRIBED.call_once(|| DESCRIPTOR.store(leaked_descriptor(T::about()), Ordering::Release));
    });
    if let Err(payload) = made {
        std::mem::forget(payload); // dropping it could panic again
    }
    DESCRIPTOR.load(Ordering::Acquire)
}

fn leaked_descriptor(about: About) -> *mut ingest_descriptor {
    fn text(text: &str) -> *const c_char {
        CString::new(text).expect("a text of About holds a NUL").into_raw()
    }
    let details: &'static [u8] = Box::leak(about.details.bytes().to_vec().into_boxed_slice());
    Box::into_raw(Box::new(ingest_descriptor {
        struct_size: std::mem::size_of::<ingest_descriptor>() as u32,
        required_host_minor: 0,
        capabilities: INGEST_CAP_CONCURRENT_TRANSFORM,
        id: text(about.id),
        name: text(about.name),
        version: text(about.version),
        vendor: text(about.vendor),
        details: ingest_bytes { data: details.as_ptr() as *const c_void, size: details.len() },
    }))
}

unsafe extern "C" fn create<T: Connector>(
    host: *const ingest_host,
    settings: ingest_text,
    out: *mut *mut ingest_instance,
    error: *mut ingest_error,
) -> ingest_status {
    *out = std::ptr::null_mut();
    guarded(error, || {
        let settings = Json::parse(super::calls::slice(settings)).map_err(|e| {
            Error::new(INGEST_E_CONFIG, format!("the settings are not JSON: {}", e))
        })?;
        let connector = T::create(Host::new(host), &settings)?;
        *out = Box::into_raw(Box::new(connector)) as *mut ingest_instance;
        Ok(())
    })
}

unsafe extern "C" fn destroy<T: Connector>(instance: *mut ingest_instance) {
    if instance.is_null() {
        return;
    }
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(instance as *mut T))));
    if let Err(payload) = dropped {
        std::mem::forget(payload);
    }
}

unsafe extern "C" fn test_connection<T: Connector>(
    instance: *mut ingest_instance,
    call: *const ingest_call,
    sink: *const ingest_sink,
    error: *mut ingest_error,
) -> ingest_status {
    guarded(error, || of::<T>(instance).test_connection(&Call::new(call), &Sink::new(sink)))
}

unsafe extern "C" fn fetch<T: Connector>(
    instance: *mut ingest_instance,
    call: *const ingest_call,
    sink: *const ingest_sink,
    error: *mut ingest_error,
) -> ingest_status {
    guarded(error, || of::<T>(instance).fetch(&Call::new(call), &FetchSink::new(sink)))
}

unsafe extern "C" fn transform<T: Connector>(
    instance: *mut ingest_instance,
    call: *const ingest_call,
    page: *const ingest_record,
    sink: *const ingest_sink,
    error: *mut ingest_error,
) -> ingest_status {
    guarded(error, || {
        of::<T>(instance).transform(&Call::new(call), &Page::new(page)?, &Sink::new(sink))
    })
}

unsafe extern "C" fn get_extension(_: *mut ingest_instance, _: *const c_char) -> *const c_void {
    std::ptr::null()
}

unsafe fn of<'a, T>(instance: *mut ingest_instance) -> &'a T {
    &*(instance as *const T)
}

unsafe fn guarded(
    error: *mut ingest_error,
    body: impl FnOnce() -> Result<(), Error>,
) -> ingest_status {
    let failure = match catch_unwind(AssertUnwindSafe(|| {
        keep_panics_quiet();
        body()
    })) {
        Ok(Ok(())) => return INGEST_OK,
        Ok(Err(failure)) if failure.code != INGEST_OK => failure,
        Ok(Err(failure)) => Error { code: INGEST_E_INTERNAL, ..failure },
        Err(payload) => {
            std::mem::forget(payload);
            let what = PANIC.with(|last| last.take());
            Error::new(INGEST_E_INTERNAL, format!("the connector panicked: {}", what))
        }
    };
    tell(error, &failure);
    failure.code
}

// The host's error may be absent. Its message ends at a character and has no NUL before its end.
unsafe fn tell(error: *mut ingest_error, failure: &Error) {
    if error.is_null() || ((*error).struct_size as usize) < std::mem::size_of::<ingest_error>() {
        return;
    }
    let text = failure.message.replace('\0', " ");
    let mut end = text.len().min(INGEST_ERROR_MESSAGE_MAX - 1);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let error = &mut *error;
    error.code = failure.code;
    error.retry_after_ms = failure.retry_after_ms;
    error.vendor_code = failure.vendor_code;
    error.message[..end].copy_from_slice(&text.as_bytes()[..end]);
    error.message[end] = 0;
}

thread_local! {
    static PANIC: RefCell<String> = RefCell::new(String::new());
}

// Standard error is the host's. The hook belongs to this library's copy of std, not to the process.
fn keep_panics_quiet() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let payload = info.payload();
            let what = payload.downcast_ref::<&str>().copied().map(str::to_string);
            let what =
                what.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
            let place = info.location().map(|l| format!("{}:{}", l.file(), l.line()));
            PANIC.with(|last| {
                if let Ok(mut last) = last.try_borrow_mut() {
                    *last = format!("{} at {}", what, place.unwrap_or_default());
                }
            });
        }));
    });
}
