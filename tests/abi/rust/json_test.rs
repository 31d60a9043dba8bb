use crate::ingest::json::DEPTH_MAX;
use crate::ingest::Json;

fn parsed(text: &str) -> Json {
    Json::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{}: {}", text, e))
}

#[test]
fn values_come_out_as_they_were_written() {
    for text in [
        "null", "true", "[]", "{}", "0", "-0", "12.50", "1e5", "1E-5", "-1.5e+10", "\"\"", "[1,[2],{\"a\":3}]",
        "{\"a\":{\"b\":[null,false,\"x\"]},\"c\":18446744073709551615}",
    ] {
        assert_eq!(parsed(text).to_string(), text);
    }
    assert_eq!(parsed(" { \"a\" : [ 1 , 2 ] }\r\n\t").to_string(), "{\"a\":[1,2]}");
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    for text in [
        "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:2}", "1 2", "01",
        "-", "+1", ".5", "1.", "1e", "1e+", "nul", "True", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
        "\"\n\"", "\"\0\"", "[1}", "{\"a\":1]", "//", "\u{feff}1",
    ] {
        let error = Json::parse(text.as_bytes()).expect_err(text);
        assert!(error.contains(" at byte "), "{:?}: {}", text, error);
    }
    for bytes in [&b"\"\xff\""[..], b"\"\xc0\x80\"", b"\"\xed\xa0\x80\"", b"\"\xc3"] {
        assert!(Json::parse(bytes).unwrap_err().contains("UTF-8"));
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::parse(nested(DEPTH_MAX + 1).as_bytes()).is_ok());
    assert!(Json::parse(nested(DEPTH_MAX + 2).as_bytes()).unwrap_err().contains("deep"));
    assert!(Json::parse("[".repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn escapes_become_characters() {
    assert_eq!(parsed(r#""\"\\\/\b\f\n\r\t""#).text(), "\"\\/\u{8}\u{c}\n\r\t");
    assert_eq!(parsed(r#""\u00fc\u20ac\ud83d\ude80""#).text(), "ü€🚀");
    // Half a pair is no character.
    assert_eq!(parsed(r#""\ud83d""#).text(), "\u{fffd}");
    assert_eq!(parsed(r#""\ude80x""#).text(), "\u{fffd}x");
    assert_eq!(parsed(r#""\ud83d\u0041""#).text(), "\u{fffd}A");
    assert_eq!(parsed(r#""\ud83d\ud83d\ude80""#).text(), "\u{fffd}🚀");
}

#[test]
fn what_is_not_there_reads_as_nothing() {
    let row = parsed(r#"{"id": 7, "name": "x", "list": [1], "no": null, "yes": true}"#);
    assert_eq!(row.get("id").text(), "");
    assert_eq!(row.get("id").text_or_number(), "7");
    assert_eq!(row.get("id").unsigned(), Some(7));
    assert_eq!(row.get("name").unsigned(), None);
    assert_eq!(row.get("none").get("deeper"), &Json::Null);
    assert_eq!(row.get("list").list().map(<[Json]>::len), Some(1));
    assert!(row.get("no").list().is_none());
    assert!(row.get("yes").is_true() && !row.get("name").is_true());
    assert_eq!(parsed("-1").unsigned(), None);
    assert_eq!(parsed("18446744073709551616").unsigned(), None);
}
