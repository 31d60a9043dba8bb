//! @NAME@ - reads projects and, page by page, the advisories against each one:
//!
//!     GET {url}/projects                          {"projects": [{"id", "name"}]}
//!     GET {url}/projects/{id}/advisories?page=N   {"total", "advisories": [{"id", "title", "severity", ...}]}
//!
//! fetch reads, transform maps: pages are recorded and mapped again without the service, so a row
//! needs nothing that is neither in its page nor in the page's context.

mod ingest;

mod mapping;

use ingest::abi::*;
use ingest::fields::*;
use ingest::{About, Call, Connector, Error, FetchSink, Host, Http, Json, Message, Page, PageOut};
use ingest::{Request, Response, Sink};
use mapping::{asset_of, details, finding_of, ID, PRODUCT, VENDOR, VERSION};

struct Source {
    host: Host,
    url: String,
    token: String,
}

#[no_mangle]
pub extern "C" fn ingest_connector_entry_v1() -> *const ingest_connector {
    static TABLE: ingest_connector = ingest::table::<Source>();
    &TABLE
}

impl Connector for Source {
    fn about() -> About {
        About { id: ID, name: PRODUCT, version: VERSION, vendor: VENDOR, details: details() }
    }

    fn create(host: Host, settings: &Json) -> Result<Self, Error> {
        let config = settings.get("config");
        let url = config.get("url").text().trim_end_matches('/').to_string();
        if url.is_empty() {
            return Err(Error::new(INGEST_E_CONFIG, "config.url is missing"));
        }
        let token = config.get("token").text().to_string();
        if token.is_empty() {
            return Err(Error::new(INGEST_E_CONFIG, "config.token is missing"));
        }
        Ok(Self { host, url, token })
    }

    fn test_connection(&self, call: &Call, sink: &Sink) -> Result<(), Error> {
        let mut check = Message::new();
        check.text(check_result::ID, "api").text(check_result::TITLE, "API");
        check.text(check_result::TRIED, &format!("GET {}/projects", self.url));
        match self.projects(call) {
            Ok((projects, _)) => {
                check.number(check_result::OUTCOME, CHECK_OUTCOME_PASSED);
                check.text(check_result::OBSERVED, &format!("{} projects", projects.len()));
            }
            Err(error) if error.code == INGEST_E_CANCELLED => return Err(error),
            Err(error) => {
                let (failure, hint) = match error.code {
                    INGEST_E_AUTH | INGEST_E_FORBIDDEN => {
                        (CHECK_FAILURE_CREDENTIALS, "Check config.token and its permissions.")
                    }
                    INGEST_E_BAD_DATA => (CHECK_FAILURE_SOURCE, "Is config.url the API's address?"),
                    _ => (CHECK_FAILURE_NETWORK, "Check config.url and the proxy settings."),
                };
                check.number(check_result::OUTCOME, CHECK_OUTCOME_FAILED);
                check.number(check_result::FAILURE, failure);
                check.text(check_result::OBSERVED, &error.message).text(check_result::HINT, hint);
            }
        }
        sink.check(&check)
    }

    fn fetch(&self, call: &Call, sink: &FetchSink) -> Result<(), Error> {
        let (projects, listed) = self.projects(call)?;
        let mut list = Message::new();
        list.text(listing::NAME, "projects").number(listing::REQUESTS, 1);
        list.number(listing::RECEIVED, listed).number(listing::UNIQUE, projects.len() as u64);
        sink.listing(&list)?;
        for (done, project) in projects.iter().enumerate() {
            call.progress(done as u64, projects.len() as u64, &project.name);
            if sink.begin_unit(&project.id)? {
                self.read_unit(call, sink, project)?;
            }
        }
        Ok(())
    }

    fn transform(&self, _: &Call, page: &Page, sink: &Sink) -> Result<(), Error> {
        sink.asset(&asset_of(page.unit, &String::from_utf8_lossy(page.context)))?;
        let answer = Json::parse(page.body)
            .map_err(|e| Error::new(INGEST_E_BAD_DATA, format!("{}: {}", page.key, e)))?;
        for (number, row) in answer.get("advisories").list().unwrap_or(&[]).iter().enumerate() {
            // Each row is accounted for once: filtered, rejected, or a finding.
            if row.get("withdrawn").is_true() {
                let mut filtered = Message::new();
                filtered.text(filtered_rows::REASON, "withdrawn").number(filtered_rows::COUNT, 1);
                sink.filtered(&filtered)?;
                continue;
            }
            match finding_of(page.unit, number as u64, row) {
                Ok(found) => sink.finding(&found)?,
                Err(reason) => {
                    let mut letter = Message::new();
                    letter.number(dead_letter::ROW, number as u64);
                    letter.text(dead_letter::REASON, &reason);
                    letter.text(dead_letter::RAW, &row.to_string());
                    sink.rejected(&letter)?;
                }
            }
        }
        Ok(())
    }
}

struct Project {
    id: String,
    name: String,
}

impl Source {
    // Sorted, and how many were listed with those that came twice.
    fn projects(&self, call: &Call) -> Result<(Vec<Project>, u64), Error> {
        let answer = self.get(call, &format!("{}/projects", self.url), "projects")?;
        let mut projects = Vec::new();
        for item in answer.list("projects") {
            let id = item.get("id").text_or_number().to_string();
            if id.is_empty() || id.len() > INGEST_UNIT_MAX {
                let what = "GET /projects: a project without a usable id";
                return Err(Error::new(INGEST_E_BAD_DATA, what));
            }
            let name = item.get("name").text();
            let name = if name.is_empty() { id.clone() } else { name.to_string() };
            projects.push(Project { id, name });
        }
        let listed = projects.len() as u64;
        projects.sort_by(|a, b| a.id.cmp(&b.id));
        projects.dedup_by(|a, b| a.id == b.id);
        Ok((projects, listed))
    }

    // A unit that can't be read is told in its report, and costs no other.
    fn read_unit(&self, call: &Call, sink: &FetchSink, project: &Project) -> Result<(), Error> {
        let (mut claimed, mut received, mut pages) = (0, 0, 0);
        let mut failed = None;
        loop {
            let id = percent_encode(&project.id);
            let url = format!("{}/projects/{}/advisories?page={}", self.url, id, pages + 1);
            let page = match self.get(call, &url, "advisories") {
                Ok(page) => page,
                Err(error) => {
                    failed = Some((unit_failure(&error).ok_or_else(|| error.clone())?, error));
                    break;
                }
            };
            let rows = page.list("advisories").len() as u64;
            sink.page(&PageOut {
                unit: &project.id,
                key: &format!("advisories page {}", pages + 1),
                media_type: "application/json",
                body: page.response.body(),
                context: project.name.as_bytes(), // what the page itself does not say
                place: pages,
                rows,
            })?;
            pages += 1;
            received += rows;
            claimed = page.json.get("total").unsigned().unwrap_or(0);
            if rows == 0 || received >= claimed {
                break;
            }
        }
        let mut report = Message::new();
        report.text(unit_report::UNIT, &project.id).text(unit_report::NAME, &project.name);
        if let Some((failure, error)) = failed {
            report.number(unit_report::OUTCOME, UNIT_OUTCOME_FAILED);
            report.number(unit_report::FAILURE, failure).text(unit_report::REASON, &error.message);
        } else if received < claimed {
            report.number(unit_report::OUTCOME, UNIT_OUTCOME_INCOMPLETE);
            report.text(unit_report::REASON, "the service ran out of rows before its own total");
        } else {
            report.number(unit_report::OUTCOME, UNIT_OUTCOME_COMPLETE);
        }
        report.number(unit_report::ROWS_CLAIMED, claimed);
        report.number(unit_report::ROWS_RECEIVED, received);
        report.number(unit_report::PAGES, pages);
        sink.end_unit(&project.id, &report)
    }

    // An error unless the answer is JSON with this list in it.
    fn get<'c>(&self, call: &'c Call, url: &str, list: &str) -> Result<Answer<'c>, Error> {
        let mut request = Request::get(url);
        request.flags = INGEST_HTTP_JSON;
        request.header("Authorization", &format!("Bearer {}", self.token))?;
        let response = Http::new(self.host)?.perform(call, &request)?;
        if response.status() != INGEST_OK {
            let what = format!("GET {}: {}", url, response.error());
            return Err(Error::new(response.status(), what));
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
            let what = format!("GET {}: HTTP {}", url, response.http_status());
            return Err(Error { vendor_code: response.http_status(), ..Error::new(code, what) });
        }
        let bad = |why: String| Error::new(INGEST_E_BAD_DATA, format!("GET {}: {}", url, why));
        let json = Json::parse(response.body()).map_err(bad)?;
        if json.get(list).list().is_none() {
            return Err(bad(format!("the answer has no list of {}", list)));
        }
        Ok(Answer { response, json })
    }
}

struct Answer<'c> {
    response: Response<'c>,
    json: Json,
}

impl<'c> Answer<'c> {
    fn list(&self, key: &str) -> &[Json] {
        self.json.get(key).list().unwrap_or(&[])
    }
}

// None for what concerns all units and ends the run.
fn unit_failure(error: &Error) -> Option<u64> {
    match error.code {
        INGEST_E_FORBIDDEN => Some(UNIT_FAILURE_FORBIDDEN),
        INGEST_E_UNAVAILABLE | INGEST_E_TIMEOUT => Some(UNIT_FAILURE_UNAVAILABLE),
        INGEST_E_BAD_DATA if error.vendor_code == 404 => Some(UNIT_FAILURE_NOT_FOUND),
        INGEST_E_BAD_DATA | INGEST_E_TOO_LARGE => Some(UNIT_FAILURE_BAD_DATA),
        _ => None,
    }
}

fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{:02X}", byte)),
        }
    }
    out
}
