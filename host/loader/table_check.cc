// table_check.cc - see table_check.hpp. Every size is bounded before it is believed.
#include "loader/table_check.hpp"

#include <cstddef>
#include <cstring>
#include <string_view>

#include "diagnostics/plain_text.hpp"
#include "loader/descriptor_check.hpp"

namespace ingest::host {
namespace {

constexpr std::uint32_t kLargestTable = 65536;  // beyond any table that will ever be
constexpr std::size_t kLongestText = 256;
constexpr std::size_t kLargestDetails = 4U << 20U;

std::string size_fault(const char* what, std::uint32_t size, std::size_t least) {
  if (size >= least && size <= kLargestTable) return {};
  return std::string(what) + " states a size of " + std::to_string(size) + " bytes; ABI 1.0 has " +
         std::to_string(least);
}

template <class Function>
void need(std::string& missing, Function* function, const char* name) {
  if (function != nullptr) return;
  if (!missing.empty()) missing += ", ";
  missing += name;
}

std::string functions_fault(const ingest_connector& table) {
  std::string missing;
  need(missing, table.describe, "describe");
  need(missing, table.create, "create");
  need(missing, table.destroy, "destroy");
  need(missing, table.test_connection, "test_connection");
  need(missing, table.fetch, "fetch");
  need(missing, table.transform, "transform");
  need(missing, table.get_extension, "get_extension");
  return missing.empty() ? missing : "its table has no " + missing;
}

// NUL-terminated within bounds, UTF-8, printable; empty text counts as a fault.
std::string text_fault(const char* what, const char* text, std::string& out) {
  if (text == nullptr) return std::string("its ") + what + " is NULL";
  const std::size_t size = ::strnlen(text, kLongestText + 1);
  if (size > kLongestText)
    return std::string("its ") + what + " is longer than " + std::to_string(kLongestText) +
           " bytes";
  out.assign(text, size);
  if (out.empty()) return std::string("its ") + what + " is empty";
  if (plain_text(out) != out) return std::string("its ") + what + " is not printable UTF-8";
  return {};
}

std::string details_fault(ingest_bytes bytes, v1::ConnectorDescriptor& details) {
  if (bytes.data == nullptr || bytes.size == 0) return "its descriptor has no details";
  if (bytes.size > kLargestDetails)
    return "its details claim " + std::to_string(bytes.size) + " bytes; at most " +
           std::to_string(kLargestDetails) + " are read";
  if (!details.ParseFromArray(bytes.data, static_cast<int>(bytes.size)))
    return "its details are no ingest.v1.ConnectorDescriptor";
  return {};
}

std::string agreement_fault(const char* what, const std::string& plain, const std::string& detail) {
  if (plain == detail) return {};
  return std::string("its ") + what + " is '" + plain + "' in the C descriptor and '" +
         plain_text(detail, kLongestText) + "' in the details";
}

struct Texts {
  std::string id;
  std::string name;
  std::string version;
  std::string vendor;
};

std::string texts_fault(const ingest_descriptor& descriptor, Texts& out) {
  std::string fault = size_fault("its descriptor", descriptor.struct_size,
                                 offsetof(ingest_descriptor, details) + sizeof(ingest_bytes));
  if (!fault.empty()) return fault;
  if (descriptor.required_host_minor > INGEST_ABI_MINOR)
    return "it needs a host with ABI 1." + std::to_string(descriptor.required_host_minor) +
           "; this one has 1." + std::to_string(INGEST_ABI_MINOR);
  if (!(fault = text_fault("id", descriptor.id, out.id)).empty()) return fault;
  if (!(fault = text_fault("name", descriptor.name, out.name)).empty()) return fault;
  if (!(fault = text_fault("version", descriptor.version, out.version)).empty()) return fault;
  return text_fault("vendor", descriptor.vendor, out.vendor);
}

std::string descriptor_fault(const ingest_descriptor& descriptor, CheckedTable& out) {
  Texts texts;
  std::string fault = texts_fault(descriptor, texts);
  if (!fault.empty()) return fault;
  out.name = texts.name;
  if (!(fault = details_fault(descriptor.details, out.details)).empty()) return fault;
  if (!(fault = agreement_fault("id", texts.id, out.details.id())).empty()) return fault;
  if (!(fault = agreement_fault("version", texts.version, out.details.version())).empty())
    return fault;
  out.capabilities = descriptor.capabilities;
  return check_descriptor(out.details);
}

}  // namespace

std::string table_fault(const ingest_connector* table) {
  if (table == nullptr) return "it declined to be used: its entry point returned no table";
  if (reinterpret_cast<std::uintptr_t>(table) % alignof(ingest_connector) != 0)
    return "its entry point returned a misaligned table";
  const std::string fault =
      size_fault("its table", table->struct_size,
                 offsetof(ingest_connector, get_extension) + sizeof(table->get_extension));
  return fault.empty() ? functions_fault(*table) : fault;
}

std::string descriptor_text_fault(const ingest_descriptor* descriptor) {
  Texts texts;
  if (descriptor == nullptr) return "describe returned nothing";
  return texts_fault(*descriptor, texts);
}

CheckedTable check_table(const ingest_connector* table) {
  CheckedTable out;
  out.fault = table_fault(table);
  if (!out.fault.empty()) return out;
  const ingest_descriptor* descriptor = table->describe();
  if (descriptor == nullptr) {
    out.fault = "describe returned nothing";
  } else if (descriptor != table->describe()) {
    out.fault = "describe returned another pointer the second time";
  } else {
    out.fault = descriptor_fault(*descriptor, out);
  }
  return out;
}

}  // namespace ingest::host
