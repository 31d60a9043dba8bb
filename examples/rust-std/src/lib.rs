//! rust-std - the vulnerabilities of container images, from a made-up registry:
//!
//!     GET {url}/images                                {"images": [{"digest", "repository", "tag"}]}
//!     GET {url}/images/{digest}/vulnerabilities?offset=N
//!                                  {"total", "vulnerabilities": [{"id", "package", "cvss", ...}]}
//!
//! Unlike the template of "ingest plugins new", it keeps the pages of many images in flight at once.

mod fetch;
mod ingest;
mod mapping;

use fetch::Registry;
use ingest::abi::*;
use ingest::fields::*;
use ingest::{About, Call, Connector, Error, FetchSink, Host, Json, Message, Page, Sink};

#[no_mangle]
pub extern "C" fn ingest_connector_entry_v1() -> *const ingest_connector {
    static TABLE: ingest_connector = ingest::table::<Registry>();
    &TABLE
}

impl Connector for Registry {
    fn about() -> About {
        About {
            id: "rust-std",
            name: mapping::PRODUCT,
            version: "1.0.0",
            vendor: mapping::VENDOR,
            details: mapping::details("rust-std", "1.0.0"),
        }
    }

    fn create(host: Host, settings: &Json) -> Result<Self, Error> {
        let required = |key: &str| match settings.get("config").get(key).text() {
            "" => Err(Error::new(INGEST_E_CONFIG, format!("config.{} is missing", key))),
            text => Ok(text.to_string()),
        };
        Ok(Registry {
            host,
            url: required("url")?.trim_end_matches('/').to_string(),
            api_key: required("api_key")?,
        })
    }

    fn test_connection(&self, call: &Call, sink: &Sink) -> Result<(), Error> {
        let mut check = Message::new();
        check.text(check_result::ID, "images").text(check_result::TITLE, "Images");
        check.text(check_result::TRIED, &format!("GET {}/images", self.url));
        match self.images(call) {
            Ok((images, _)) => {
                check.number(check_result::OUTCOME, CHECK_OUTCOME_PASSED);
                check.text(check_result::OBSERVED, &format!("{} images", images.len()));
            }
            Err(error) if error.code == INGEST_E_CANCELLED => return Err(error),
            Err(error) => {
                let (failure, hint) = match error.code {
                    INGEST_E_AUTH | INGEST_E_FORBIDDEN => {
                        (CHECK_FAILURE_CREDENTIALS, "Check config.api_key and its rights.")
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
        self.read_all(call, sink)
    }

    fn transform(&self, _: &Call, page: &Page, sink: &Sink) -> Result<(), Error> {
        let bad = |e: String| Error::new(INGEST_E_BAD_DATA, format!("{}: {}", page.key, e));
        sink.asset(&mapping::asset_of(page.unit, &String::from_utf8_lossy(page.context)))?;
        let answer = Json::parse(page.body).map_err(bad)?;
        let rows = answer.get("vulnerabilities").list().unwrap_or(&[]);
        for (number, row) in rows.iter().enumerate() {
            if row.get("accepted").is_true() {
                let mut left_out = Message::new();
                left_out.text(filtered_rows::REASON, "risk accepted");
                left_out.number(filtered_rows::COUNT, 1);
                sink.filtered(&left_out)?;
                continue;
            }
            match mapping::finding_of(page.unit, number as u64, row) {
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
