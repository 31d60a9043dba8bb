//! The host's HTTP client, ingest.http/1. Submit any number of requests, then take the answers in
//! the order in which they arrive; `perform` is one request from start to end.

use super::abi::*;
use super::boundary::Error;
use super::calls::{bytes, slice, Call, Host};
use std::ffi::CStr;
use std::sync::atomic::{AtomicU64, Ordering};

pub struct Request<'a> {
    pub method: &'a str,
    pub url: &'a str,
    /// "Name: value" lines, each ended by '\n'; see `header`.
    pub headers: String,
    pub body: &'a [u8],
    pub flags: u32, // INGEST_HTTP_*
}

impl<'a> Request<'a> {
    pub fn get(url: &'a str) -> Self {
        Request { method: "GET", url, headers: String::new(), body: &[], flags: 0 }
    }

    /// A value with a line break would smuggle in another header: it is refused, and not repeated.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if value.contains(&['\r', '\n', '\0'][..]) {
            let what = format!("the value of HTTP header {} holds a line break; remove it", name);
            return Err(Error::new(INGEST_E_CONFIG, what));
        }
        self.headers.push_str(&format!("{}: {}\n", name, value));
        Ok(())
    }
}

pub struct Http(*const ingest_http);

// SAFETY: every function of the table is [thread-safe]; requests belong to a call, which is not.
unsafe impl Send for Http {}
unsafe impl Sync for Http {}

impl Http {
    pub fn new(host: Host) -> Result<Self, Error> {
        let id = CStr::from_bytes_with_nul(b"ingest.http/1\0").expect("ends with NUL");
        let table = host.extension(id) as *const ingest_http;
        if table.is_null() || held!(table, release).is_none() {
            let what = "this connector needs a host with ingest.http/1";
            return Err(Error::new(INGEST_E_UNSUPPORTED, what));
        }
        Ok(Http(table))
    }

    /// How many requests the host keeps in flight.
    pub fn max_concurrency(&self) -> u32 {
        unsafe { (*self.0).max_concurrency }
    }

    /// Returns at once. tag comes back in the response; its highest bit is perform's.
    pub fn submit(&self, call: &Call, request: &Request, tag: u64) -> Result<(), Error> {
        let raw = ingest_http_request {
            struct_size: std::mem::size_of::<ingest_http_request>() as u32,
            flags: request.flags,
            method: bytes(request.method.as_bytes()),
            url: bytes(request.url.as_bytes()),
            headers: bytes(request.headers.as_bytes()),
            body: bytes(request.body),
            tag,
            max_body: 0,
            timeout_ms: 0,
            reserved: 0,
        };
        let submit = held!(self.0, submit).ok_or_else(lacking)?;
        let mut error = blank();
        let status = unsafe { submit(self.0, call.raw(), &raw, &mut error) };
        if status == INGEST_OK {
            Ok(())
        } else {
            Err(told(status, &error))
        }
    }

    /// Waits for any answer. An error on cancellation, and when nothing is outstanding.
    pub fn next<'c>(&self, call: &'c Call) -> Result<Response<'c>, Error> {
        let next = held!(self.0, next).ok_or_else(lacking)?;
        let mut error = blank();
        let mut response = std::ptr::null();
        let status = unsafe { next(self.0, call.raw(), -1, &mut response, &mut error) };
        if status != INGEST_OK {
            return Err(told(status, &error));
        }
        if response.is_null() {
            return Err(Error::new(INGEST_E_INTERNAL, "the host gave no HTTP response"));
        }
        Ok(Response { http: self.0, raw: unsafe { &*response } })
    }

    /// Only while no other request of this call is outstanding, but for those of an earlier perform
    /// that failed: their answers are let go.
    pub fn perform<'c>(&self, call: &'c Call, request: &Request) -> Result<Response<'c>, Error> {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let tag = 1 << 63 | LAST.fetch_add(1, Ordering::Relaxed);
        self.submit(call, request, tag)?;
        loop {
            let response = self.next(call)?;
            if response.tag() == tag {
                return Ok(response);
            }
        }
    }
}

/// An answer, or how a request failed. Given back to the host when dropped, at the latest within
/// the call.
pub struct Response<'c> {
    http: *const ingest_http,
    raw: &'c ingest_http_response,
}

impl<'c> Response<'c> {
    /// INGEST_OK: a whole answer, whatever http_status says.
    pub fn status(&self) -> ingest_status {
        self.raw.status
    }
    pub fn http_status(&self) -> i32 {
        self.raw.http_status
    }
    pub fn tag(&self) -> u64 {
        self.raw.tag
    }
    pub fn body(&self) -> &[u8] {
        unsafe { slice(self.raw.body) }
    }
    /// One sentence when there is no whole answer.
    pub fn error(&self) -> String {
        String::from_utf8_lossy(unsafe { slice(self.raw.error) }).into_owned()
    }
}

impl<'c> Drop for Response<'c> {
    fn drop(&mut self) {
        if let Some(release) = held!(self.http, release) {
            unsafe { release(self.http, self.raw) }
        }
    }
}

fn blank() -> ingest_error {
    ingest_error {
        struct_size: std::mem::size_of::<ingest_error>() as u32,
        code: INGEST_OK,
        retry_after_ms: 0,
        vendor_code: 0,
        message: [0; INGEST_ERROR_MESSAGE_MAX],
    }
}

fn told(status: ingest_status, error: &ingest_error) -> Error {
    let end = error.message.iter().position(|&b| b == 0).unwrap_or(error.message.len());
    let mut message = String::from_utf8_lossy(&error.message[..end]).into_owned();
    if message.is_empty() {
        message = "the host refused an HTTP request".to_string();
    }
    Error {
        code: status,
        message,
        vendor_code: error.vendor_code,
        retry_after_ms: error.retry_after_ms,
    }
}

fn lacking() -> Error {
    Error::new(INGEST_E_UNSUPPORTED, "the host's ingest.http/1 lacks a function")
}
