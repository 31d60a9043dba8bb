//! Reading the registry: one list of images, then the pages of many of them at once.

use crate::ingest::abi::*;
use crate::ingest::fields::*;
use crate::ingest::{Call, Error, FetchSink, Host, Http, Json, Message};
use crate::ingest::{PageOut, Request, Response};
use std::collections::HashMap;

pub struct Registry {
    pub host: Host,
    pub url: String,
    pub api_key: String,
}

pub struct Image {
    digest: String,
    name: String,
}

/// An image that is being read.
struct Unit {
    image: Image,
    claimed: u64,
    received: u64,
    pages: u64,
}

impl Registry {
    /// Sorted, each once, and how many were listed with those that came twice.
    pub fn images(&self, call: &Call) -> Result<(Vec<Image>, u64), Error> {
        let url = format!("{}/images", self.url);
        let response = Http::new(self.host)?.perform(call, &self.request(&url)?)?;
        let answer = list_in(&response, "images", &format!("GET {}", url))?;
        let mut images = Vec::new();
        for item in answer.get("images").list().unwrap_or(&[]) {
            let digest = item.get("digest").text().to_string();
            if digest.is_empty() || digest.len() > INGEST_UNIT_MAX {
                let what = format!("GET {}: an image without a usable digest", url);
                return Err(Error::new(INGEST_E_BAD_DATA, what));
            }
            let name = format!("{}:{}", item.get("repository").text(), item.get("tag").text());
            images.push(Image { digest, name });
        }
        let listed = images.len() as u64;
        images.sort_by(|a, b| a.digest.cmp(&b.digest));
        images.dedup_by(|a, b| a.digest == b.digest);
        Ok((images, listed))
    }

    pub fn read_all(&self, call: &Call, sink: &FetchSink) -> Result<(), Error> {
        let (images, listed) = self.images(call)?;
        let total = images.len() as u64;
        let mut list = Message::new();
        list.text(listing::NAME, "images").number(listing::REQUESTS, 1);
        list.number(listing::RECEIVED, listed).number(listing::UNIQUE, total);
        sink.listing(&list)?;

        let http = Http::new(self.host)?;
        let most = 2 * http.max_concurrency().max(1) as usize;
        let mut waiting = images.into_iter();
        let mut under_way = HashMap::new();
        let mut tag = 0;
        loop {
            while under_way.len() < most {
                let image = match waiting.next() {
                    Some(image) => image,
                    None => break,
                };
                if sink.begin_unit(&image.digest)? {
                    let unit = Unit { image, claimed: 0, received: 0, pages: 0 };
                    tag += 1;
                    self.ask(&http, call, &unit, tag)?;
                    under_way.insert(tag, unit);
                }
            }
            if under_way.is_empty() {
                return Ok(());
            }
            let response = http.next(call)?;
            let answered = response.tag();
            let mut unit = match under_way.remove(&answered) {
                Some(unit) => unit,
                None => continue, // of another time
            };
            if self.take(sink, &mut unit, &response)? {
                self.ask(&http, call, &unit, answered)?;
                under_way.insert(answered, unit);
            } else {
                call.progress(total - waiting.len() as u64, total, &unit.image.name);
            }
        }
    }

    fn request<'a>(&self, url: &'a str) -> Result<Request<'a>, Error> {
        let mut request = Request::get(url);
        request.flags = INGEST_HTTP_JSON;
        request.header("X-Api-Key", &self.api_key)?;
        Ok(request)
    }

    // For the page of the unit that is next.
    fn ask(&self, http: &Http, call: &Call, unit: &Unit, tag: u64) -> Result<(), Error> {
        let url = format!("{}{}", self.url, path_of(unit));
        http.submit(call, &self.request(&url)?, tag)
    }

    // Whether there is more of the unit; if not, it is ended. One that can't be read is told in its
    // report, and costs no other; an error is what concerns all of them.
    fn take(&self, sink: &FetchSink, unit: &mut Unit, response: &Response) -> Result<bool, Error> {
        let what = format!("GET {}{}", self.url, path_of(unit));
        let answer = match list_in(response, "vulnerabilities", &what) {
            Ok(answer) => answer,
            Err(error) => {
                let failure = match error.code {
                    INGEST_E_FORBIDDEN => UNIT_FAILURE_FORBIDDEN,
                    INGEST_E_UNAVAILABLE | INGEST_E_TIMEOUT => UNIT_FAILURE_UNAVAILABLE,
                    INGEST_E_BAD_DATA if error.vendor_code == 404 => UNIT_FAILURE_NOT_FOUND,
                    INGEST_E_BAD_DATA | INGEST_E_TOO_LARGE => UNIT_FAILURE_BAD_DATA,
                    _ => return Err(error),
                };
                end(sink, unit, UNIT_OUTCOME_FAILED, failure, &error.message)?;
                return Ok(false);
            }
        };
        let rows = answer.get("vulnerabilities").list().unwrap_or(&[]).len() as u64;
        sink.page(&PageOut {
            unit: &unit.image.digest,
            key: &format!("vulnerabilities page {}", unit.pages + 1),
            media_type: "application/json",
            body: response.body(),
            context: unit.image.name.as_bytes(),
            place: unit.pages,
            rows,
        })?;
        unit.pages += 1;
        unit.received += rows;
        unit.claimed = answer.get("total").unsigned().unwrap_or(0);
        if unit.received >= unit.claimed {
            end(sink, unit, UNIT_OUTCOME_COMPLETE, 0, "")?;
        } else if rows == 0 {
            let reason = "the registry ran out of rows before its own total";
            end(sink, unit, UNIT_OUTCOME_INCOMPLETE, 0, reason)?;
        } else {
            return Ok(true);
        }
        Ok(false)
    }
}

fn path_of(unit: &Unit) -> String {
    // A digest is "sha256:" and hexadecimal digits; all else is encoded.
    let mut digest = String::new();
    for byte in unit.image.digest.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            digest.push(char::from(byte));
        } else {
            digest.push_str(&format!("%{:02X}", byte));
        }
    }
    format!("/images/{}/vulnerabilities?offset={}", digest, unit.received)
}

fn end(
    sink: &FetchSink,
    unit: &Unit,
    outcome: u64,
    failure: u64,
    reason: &str,
) -> Result<(), Error> {
    let mut report = Message::new();
    report.text(unit_report::UNIT, &unit.image.digest).text(unit_report::NAME, &unit.image.name);
    report.number(unit_report::OUTCOME, outcome).number(unit_report::FAILURE, failure);
    report.text(unit_report::REASON, reason).number(unit_report::ROWS_CLAIMED, unit.claimed);
    report.number(unit_report::ROWS_RECEIVED, unit.received);
    report.number(unit_report::PAGES, unit.pages);
    sink.end_unit(&unit.image.digest, &report)
}

// The answer, which is JSON with this list in it; or why it is not.
fn list_in(response: &Response, list: &str, what: &str) -> Result<Json, Error> {
    if response.status() != INGEST_OK {
        return Err(Error::new(response.status(), format!("{}: {}", what, response.error())));
    }
    let code = match response.http_status() {
        200 => INGEST_OK,
        401 => INGEST_E_AUTH,
        403 => INGEST_E_FORBIDDEN,
        429 => INGEST_E_RATE_LIMITED,
        500..=599 => INGEST_E_UNAVAILABLE,
        _ => INGEST_E_BAD_DATA,
    };
    if code != INGEST_OK {
        let message = format!("{}: HTTP {}", what, response.http_status());
        return Err(Error { vendor_code: response.http_status(), ..Error::new(code, message) });
    }
    let bad = |why: String| Error::new(INGEST_E_BAD_DATA, format!("{}: {}", what, why));
    let answer = Json::parse(response.body()).map_err(bad)?;
    match answer.get(list).list() {
        Some(_) => Ok(answer),
        None => Err(bad(format!("the answer has no list of {}", list))),
    }
}
