//! The field numbers and enums of ingest.v1 that a connector writes, by the names of the .proto files,
//! which say what each one means. `timestamp` is google.protobuf.Timestamp.

pub const FIELD_TYPE_UNSPECIFIED: u64 = 0;
pub const FIELD_TYPE_STRING: u64 = 1;
pub const FIELD_TYPE_SECRET: u64 = 2;
pub const FIELD_TYPE_BOOL: u64 = 3;
pub const FIELD_TYPE_INTEGER: u64 = 4;
pub const FIELD_TYPE_URL: u64 = 5;
pub const FIELD_TYPE_CHOICE: u64 = 6;

pub mod config_field {
    pub const KEY: u32 = 1;
    pub const LABEL: u32 = 2;
    pub const TYPE: u32 = 3;
    pub const REQUIRED: u32 = 4;
    pub const HELP: u32 = 5;
    pub const EXAMPLE: u32 = 6;
    pub const DEFAULT_VALUE: u32 = 7;
    pub const CHOICES: u32 = 8;
    pub const REQUIRED_UNLESS: u32 = 9;
    pub const NEEDS: u32 = 10;
}

pub mod check_info {
    pub const ID: u32 = 1;
    pub const TITLE: u32 = 2;
    pub const DESCRIPTION: u32 = 3;
}

pub mod permission {
    pub const NAME: u32 = 1;
    pub const NEEDED_FOR: u32 = 2;
}

pub mod endpoint {
    pub const NAME: u32 = 1;
    pub const URL: u32 = 2;
    pub const NOTES: u32 = 3;
}

pub mod troubleshooting_entry {
    pub const ISSUE: u32 = 1;
    pub const RESOLUTION: u32 = 2;
}

pub mod connector_descriptor {
    pub const ID: u32 = 1;
    pub const VERSION: u32 = 2;
    pub const VENDOR: u32 = 3;
    pub const PRODUCT_NAME: u32 = 4;
    pub const CATEGORY: u32 = 5;
    pub const FINDINGS_SUPPORT: u32 = 6;
    pub const SUPPORTED_ASSETS: u32 = 7;
    pub const INTEGRATION_TYPE: u32 = 8;
    pub const DIRECTION: u32 = 9;
    pub const DELTA_SUPPORT: u32 = 10;
    pub const SUMMARY: u32 = 11;
    pub const CONFIG_FIELDS: u32 = 20;
    pub const SCOPE_FILTERS: u32 = 21;
    pub const SCOPE_FILTERS_NOTE: u32 = 22;
    pub const CHECKS: u32 = 23;
    pub const PERMISSIONS: u32 = 24;
    pub const MAPS: u32 = 25;
    pub const ENDPOINTS: u32 = 26;
    pub const TROUBLESHOOTING: u32 = 27;
    pub const UNIT_NOUN: u32 = 28;
}

pub const CHECK_OUTCOME_UNSPECIFIED: u64 = 0;
pub const CHECK_OUTCOME_PASSED: u64 = 1;
pub const CHECK_OUTCOME_WARNING: u64 = 2;
pub const CHECK_OUTCOME_FAILED: u64 = 3;
pub const CHECK_OUTCOME_NOT_RUN: u64 = 4;

pub const CHECK_FAILURE_UNSPECIFIED: u64 = 0;
pub const CHECK_FAILURE_CONFIGURATION: u64 = 1;
pub const CHECK_FAILURE_CREDENTIALS: u64 = 2;
pub const CHECK_FAILURE_NETWORK: u64 = 3;
pub const CHECK_FAILURE_SOURCE: u64 = 4;

pub mod check_result {
    pub const ID: u32 = 1;
    pub const TITLE: u32 = 2;
    pub const OUTCOME: u32 = 3;
    pub const DURATION_MS: u32 = 4;
    pub const TRIED: u32 = 5;
    pub const OBSERVED: u32 = 6;
    pub const HINT: u32 = 7;
    pub const FAILURE: u32 = 8;
}

pub const UNIT_OUTCOME_UNSPECIFIED: u64 = 0;
pub const UNIT_OUTCOME_COMPLETE: u64 = 1;
pub const UNIT_OUTCOME_EMPTY: u64 = 2;
pub const UNIT_OUTCOME_INCOMPLETE: u64 = 3;
pub const UNIT_OUTCOME_FAILED: u64 = 4;

pub const UNIT_FAILURE_UNSPECIFIED: u64 = 0;
pub const UNIT_FAILURE_FORBIDDEN: u64 = 1;
pub const UNIT_FAILURE_NOT_FOUND: u64 = 2;
pub const UNIT_FAILURE_UNAVAILABLE: u64 = 3;
pub const UNIT_FAILURE_BAD_DATA: u64 = 4;

pub mod listing {
    pub const NAME: u32 = 1;
    pub const CLAIMED: u32 = 2;
    pub const RECEIVED: u32 = 3;
    pub const UNIQUE: u32 = 4;
    pub const REQUESTS: u32 = 5;
    pub const NOTE: u32 = 6;
    pub const INCOMPLETE: u32 = 7;
    pub const GONE: u32 = 8;
}

pub mod unit_report {
    pub const UNIT: u32 = 1;
    pub const NAME: u32 = 2;
    pub const OUTCOME: u32 = 3;
    pub const FAILURE: u32 = 4;
    pub const REASON: u32 = 5;
    pub const SCAN_ID: u32 = 6;
    pub const SCAN_STATUS: u32 = 7;
    pub const ROWS_CLAIMED: u32 = 8;
    pub const ROWS_RECEIVED: u32 = 9;
    pub const PAGES: u32 = 10;
    pub const WARNINGS: u32 = 11;
}

pub mod filtered_rows {
    pub const REASON: u32 = 1;
    pub const COUNT: u32 = 2;
}

pub mod dead_letter {
    pub const UNIT: u32 = 1;
    pub const PLACE: u32 = 2;
    pub const ROW: u32 = 3;
    pub const KEY: u32 = 4;
    pub const SCAN_ID: u32 = 5;
    pub const REASON: u32 = 6;
    pub const RAW: u32 = 7;
    pub const RAW_TRUNCATED: u32 = 8;
}

pub const ASSET_CLASS_UNSPECIFIED: u64 = 0;
pub const ASSET_CLASS_GENERIC_APPLICATION: u64 = 1;
pub const ASSET_CLASS_CODE_REPOSITORY: u64 = 2;
pub const ASSET_CLASS_WEB_APPLICATION: u64 = 3;
pub const ASSET_CLASS_API_COLLECTION: u64 = 4;
pub const ASSET_CLASS_HOST: u64 = 5;
pub const ASSET_CLASS_CONTAINER_IMAGE: u64 = 6;

pub mod tag {
    pub const KEY: u32 = 1;
    pub const VALUE: u32 = 2;
}

pub mod attribute {
    pub const KEY: u32 = 1;
    pub const VALUE: u32 = 2;
}

pub mod source_ref {
    pub const UNIT: u32 = 1;
    pub const PLACE: u32 = 2;
    pub const ROW: u32 = 3;
}

pub mod asset {
    pub const ID: u32 = 1;
    pub const ASSET_CLASS: u32 = 2;
    pub const EXTERNAL_ASSET_ID: u32 = 3;
    pub const VENDOR_ASSET_ID: u32 = 4;
    pub const NAME: u32 = 5;
    pub const SOURCE: u32 = 6;
    pub const VENDOR_NAME: u32 = 7;
    pub const VENDOR_PRODUCT_NAME: u32 = 8;
    pub const CONNECTION: u32 = 9;
    pub const SOURCE_REF: u32 = 10;
    pub const REPO_URL: u32 = 11;
    pub const APPLICATION_URL: u32 = 12;
    pub const CRITICALITY: u32 = 13;
    pub const TAGS: u32 = 14;
    pub const CUSTOM_ATTRIBUTES: u32 = 15;
    pub const SOURCE_CREATED_AT: u32 = 16;
    pub const SOURCE_UPDATED_AT: u32 = 17;
    pub const FIRST_SEEN: u32 = 18;
    pub const LAST_SEEN: u32 = 19;
}

pub const SEVERITY_UNSPECIFIED: u64 = 0;
pub const SEVERITY_INFO: u64 = 1;
pub const SEVERITY_LOW: u64 = 2;
pub const SEVERITY_MEDIUM: u64 = 3;
pub const SEVERITY_HIGH: u64 = 4;
pub const SEVERITY_CRITICAL: u64 = 5;

pub const FINDING_STATUS_UNSPECIFIED: u64 = 0;
pub const FINDING_STATUS_NEW: u64 = 1;
pub const FINDING_STATUS_ACTIVE: u64 = 2;
pub const FINDING_STATUS_REOPENED: u64 = 3;
pub const FINDING_STATUS_PROTECTED: u64 = 4;
pub const FINDING_STATUS_RETEST: u64 = 5;
pub const FINDING_STATUS_FIXED: u64 = 6;

pub const TRIAGE_STATE_UNSPECIFIED: u64 = 0;
pub const TRIAGE_STATE_TO_VERIFY: u64 = 1;
pub const TRIAGE_STATE_PROPOSED_NOT_EXPLOITABLE: u64 = 2;
pub const TRIAGE_STATE_NOT_EXPLOITABLE: u64 = 3;
pub const TRIAGE_STATE_CONFIRMED: u64 = 4;
pub const TRIAGE_STATE_URGENT: u64 = 5;
pub const TRIAGE_STATE_CUSTOM: u64 = 6;

pub mod cvss {
    pub const VERSION: u32 = 1;
    pub const BASE_SCORE: u32 = 2;
    pub const SEVERITY: u32 = 3;
    pub const VECTOR: u32 = 4;
    pub const ATTACK_VECTOR: u32 = 5;
    pub const ATTACK_COMPLEXITY: u32 = 6;
    pub const PRIVILEGES_REQUIRED: u32 = 7;
    pub const USER_INTERACTION: u32 = 8;
    pub const SCOPE: u32 = 9;
    pub const CONFIDENTIALITY: u32 = 10;
    pub const INTEGRITY: u32 = 11;
    pub const AVAILABILITY: u32 = 12;
}

pub mod package {
    pub const ECOSYSTEM: u32 = 1;
    pub const NAME: u32 = 2;
    pub const VERSION: u32 = 3;
    pub const IDENTIFIER: u32 = 4;
    pub const RECOMMENDED_VERSION: u32 = 5;
    pub const MANIFESTS: u32 = 6;
    pub const RECOMMENDATIONS: u32 = 7;
}

pub mod location {
    pub const URL: u32 = 1;
    pub const METHOD: u32 = 2;
    pub const PATH: u32 = 3;
    pub const PARAMETER: u32 = 4;
    pub const PORT: u32 = 5;
    pub const PROTOCOL: u32 = 6;
    pub const INSTANCE: u32 = 7;
}

pub mod reference {
    pub const URL: u32 = 1;
    pub const TYPE: u32 = 2;
    pub const COMMENT: u32 = 3;
}

pub mod ignored {
    pub const IS_IGNORED: u32 = 1;
    pub const REASON: u32 = 2;
}

pub mod finding {
    pub const ID: u32 = 1;
    pub const ASSET_ID: u32 = 2;
    pub const EXTERNAL_ASSET_ID: u32 = 3;
    pub const EXTERNAL_FINDING_ID: u32 = 4;
    pub const IDENTITY_KEY: u32 = 5;
    pub const ALTERNATE_ID: u32 = 6;
    pub const SIMILARITY_ID: u32 = 7;
    pub const FINGERPRINT: u32 = 8;
    pub const SOURCE_REF: u32 = 9;
    pub const ASSET_CLASS: u32 = 26;
    pub const NAME: u32 = 10;
    pub const DESCRIPTION: u32 = 11;
    pub const CATEGORY: u32 = 12;
    pub const SUB_CATEGORY: u32 = 13;
    pub const SEVERITY: u32 = 14;
    pub const CVE_IDS: u32 = 15;
    pub const CWE_IDS: u32 = 16;
    pub const CVSS: u32 = 17;
    pub const OWASP: u32 = 18;
    pub const COMPLIANCES: u32 = 19;
    pub const PACKAGE: u32 = 20;
    pub const LOCATION: u32 = 21;
    pub const SOLUTION: u32 = 22;
    pub const REFERENCES: u32 = 23;
    pub const EXPLOITABLE_METHODS: u32 = 24;
    pub const EVIDENCE: u32 = 25;
    pub const STATUS: u32 = 30;
    pub const TRIAGE_STATE: u32 = 31;
    pub const IGNORED: u32 = 32;
    pub const FIRST_FOUND_ON: u32 = 33;
    pub const LAST_FOUND_ON: u32 = 34;
    pub const LAST_FIXED_ON: u32 = 35;
    pub const REOPENED_ON: u32 = 36;
    pub const SOURCE_CREATED_AT: u32 = 37;
    pub const PUBLISHED_AT: u32 = 38;
    pub const SOURCE_SEVERITY: u32 = 40;
    pub const SOURCE_STATUS: u32 = 41;
    pub const SOURCE_STATE: u32 = 42;
    pub const SOURCE_SCORE_RANGE: u32 = 43;
    pub const SOURCE_SCORE: u32 = 44;
    pub const CONFIDENCE: u32 = 45;
    pub const QDS: u32 = 50;
    pub const RISK_FACTORS: u32 = 51;
    pub const VENDOR_NAME: u32 = 60;
    pub const VENDOR_PRODUCT_NAME: u32 = 61;
    pub const VENDOR_URL: u32 = 62;
    pub const SCAN_ID: u32 = 63;
    pub const FIRST_SCAN_ID: u32 = 64;
    pub const CUSTOM_ATTRIBUTES: u32 = 65;
}

pub mod timestamp {
    pub const SECONDS: u32 = 1;
    pub const NANOS: u32 = 2;
}
