// Beast brings the deflate; only the gzip frame is made here, so that no further library is needed.
#include "gzip.h"

#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/crc.hpp>
#include <cstdint>
#include <stdexcept>

namespace fake_cx1 {
namespace {

void AppendLittleEndian(std::string& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out += static_cast<char>(static_cast<unsigned char>(value >> shift));
  }
}

}  // namespace

std::string Gzip(std::string_view plain) {
  namespace zlib = boost::beast::zlib;
  zlib::deflate_stream deflate;
  deflate.reset(1, 15, 8, zlib::Strategy::normal);

  std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10);
  const std::size_t header = out.size();
  out.resize(header + deflate.upper_bound(plain.size()) + 64);

  zlib::z_params params;
  params.next_in = plain.data();
  params.avail_in = plain.size();
  params.next_out = out.data() + header;
  params.avail_out = out.size() - header;
  boost::system::error_code error;
  deflate.write(params, zlib::Flush::finish, error);
  if (error != zlib::error::end_of_stream) throw std::runtime_error("deflate: " + error.message());
  out.resize(header + params.total_out);

  boost::crc_32_type crc;
  crc.process_bytes(plain.data(), plain.size());
  AppendLittleEndian(out, crc.checksum());
  AppendLittleEndian(out, static_cast<std::uint32_t>(plain.size() & 0xFFFFFFFFU));
  return out;
}

DeflateBlock ZeroBlock(std::size_t bytes) {
  namespace zlib = boost::beast::zlib;
  zlib::deflate_stream deflate;
  deflate.reset(9, 15, 8, zlib::Strategy::normal);
  const std::string zeros(bytes, '\0');
  DeflateBlock block;
  block.header.assign("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10);
  block.body.resize(deflate.upper_bound(bytes) + 64);
  zlib::z_params params;
  params.next_in = zeros.data();
  params.avail_in = zeros.size();
  params.next_out = block.body.data();
  params.avail_out = block.body.size();
  boost::system::error_code error;
  // A full flush ends on a byte and forgets what came before, so that the part stands alone.
  deflate.write(params, zlib::Flush::full, error);
  if (error) throw std::runtime_error("deflate: " + error.message());
  block.body.resize(params.total_out);
  block.end.assign("\x01\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00", 13);
  return block;
}

}  // namespace fake_cx1
