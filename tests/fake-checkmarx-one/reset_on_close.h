// Makes the close of a socket a reset, so that the peer sees the connection break.
#ifndef TESTS_FAKE_CHECKMARX_ONE_RESET_ON_CLOSE_H_
#define TESTS_FAKE_CHECKMARX_ONE_RESET_ON_CLOSE_H_

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>

namespace fake_cx1 {

inline void ResetOnClose(boost::asio::ip::tcp::socket& socket) {
  const linger at_once{1, 0};
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_RESET_ON_CLOSE_H_
