# The floor of those who do without a program: the findings' main facts as NDJSON, from pages of SCA results.
#   jq -c -f floor.jq page.json...
.results[] | select(.type == "sca") | {
  id, name: "\(.data.packageIdentifier) (\(.id))", severity, status, state, description,
  cve: ([.vulnerabilityDetails.cveName, .id] | map(select(. != null and test("^CVE-"))) | first),
  cwe: .vulnerabilityDetails.cweId, score: (.vulnerabilityDetails.cvssScore // 0 | . * 10 | round / 10),
  package: .data.packageIdentifier, recommended: .data.recommendedVersion, first: .firstFoundAt, last: .foundAt,
  references: [.data.packageData[]? | {url, type, comment}]
}
