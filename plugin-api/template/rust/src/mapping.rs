//! What the connector is, and what of the service becomes which field.

use crate::ingest::fields::*;
use crate::ingest::{Json, Message};

pub const ID: &str = "@NAME@";
pub const VERSION: &str = "1.0.0";
pub const VENDOR: &str = "Example";
pub const PRODUCT: &str = "@TITLE@";

/// What "ingest plugins show @NAME@" prints, and what connection files are checked against.
pub fn details() -> Message {
    let mut url = Message::new();
    url.text(config_field::KEY, "url").text(config_field::LABEL, "URL");
    url.number(config_field::TYPE, FIELD_TYPE_URL).number(config_field::REQUIRED, 1);
    url.text(config_field::HELP, "The address of the API.");
    url.text(config_field::EXAMPLE, "https://api.example.com/v1");
    let mut token = Message::new();
    token.text(config_field::KEY, "token").text(config_field::LABEL, "API Token");
    token.number(config_field::TYPE, FIELD_TYPE_SECRET).number(config_field::REQUIRED, 1);
    token.text(config_field::HELP, "Sent as a bearer token with every request.");
    let mut check = Message::new();
    check.text(check_info::ID, "api").text(check_info::TITLE, "API");
    check.text(check_info::DESCRIPTION, "The list of projects can be read.");
    let mut endpoint = Message::new();
    endpoint.text(endpoint::NAME, "Advisories");
    endpoint.text(endpoint::URL, "{url}/projects/{id}/advisories?page={n}");

    let mut d = Message::new();
    d.text(connector_descriptor::ID, ID).text(connector_descriptor::VERSION, VERSION);
    d.text(connector_descriptor::VENDOR, VENDOR);
    d.text(connector_descriptor::PRODUCT_NAME, PRODUCT);
    d.text(connector_descriptor::CATEGORY, "Application Security");
    d.number(connector_descriptor::FINDINGS_SUPPORT, 1);
    d.text(connector_descriptor::SUPPORTED_ASSETS, "Generic Application");
    d.text(connector_descriptor::INTEGRATION_TYPE, "API Integration (REST)");
    d.text(connector_descriptor::DIRECTION, "Unidirectional");
    d.text(connector_descriptor::SUMMARY, "Reads the advisories against each project.");
    d.message(connector_descriptor::CONFIG_FIELDS, &url);
    d.message(connector_descriptor::CONFIG_FIELDS, &token);
    d.message(connector_descriptor::CHECKS, &check);
    d.message(connector_descriptor::ENDPOINTS, &endpoint);
    d.text(connector_descriptor::UNIT_NOUN, "projects");
    d
}

pub fn asset_of(project: &str, name: &str) -> Message {
    let mut asset = Message::new();
    asset.number(asset::ASSET_CLASS, ASSET_CLASS_GENERIC_APPLICATION);
    asset.text(asset::EXTERNAL_ASSET_ID, project).text(asset::NAME, name);
    asset.text(asset::VENDOR_NAME, VENDOR).text(asset::VENDOR_PRODUCT_NAME, PRODUCT);
    asset
}

/// The error says which member is wrong; the row becomes a dead letter with that reason.
pub fn finding_of(project: &str, number: u64, row: &Json) -> Result<Message, String> {
    let id = row.get("id").text_or_number();
    let title = row.get("title").text();
    if id.is_empty() || title.is_empty() {
        return Err("id or title is missing".to_string());
    }
    let word = row.get("severity").text();
    let severity = match word {
        "critical" => SEVERITY_CRITICAL,
        "high" => SEVERITY_HIGH,
        "medium" => SEVERITY_MEDIUM,
        "low" => SEVERITY_LOW,
        "info" => SEVERITY_INFO,
        _ => return Err("severity is none that is known".to_string()),
    };
    let mut place = Message::new();
    place.number(source_ref::ROW, number);
    let mut package = Message::new();
    package.text(package::NAME, row.get("package").text());
    package.text(package::VERSION, row.get("version").text());
    package.text(package::RECOMMENDED_VERSION, row.get("fixed_in").text());

    let mut f = Message::new();
    f.text(finding::EXTERNAL_ASSET_ID, project);
    f.number(finding::ASSET_CLASS, ASSET_CLASS_GENERIC_APPLICATION);
    f.text(finding::EXTERNAL_FINDING_ID, id).text(finding::IDENTITY_KEY, id);
    f.message(finding::SOURCE_REF, &place);
    f.text(finding::NAME, title).text(finding::CATEGORY, "Vulnerability");
    f.number(finding::SEVERITY, severity).text(finding::SOURCE_SEVERITY, word);
    f.number(finding::STATUS, FINDING_STATUS_ACTIVE);
    if !row.get("cve").text().is_empty() {
        f.text(finding::CVE_IDS, row.get("cve").text());
    }
    f.message(finding::PACKAGE, &package);
    f.text(finding::VENDOR_NAME, VENDOR).text(finding::VENDOR_PRODUCT_NAME, PRODUCT);
    Ok(f)
}
