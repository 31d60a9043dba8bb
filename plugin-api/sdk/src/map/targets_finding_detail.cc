// The parts of a finding that are messages or lists of their own.
#include "fields.hpp"
#include "ingest/v1/finding.pb.h"

namespace ingest::sdk::map {

using v1::Finding;

void add_finding_detail_targets(std::deque<Target>& all) {
  const auto add = [&all](Target target) { all.push_back(std::move(target)); };
  add(Entry("findings[].cvss.version", "Finding.cvss.version", "text", "CVSS version, such as 3.1.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kVersionFieldNumber}));
  add(Entry("findings[].cvss.baseScore", "Finding.cvss.base_score", "number",
            "0.0 to 10.0, kept to one decimal.")
          .real({Finding::kCvssFieldNumber, v1::Cvss::kBaseScoreFieldNumber}, 0, 10, true));
  add(Entry("findings[].cvss.severity", "Finding.cvss.severity", "text", "Rating word, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kSeverityFieldNumber}));
  add(Entry("findings[].cvss.vector", "Finding.cvss.vector", "text", "The vector string.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kVectorFieldNumber}));
  add(Entry("findings[].cvss.attackVector", "Finding.cvss.attack_vector", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kAttackVectorFieldNumber}));
  add(Entry("findings[].cvss.attackComplexity", "Finding.cvss.attack_complexity", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kAttackComplexityFieldNumber}));
  add(Entry("findings[].cvss.privilegesRequired", "Finding.cvss.privileges_required", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kPrivilegesRequiredFieldNumber}));
  add(Entry("findings[].cvss.userInteraction", "Finding.cvss.user_interaction", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kUserInteractionFieldNumber}));
  add(Entry("findings[].cvss.scope", "Finding.cvss.scope", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kScopeFieldNumber}));
  add(Entry("findings[].cvss.confidentiality", "Finding.cvss.confidentiality", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kConfidentialityFieldNumber}));
  add(Entry("findings[].cvss.integrity", "Finding.cvss.integrity", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kIntegrityFieldNumber}));
  add(Entry("findings[].cvss.availability", "Finding.cvss.availability", "text",
            "As the specification words it, upper case.")
          .text({Finding::kCvssFieldNumber, v1::Cvss::kAvailabilityFieldNumber}));
  add(Entry("findings[].owaspTopTenName", "Finding.owasp", "text",
            "OWASP categories in the source's words.")
          .texts(Finding::kOwaspFieldNumber)
          .alias("findings[].owasp"));
  add(Entry("findings[].compliances", "Finding.compliances", "text",
            "Standards that the source relates it to.")
          .texts(Finding::kCompliancesFieldNumber));
  add(Entry("findings[].package.ecosystem", "Finding.package.ecosystem", "text",
            "Package manager in the source's spelling.")
          .text({Finding::kPackageFieldNumber, v1::Package::kEcosystemFieldNumber}));
  add(Entry("findings[].package.name", "Finding.package.name", "text", "Package name.")
          .text({Finding::kPackageFieldNumber, v1::Package::kNameFieldNumber}));
  add(Entry("findings[].package.version", "Finding.package.version", "text", "Package version.")
          .text({Finding::kPackageFieldNumber, v1::Package::kVersionFieldNumber}));
  add(Entry("findings[].package.identifier", "Finding.package.identifier", "text",
            "The source's own identifier.")
          .text({Finding::kPackageFieldNumber, v1::Package::kIdentifierFieldNumber}));
  add(Entry("findings[].package.recommendedVersion", "Finding.package.recommended_version", "text",
            "The version to move to.")
          .text({Finding::kPackageFieldNumber, v1::Package::kRecommendedVersionFieldNumber}));
  add(Entry("findings[].package.manifests", "Finding.package.manifests", "text",
            "Files that pull the package in.")
          .texts({Finding::kPackageFieldNumber, v1::Package::kManifestsFieldNumber}));
  add(Entry("findings[].package.recommendations", "Finding.package.recommendations", "text",
            "The source's words on what to do.")
          .text({Finding::kPackageFieldNumber, v1::Package::kRecommendationsFieldNumber}));
  add(Entry("findings[].location.url", "Finding.location.url", "text", "Full affected URL.")
          .text({Finding::kLocationFieldNumber, v1::Location::kUrlFieldNumber})
          .alias("findings[].url"));
  add(Entry("findings[].location.method", "Finding.location.method", "text",
            "HTTP method, upper case.")
          .text({Finding::kLocationFieldNumber, v1::Location::kMethodFieldNumber})
          .alias("findings[].method"));
  add(Entry("findings[].location.path", "Finding.location.path", "text", "Path and query.")
          .text({Finding::kLocationFieldNumber, v1::Location::kPathFieldNumber})
          .alias("findings[].path"));
  add(Entry("findings[].location.parameter", "Finding.location.parameter", "text",
            "Affected parameter.")
          .text({Finding::kLocationFieldNumber, v1::Location::kParameterFieldNumber})
          .alias("findings[].parameter"));
  add(Entry("findings[].location.port", "Finding.location.port", "integer", "TCP port; 0 unknown.")
          .integer({Finding::kLocationFieldNumber, v1::Location::kPortFieldNumber}, 65535)
          .alias("findings[].port"));
  add(Entry("findings[].location.protocol", "Finding.location.protocol", "text", "https or http.")
          .text({Finding::kLocationFieldNumber, v1::Location::kProtocolFieldNumber})
          .alias("findings[].protocol"));
  add(Entry("findings[].location.instance", "Finding.location.instance", "text", "METHOD path.")
          .text({Finding::kLocationFieldNumber, v1::Location::kInstanceFieldNumber})
          .alias("findings[].instance"));
  add(Entry("findings[].solution", "Finding.solution", "text", "What to do.")
          .text(Finding::kSolutionFieldNumber));
  add(Entry("findings[].evidence.attack", "Finding.evidence.attack", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .text({Finding::kEvidenceFieldNumber, v1::Evidence::kAttackFieldNumber}));
  add(Entry("findings[].evidence.evidence", "Finding.evidence.evidence", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .text({Finding::kEvidenceFieldNumber, v1::Evidence::kEvidenceFieldNumber}));
  add(Entry("findings[].evidence.request", "Finding.evidence.request", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .text({Finding::kEvidenceFieldNumber, v1::Evidence::kRequestFieldNumber}));
  add(Entry("findings[].evidence.response", "Finding.evidence.response", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .text({Finding::kEvidenceFieldNumber, v1::Evidence::kResponseFieldNumber}));
  add(Entry("findings[].evidence.other", "Finding.evidence.other", "text",
            "What the scanner sent or saw; off unless a connection asks for it.")
          .text({Finding::kEvidenceFieldNumber, v1::Evidence::kOtherFieldNumber}));
  add(Entry("findings[].references", "Finding.references", "list of references",
            "Links; fields url, type, comment.")
          .parts(Finding::kReferencesFieldNumber, {"url", "type", "comment"}));
  add(Entry("findings[].exploitableMethods", "Finding.exploitable_methods", "list of methods",
            "Code that reaches the vulnerable method.")
          .parts(Finding::kExploitableMethodsFieldNumber,
                 {"fullName", "nameSpace", "shortName", "sourceFile"}));
  add(Entry("findings[].customAttributes", "Finding.custom_attributes", "list of attributes",
            "What the schema has no field for; fields key, value.")
          .parts(Finding::kCustomAttributesFieldNumber, {"key", "value"}));
  add(Entry("findings[].customAttributes.NAME", "Finding.custom_attributes", "text",
            "One attribute by its name; a list gives one for each element.")
          .named(Finding::kCustomAttributesFieldNumber));
}

}  // namespace ingest::sdk::map
