// boost_json.cc - Boost.JSON, compiled into the SDK, so that a connector needs no libboost_json.
#include <boost/json/src.hpp>
