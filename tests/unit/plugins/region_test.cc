#include "checkmarx-one/region.hpp"

#include <gtest/gtest.h>

#include "ingest/sdk/connector.hpp"

namespace checkmarx::one {
namespace {

struct Spelling {
  const char* written;
  const char* api;
  const char* iam;  // empty: the rule does not hold
};

class Region : public ::testing::TestWithParam<Spelling> {};

TEST_P(Region, LeadsToBothHosts) {
  const auto api = base_url(GetParam().written);
  EXPECT_EQ(api.origin(), GetParam().api);
  const auto iam = iam_of(api);
  EXPECT_EQ(iam ? iam->origin() : "", GetParam().iam);
}

constexpr char kDeu[] = "https://deu.ast.checkmarx.net";
constexpr char kDeuIam[] = "https://deu.iam.checkmarx.net";

INSTANTIATE_TEST_SUITE_P(
    Spellings, Region,
    ::testing::Values(
        Spelling{"deu", kDeu, kDeuIam}, Spelling{"DEU", kDeu, kDeuIam},
        Spelling{" deu \n", kDeu, kDeuIam}, Spelling{"deu.ast", kDeu, kDeuIam},
        Spelling{"deu.ast.checkmarx.net", kDeu, kDeuIam},
        Spelling{"https://deu.ast.checkmarx.net", kDeu, kDeuIam},
        Spelling{"https://deu.ast.checkmarx.net/", kDeu, kDeuIam},
        Spelling{"https://DEU.ast.checkmarx.net/projects?x=1", kDeu, kDeuIam},
        Spelling{"US", "https://ast.checkmarx.net", "https://iam.checkmarx.net"},
        Spelling{"ast", "https://ast.checkmarx.net", "https://iam.checkmarx.net"},
        Spelling{"US2", "https://us.ast.checkmarx.net", "https://us.iam.checkmarx.net"},
        Spelling{"us.ast", "https://us.ast.checkmarx.net", "https://us.iam.checkmarx.net"},
        Spelling{"eu", "https://eu.ast.checkmarx.net", "https://eu.iam.checkmarx.net"},
        Spelling{"EU2", "https://eu-2.ast.checkmarx.net", "https://eu-2.iam.checkmarx.net"},
        Spelling{"eu-2", "https://eu-2.ast.checkmarx.net", "https://eu-2.iam.checkmarx.net"},
        Spelling{"anz", "https://anz.ast.checkmarx.net", "https://anz.iam.checkmarx.net"},
        Spelling{"India", "https://ind.ast.checkmarx.net", "https://ind.iam.checkmarx.net"},
        Spelling{"ind-2", "https://ind-2.ast.checkmarx.net", "https://ind-2.iam.checkmarx.net"},
        Spelling{"Singapore", "https://sng.ast.checkmarx.net", "https://sng.iam.checkmarx.net"},
        Spelling{"UAE", "https://mea.ast.checkmarx.net", "https://mea.iam.checkmarx.net"},
        Spelling{"gov-il", "https://gov-il.ast.checkmarx.net", "https://gov-il.iam.checkmarx.net"},
        Spelling{"new", "https://new.ast.checkmarx.net", "https://new.iam.checkmarx.net"},
        Spelling{"acme.cxone.cloud", "https://acme.cxone.cloud", ""},
        Spelling{"https://acme.cxone.cloud", "https://acme.cxone.cloud", ""},
        Spelling{"https://ast.example.com", "https://ast.example.com", ""},
        Spelling{"http://127.0.0.1:8080", "http://127.0.0.1:8080", ""},
        Spelling{"https://localhost:8443", "https://localhost:8443", ""}));

TEST(KnownRegions, HaveAnIamHostEach) {
  EXPECT_EQ(known_regions().size(), 11U);
  for (const KnownRegion& region : known_regions()) {
    EXPECT_EQ(base_url(region.name).host, region.host) << region.name;
    EXPECT_TRUE(iam_of(base_url(region.host))) << region.name;
  }
}

TEST(RegionRefusal, NamesTheKeyAndHoldsNoSecret) {
  for (const char* written : {"", "   ", "http://deu.ast.checkmarx.net", "ftp://deu", "de u",
                              "https://user:secret@deu.ast.checkmarx.net",
                              "deu.ast.checkmarx.net#x", "https://", "-deu", "http://10.0.0.1"}) {
    try {
      const auto url = base_url(written);
      ADD_FAILURE() << written << " became " << url.origin();
    } catch (const ingest::sdk::Error& e) {
      EXPECT_EQ(e.code(), INGEST_E_CONFIG);
      const std::string what = e.what();
      EXPECT_NE(what.find("config.region"), std::string::npos) << what;
      EXPECT_EQ(what.find("secret"), std::string::npos) << what;
    }
  }
}

}  // namespace
}  // namespace checkmarx::one
