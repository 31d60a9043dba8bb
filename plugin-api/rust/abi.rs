//! connector.h and ext/http.h in Rust: the same names, the same layout, nothing else.
//!
//! Conventions, ownership and thread tags are those of the C header, which is the contract. Every
//! function pointer is an `Option`, because tables of another version may leave one out; ask
//! `held!` before using one. Text and bytes are borrowed for the call that carries them.
#![allow(non_camel_case_types)]

use std::os::raw::{c_char, c_void};

pub const INGEST_ABI_MAJOR: u32 = 1;
pub const INGEST_ABI_MINOR: u32 = 0;

pub type ingest_status = i32;
pub const INGEST_OK: ingest_status = 0;
pub const INGEST_E_CONFIG: ingest_status = 1;
pub const INGEST_E_AUTH: ingest_status = 2;
pub const INGEST_E_FORBIDDEN: ingest_status = 3;
pub const INGEST_E_RATE_LIMITED: ingest_status = 4;
pub const INGEST_E_UNAVAILABLE: ingest_status = 5;
pub const INGEST_E_TIMEOUT: ingest_status = 6;
pub const INGEST_E_CANCELLED: ingest_status = 7;
pub const INGEST_E_BAD_DATA: ingest_status = 8;
pub const INGEST_E_UNSUPPORTED: ingest_status = 9;
pub const INGEST_E_INTERNAL: ingest_status = 10;
pub const INGEST_E_TOO_LARGE: ingest_status = 11;

pub type ingest_log_level = i32;
pub const INGEST_LOG_DEBUG: ingest_log_level = 0;
pub const INGEST_LOG_INFO: ingest_log_level = 1;
pub const INGEST_LOG_WARN: ingest_log_level = 2;
pub const INGEST_LOG_ERROR: ingest_log_level = 3;

pub const INGEST_RECORD_PAGE: u32 = 1;
pub const INGEST_RECORD_ASSET: u32 = 2;
pub const INGEST_RECORD_FINDING: u32 = 3;
pub const INGEST_RECORD_CHECK: u32 = 4;
pub const INGEST_RECORD_FILTERED: u32 = 5;
pub const INGEST_RECORD_REJECTED: u32 = 6;
pub const INGEST_RECORD_LISTING: u32 = 7;

pub type ingest_unit_verdict = i32;
pub const INGEST_UNIT_WANTED: ingest_unit_verdict = 0;
pub const INGEST_UNIT_SKIP: ingest_unit_verdict = 1;

pub const INGEST_CAP_CONCURRENT_TRANSFORM: u64 = 1;

pub const INGEST_ERROR_MESSAGE_MAX: usize = 1024;
pub const INGEST_PAYLOAD_MAX: usize = 64 << 20;
pub const INGEST_CONTEXT_MAX: usize = 1 << 20;
pub const INGEST_UNIT_MAX: usize = 512;

pub const INGEST_HTTP_SENSITIVE: u32 = 1;
pub const INGEST_HTTP_CONNECT_ONLY: u32 = 2;
pub const INGEST_HTTP_NO_RETRY: u32 = 4;
pub const INGEST_HTTP_JSON: u32 = 8;

pub const INGEST_HTTP_PHASE_START: i32 = 0;
pub const INGEST_HTTP_PHASE_RESOLVE: i32 = 1;
pub const INGEST_HTTP_PHASE_CONNECT: i32 = 2;
pub const INGEST_HTTP_PHASE_PROXY: i32 = 3;
pub const INGEST_HTTP_PHASE_TLS: i32 = 4;
pub const INGEST_HTTP_PHASE_SEND: i32 = 5;
pub const INGEST_HTTP_PHASE_RECEIVE: i32 = 6;
pub const INGEST_HTTP_PHASE_DONE: i32 = 7;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ingest_bytes {
    pub data: *const c_void,
    pub size: usize,
}
pub type ingest_text = ingest_bytes;

#[repr(C)]
pub struct ingest_error {
    pub struct_size: u32,
    pub code: ingest_status,
    pub retry_after_ms: u32,
    pub vendor_code: i32,
    pub message: [u8; INGEST_ERROR_MESSAGE_MAX],
}

#[repr(C)]
pub struct ingest_host {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub ctx: *mut c_void,
    pub name: *const c_char,
    pub version: *const c_char,
    pub log_enabled: Option<unsafe extern "C" fn(*const ingest_host, ingest_log_level) -> i32>,
    pub log: Option<unsafe extern "C" fn(*const ingest_host, ingest_log_level, ingest_text)>,
    pub get_extension:
        Option<unsafe extern "C" fn(*const ingest_host, *const c_char) -> *const c_void>,
}

#[repr(C)]
pub struct ingest_call {
    pub struct_size: u32,
    pub reserved: u32,
    pub ctx: *mut c_void,
    pub run_id: ingest_text,
    pub is_cancelled: Option<unsafe extern "C" fn(*const ingest_call) -> i32>,
    pub remaining_ms: Option<unsafe extern "C" fn(*const ingest_call) -> i64>,
    pub progress: Option<unsafe extern "C" fn(*const ingest_call, u64, u64, ingest_text)>,
}

#[repr(C)]
pub struct ingest_record {
    pub struct_size: u32,
    pub kind: u32,
    pub r#type: ingest_text,
    pub unit: ingest_text,
    pub key: ingest_text,
    pub payload: ingest_bytes,
    pub context: ingest_bytes,
    pub place: u64,
    pub rows: u64,
    pub observed_unix_ns: i64,
}

#[repr(C)]
pub struct ingest_sink {
    pub struct_size: u32,
    pub reserved: u32,
    pub ctx: *mut c_void,
    pub emit:
        Option<unsafe extern "C" fn(*const ingest_sink, *const ingest_record) -> ingest_status>,
    pub begin_unit: Option<
        unsafe extern "C" fn(*const ingest_sink, ingest_text, *mut ingest_unit_verdict) -> i32,
    >,
    pub end_unit: Option<
        unsafe extern "C" fn(*const ingest_sink, ingest_text, ingest_bytes) -> ingest_status,
    >,
}

#[repr(C)]
pub struct ingest_descriptor {
    pub struct_size: u32,
    pub required_host_minor: u32,
    pub capabilities: u64,
    pub id: *const c_char,
    pub name: *const c_char,
    pub version: *const c_char,
    pub vendor: *const c_char,
    pub details: ingest_bytes,
}

/// An open connector; what it is only the connector knows.
#[repr(C)]
pub struct ingest_instance {
    _opaque: [u8; 0],
}

pub type ingest_work = unsafe extern "C" fn(
    *mut ingest_instance,
    *const ingest_call,
    *const ingest_sink,
    *mut ingest_error,
) -> ingest_status;

#[repr(C)]
pub struct ingest_connector {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub describe: Option<unsafe extern "C" fn() -> *const ingest_descriptor>,
    pub create: Option<
        unsafe extern "C" fn(
            *const ingest_host,
            ingest_text,
            *mut *mut ingest_instance,
            *mut ingest_error,
        ) -> ingest_status,
    >,
    pub destroy: Option<unsafe extern "C" fn(*mut ingest_instance)>,
    pub test_connection: Option<ingest_work>,
    pub fetch: Option<ingest_work>,
    pub transform: Option<
        unsafe extern "C" fn(
            *mut ingest_instance,
            *const ingest_call,
            *const ingest_record,
            *const ingest_sink,
            *mut ingest_error,
        ) -> ingest_status,
    >,
    pub get_extension:
        Option<unsafe extern "C" fn(*mut ingest_instance, *const c_char) -> *const c_void>,
}

#[repr(C)]
pub struct ingest_http_request {
    pub struct_size: u32,
    pub flags: u32,
    pub method: ingest_text,
    pub url: ingest_text,
    pub headers: ingest_text,
    pub body: ingest_bytes,
    pub tag: u64,
    pub max_body: u64,
    pub timeout_ms: u32,
    pub reserved: u32,
}

#[repr(C)]
pub struct ingest_http_response {
    pub struct_size: u32,
    pub status: ingest_status,
    pub tag: u64,
    pub http_status: i32,
    pub phase: i32,
    pub attempts: u32,
    pub http_version: i32,
    pub url: ingest_text,
    pub headers: ingest_text,
    pub body: ingest_bytes,
    pub error: ingest_text,
    pub remote: ingest_text,
    pub tls: ingest_text,
    pub resolve_us: u64,
    pub connect_us: u64,
    pub tls_us: u64,
    pub first_byte_us: u64,
    pub total_us: u64,
}

#[repr(C)]
pub struct ingest_http {
    pub struct_size: u32,
    pub max_concurrency: u32,
    pub ctx: *mut c_void,
    pub submit: Option<
        unsafe extern "C" fn(
            *const ingest_http,
            *const ingest_call,
            *const ingest_http_request,
            *mut ingest_error,
        ) -> ingest_status,
    >,
    pub next: Option<
        unsafe extern "C" fn(
            *const ingest_http,
            *const ingest_call,
            i32,
            *mut *const ingest_http_response,
            *mut ingest_error,
        ) -> ingest_status,
    >,
    pub release: Option<unsafe extern "C" fn(*const ingest_http, *const ingest_http_response)>,
}

// What a compiler must agree on for the names above to mean the same memory on both sides.
macro_rules! size {
    ($($name:ident = $bytes:expr),+ $(,)?) => {
        $(const _: () = assert!(std::mem::size_of::<$name>() == $bytes);)+
    };
}
size!(
    ingest_bytes = 16,
    ingest_error = 1040,
    ingest_host = 56,
    ingest_call = 56,
    ingest_record = 112,
    ingest_sink = 40,
    ingest_descriptor = 64,
    ingest_connector = 64,
    ingest_http_request = 96,
    ingest_http_response = 168,
    ingest_http = 40,
);
