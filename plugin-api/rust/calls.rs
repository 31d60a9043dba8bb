//! What the host lends for an instance or a call, with Rust's types. A refusal of the host's sink
//! comes back as an `Error`: pass it on.

use super::abi::*;
use super::boundary::Error;
use super::wire::Message;
use std::ffi::CStr;
use std::marker::PhantomData;
use std::os::raw::c_void;

pub(crate) fn bytes(data: &[u8]) -> ingest_bytes {
    ingest_bytes { data: data.as_ptr() as *const c_void, size: data.len() }
}

/// Only for views that the host lent for longer than 'a.
pub(crate) unsafe fn slice<'a>(view: ingest_bytes) -> &'a [u8] {
    if view.data.is_null() {
        return &[];
    }
    std::slice::from_raw_parts(view.data as *const u8, view.size)
}

/// The host, for the life of an instance. Thread-safe.
#[derive(Clone, Copy)]
pub struct Host(*const ingest_host);

// SAFETY: every function of the table is [thread-safe], and the host outlives the instance.
unsafe impl Send for Host {}
unsafe impl Sync for Host {}

impl Host {
    pub(crate) fn new(host: *const ingest_host) -> Self {
        Host(host)
    }

    pub fn log(&self, level: ingest_log_level, message: &str) {
        if let Some(log) = held!(self.0, log) {
            unsafe { log(self.0, level, bytes(message.as_bytes())) }
        }
    }

    /// Null when the host lacks it.
    pub(crate) fn extension(&self, id: &CStr) -> *const c_void {
        match held!(self.0, get_extension) {
            Some(get) => unsafe { get(self.0, id.as_ptr()) },
            None => std::ptr::null(),
        }
    }
}

/// One call of the host.
pub struct Call<'a>(*const ingest_call, PhantomData<&'a ()>);

impl<'a> Call<'a> {
    pub(crate) fn new(call: *const ingest_call) -> Self {
        Call(call, PhantomData)
    }

    pub(crate) fn raw(&self) -> *const ingest_call {
        self.0
    }

    /// An error once the host wants out; ask at least once a second.
    pub fn check(&self) -> Result<(), Error> {
        match held!(self.0, is_cancelled) {
            Some(is_cancelled) if unsafe { is_cancelled(self.0) } != 0 => {
                Err(Error::new(INGEST_E_CANCELLED, "cancelled by the host"))
            }
            _ => Ok(()),
        }
    }

    /// In units; total 0: unknown.
    pub fn progress(&self, done: u64, total: u64, note: &str) {
        if let Some(progress) = held!(self.0, progress) {
            unsafe { progress(self.0, done, total, bytes(note.as_bytes())) }
        }
    }
}

/// A page as transform receives it.
pub struct Page<'a> {
    pub unit: &'a str,
    pub key: &'a str,
    pub body: &'a [u8],
    pub context: &'a [u8],
    pub place: u64,
    pub rows: u64,
}

impl<'a> Page<'a> {
    pub(crate) unsafe fn new(record: *const ingest_record) -> Result<Self, Error> {
        let text = |view| {
            std::str::from_utf8(slice(view))
                .map_err(|_| Error::new(INGEST_E_BAD_DATA, "the page's unit or key is no UTF-8"))
        };
        Ok(Page {
            unit: text((*record).unit)?,
            key: text((*record).key)?,
            body: slice((*record).payload),
            context: slice((*record).context),
            place: (*record).place,
            rows: (*record).rows,
        })
    }
}

/// Where records go in test_connection and transform.
pub struct Sink<'a>(*const ingest_sink, PhantomData<&'a ()>);

impl<'a> Sink<'a> {
    pub(crate) fn new(sink: *const ingest_sink) -> Self {
        Sink(sink, PhantomData)
    }

    pub fn check(&self, message: &Message) -> Result<(), Error> {
        self.message(INGEST_RECORD_CHECK, "ingest.v1.CheckResult", message)
    }
    pub fn asset(&self, message: &Message) -> Result<(), Error> {
        self.message(INGEST_RECORD_ASSET, "ingest.v1.Asset", message)
    }
    pub fn finding(&self, message: &Message) -> Result<(), Error> {
        self.message(INGEST_RECORD_FINDING, "ingest.v1.Finding", message)
    }
    pub fn filtered(&self, message: &Message) -> Result<(), Error> {
        self.message(INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", message)
    }
    pub fn rejected(&self, message: &Message) -> Result<(), Error> {
        self.message(INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", message)
    }

    fn message(&self, kind: u32, name: &str, message: &Message) -> Result<(), Error> {
        let mut record = blank(kind);
        record.r#type = bytes(name.as_bytes());
        record.payload = bytes(message.bytes());
        self.emit(&record)
    }

    fn emit(&self, record: &ingest_record) -> Result<(), Error> {
        let emit = held!(self.0, emit).ok_or_else(lacking)?;
        expect(unsafe { emit(self.0, record) }, "the host stopped the stream")
    }
}

/// A page on its way out of fetch.
pub struct PageOut<'a> {
    pub unit: &'a str,
    pub key: &'a str,
    pub media_type: &'a str,
    pub body: &'a [u8],
    pub context: &'a [u8],
    pub place: u64,
    pub rows: u64,
}

/// Where pages go in fetch.
pub struct FetchSink<'a>(Sink<'a>);

impl<'a> FetchSink<'a> {
    pub(crate) fn new(sink: *const ingest_sink) -> Self {
        FetchSink(Sink::new(sink))
    }

    /// False: fetch nothing of the unit, and do not end it.
    pub fn begin_unit(&self, unit: &str) -> Result<bool, Error> {
        let begin = held!(self.0 .0, begin_unit).ok_or_else(lacking)?;
        let mut verdict = INGEST_UNIT_WANTED;
        let status = unsafe { begin(self.0 .0, bytes(unit.as_bytes()), &mut verdict) };
        expect(status, "the host refused the unit")?;
        Ok(verdict == INGEST_UNIT_WANTED)
    }

    pub fn page(&self, page: &PageOut) -> Result<(), Error> {
        let mut record = blank(INGEST_RECORD_PAGE);
        record.r#type = bytes(page.media_type.as_bytes());
        record.unit = bytes(page.unit.as_bytes());
        record.key = bytes(page.key.as_bytes());
        record.payload = bytes(page.body);
        record.context = bytes(page.context);
        record.place = page.place;
        record.rows = page.rows;
        self.0.emit(&record)
    }

    pub fn listing(&self, message: &Message) -> Result<(), Error> {
        self.0.message(INGEST_RECORD_LISTING, "ingest.v1.Listing", message)
    }

    /// report is an ingest.v1.UnitReport.
    pub fn end_unit(&self, unit: &str, report: &Message) -> Result<(), Error> {
        let end = held!(self.0 .0, end_unit).ok_or_else(lacking)?;
        let status = unsafe { end(self.0 .0, bytes(unit.as_bytes()), bytes(report.bytes())) };
        expect(status, "the host refused the unit's end")
    }
}

fn blank(kind: u32) -> ingest_record {
    let none = bytes(&[]);
    ingest_record {
        struct_size: std::mem::size_of::<ingest_record>() as u32,
        kind,
        r#type: none,
        unit: none,
        key: none,
        payload: none,
        context: none,
        place: 0,
        rows: 0,
        observed_unix_ns: 0,
    }
}

fn lacking() -> Error {
    Error::new(INGEST_E_UNSUPPORTED, "the host's sink lacks a function that this call needs")
}

fn expect(status: ingest_status, refusal: &str) -> Result<(), Error> {
    if status == INGEST_OK {
        Ok(())
    } else {
        Err(Error::new(status, refusal))
    }
}
