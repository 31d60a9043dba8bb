//! What the connector is, and what of the registry becomes which field.

use crate::ingest::fields::*;
use crate::ingest::{Json, Message};

pub const VENDOR: &str = "Example";
pub const PRODUCT: &str = "Example Registry";

pub fn details(id: &str, version: &str) -> Message {
    let mut url = Message::new();
    url.text(config_field::KEY, "url").text(config_field::LABEL, "URL");
    url.number(config_field::TYPE, FIELD_TYPE_URL).number(config_field::REQUIRED, 1);
    url.text(config_field::HELP, "The address of the registry's API.");
    url.text(config_field::EXAMPLE, "https://registry.example.com/api");
    let mut key = Message::new();
    key.text(config_field::KEY, "api_key").text(config_field::LABEL, "API Key");
    key.number(config_field::TYPE, FIELD_TYPE_SECRET).number(config_field::REQUIRED, 1);
    key.text(config_field::HELP, "Of somebody who may read all images.");
    let mut check = Message::new();
    check.text(check_info::ID, "images").text(check_info::TITLE, "Images");

    let mut d = Message::new();
    d.text(connector_descriptor::ID, id).text(connector_descriptor::VERSION, version);
    d.text(connector_descriptor::VENDOR, VENDOR).text(connector_descriptor::PRODUCT_NAME, PRODUCT);
    d.number(connector_descriptor::FINDINGS_SUPPORT, 1);
    d.text(connector_descriptor::SUPPORTED_ASSETS, "Container Image");
    d.text(connector_descriptor::SUMMARY, "Reads the vulnerabilities of each container image.");
    d.message(connector_descriptor::CONFIG_FIELDS, &url);
    d.message(connector_descriptor::CONFIG_FIELDS, &key);
    d.message(connector_descriptor::CHECKS, &check);
    d.text(connector_descriptor::UNIT_NOUN, "images");
    d
}

pub fn asset_of(digest: &str, name: &str) -> Message {
    let mut image = Message::new();
    image.number(asset::ASSET_CLASS, ASSET_CLASS_CONTAINER_IMAGE);
    image.text(asset::EXTERNAL_ASSET_ID, digest).text(asset::NAME, name);
    image.text(asset::VENDOR_NAME, VENDOR).text(asset::VENDOR_PRODUCT_NAME, PRODUCT);
    image
}

/// The error says which member is wrong.
pub fn finding_of(digest: &str, number: u64, row: &Json) -> Result<Message, String> {
    let id = row.get("id").text();
    let package = row.get("package").text();
    if id.is_empty() || package.is_empty() {
        return Err("id or package is missing".to_string());
    }
    let score = match row.get("cvss") {
        Json::Number(text) => text.parse::<f64>().unwrap_or(f64::NAN),
        _ => f64::NAN,
    };
    // The ratings of the CVSS specification.
    let severity = match score {
        s if (9.0..=10.0).contains(&s) => SEVERITY_CRITICAL,
        s if (7.0..9.0).contains(&s) => SEVERITY_HIGH,
        s if (4.0..7.0).contains(&s) => SEVERITY_MEDIUM,
        s if s > 0.0 && s < 4.0 => SEVERITY_LOW,
        s if s == 0.0 => SEVERITY_INFO,
        _ => return Err(format!("cvss is {}, not a number from 0 to 10", row.get("cvss"))),
    };
    let mut place = Message::new();
    place.number(source_ref::ROW, number);
    let mut affected = Message::new();
    affected.text(package::NAME, package).text(package::VERSION, row.get("version").text());
    affected.text(package::RECOMMENDED_VERSION, row.get("fixed").text());
    let mut rated = Message::new();
    rated.double(cvss::BASE_SCORE, score);

    let mut f = Message::new();
    f.text(finding::EXTERNAL_ASSET_ID, digest);
    f.number(finding::ASSET_CLASS, ASSET_CLASS_CONTAINER_IMAGE);
    f.text(finding::EXTERNAL_FINDING_ID, id);
    f.text(finding::IDENTITY_KEY, &format!("{}|{}", id, package));
    f.message(finding::SOURCE_REF, &place);
    f.text(finding::NAME, &format!("{} in {}", id, package));
    f.text(finding::CATEGORY, "Vulnerability");
    f.number(finding::SEVERITY, severity).number(finding::STATUS, FINDING_STATUS_ACTIVE);
    if id.starts_with("CVE-") {
        f.text(finding::CVE_IDS, id);
    }
    f.message(finding::CVSS, &rated).message(finding::PACKAGE, &affected);
    f.text(finding::VENDOR_NAME, VENDOR).text(finding::VENDOR_PRODUCT_NAME, PRODUCT);
    Ok(f)
}
