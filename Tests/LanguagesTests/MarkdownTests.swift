import Languages
import XCTest

final class MarkdownTests: XCTestCase {
  func paragraph(_ inlines: MarkdownInline...) -> String { String(MarkdownDocument([.paragraph(inlines)]).text.dropLast()) }

  func cell(_ inline: MarkdownInline) -> String {
    let lines = MarkdownDocument([.table(header: ["h"].map { [$0] }, rows: [[[inline]]])]).text.split(separator: "\n")
    return String(lines[2].dropFirst(2).dropLast(2))
  }

  func testTextShowsAsItself() {
    XCTAssertEqual(paragraph("10.0.0.1: a-b (c), 5% = x"), "10.0.0.1: a-b (c), 5% = x")
    XCTAssertEqual(
      paragraph("*a* _b_ `c` [d](e) <f> &amp; ~g~ |h| $i$ #j !k \\l"),
      ##"\*a\* \_b\_ \`c\` \[d\](e) \<f\> \&amp; \~g\~ \|h\| \$i\$ \#j \!k \\l"##)
    XCTAssertEqual(paragraph("a\nb\r\n\tc"), "a b   c")
    for (text, expected) in [
      ("- a", #"\- a"#), ("+ a", #"\+ a"#), ("1. a", #"1\. a"#), ("12) a", #"12\) a"#), ("===", #"\==="#), ("    a", "a"),
      ("\n- a", #"\- a"#),
    ] {
      XCTAssertEqual(paragraph(.text(text)), expected)
    }
    XCTAssertEqual(paragraph("https://a.b www.c d :tada: e:f"), #"https\://a.b www\.c d :<!-- -->tada: e:f"#)
  }

  func testCode() {
    XCTAssertEqual(paragraph(.code("a|b")), "`a|b`")
    XCTAssertEqual(paragraph(.code("a`b")), "``a`b``")
    XCTAssertEqual(paragraph(.code("`a``")), "``` `a`` ```")
    XCTAssertEqual(paragraph(.code(" a ")), "`  a  `")
    XCTAssertEqual(paragraph(.code("  ")), "`  `")
    XCTAssertEqual(paragraph(.code("a\nb\\")), "`a b\\`")
    XCTAssertEqual(paragraph(.code("")), "<code></code>")
    XCTAssertEqual(paragraph(.code("a"), .code("b")), "`a`<!-- -->`b`")
    XCTAssertEqual(cell(.code("a|<b")), "<code>a&#124;&#60;b</code>")
    XCTAssertEqual(cell(.code("ab")), "`ab`")
    XCTAssertEqual(cell(.text("a|b\nc")), #"a\|b c"#)
  }

  func testStrongAndLinks() {
    XCTAssertEqual(paragraph(.strong("a b")), "**a b**")
    XCTAssertEqual(paragraph(.text("x"), .strong("\"a\"")), "x<strong>\"a\"</strong>")
    XCTAssertEqual(
      paragraph(.link(text: "a]b", target: "web/a b(c)\\<é>?x=1&y=2#z")), #"[a\]b](web/a%20b%28c%29%5C%3C%C3%A9%3E?x=1&amp;y=2#z)"#)
  }

  func testDocument() {
    assertPrints(
      MarkdownDocument([
        .heading(1, ["Three *tier*"]), .paragraph(["Run ", .code("build.sh"), "."]), .bullets([["a"], ["b"]]), .bullets([["c"]]),
        .bullets([["d"]]),
        .numbered([["x"], ["y"]]), .fence(language: "sh", "./run.sh\n"), .fence(language: "", "```\nx"), .fence(language: "", ""),
        .table(header: [["a"], ["b"]], rows: [[["1"]], [["2"], ["3"]]]),
      ]),
      #"""
      # Three \*tier\*

      Run `build.sh`.

      - a
      - b

      * c

      - d

      1. x
      2. y

      ```sh
      ./run.sh
      ```

      ````
      ```
      x
      ````

      ```
      ```

      | a | b |
      | --- | --- |
      | 1 |  |
      | 2 | 3 |

      """#)
  }

  func testMermaid() {
    let chart = Mermaid(
      groups: [
        .init(label: "frontend 10.1.0.0/24", nodes: [("web", "web"), ("api", "a \"b\" [c] #d; `e`")]),
        .init(label: "", nodes: [("db", "1. x")]),
      ],
      edges: [.init(from: "web", to: "api", label: "3000/tcp"), .init(from: "api", to: "db", label: "")])
    assertPrints(
      MarkdownDocument([.mermaid(chart)]),
      """
      ```mermaid
      flowchart LR
        subgraph g0["frontend 10.1.0.0/24"]
          n0["web"]
          n1["a #34;b#34; #91;c#93; #35;d#59; #96;e#96;"]
        end
        subgraph g1[" "]
          n2["1#46; x"]
        end
        n0 -->|"3000/tcp"| n1
        n1 --> n2
      ```

      """)
  }

  func testMermaidLabelsReadBack() {
    for value in Hostile.values(3000, huge: false) {
      let chart = Mermaid(groups: [.init(label: "g", nodes: [("a", value)])], edges: [])
      let lines = MarkdownDocument([.mermaid(chart)]).printed.split(separator: UInt8(ascii: "\n"))
      XCTAssertEqual(lines.count, 6)
      var rest = lines[3].dropFirst("    n0[\"".utf8.count).dropLast(2)
      XCTAssertFalse("\"`<>[]|".utf8.contains { rest.contains($0) })
      var read: [UInt8] = []
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "#") else {
          read.append(byte)
          continue
        }
        let digits = rest.prefix { $0 != UInt8(ascii: ";") }
        read.append(UInt8(String(decoding: digits, as: UTF8.self))!)
        rest = rest.dropFirst(digits.count + 1)
      }
      let expected = value.isEmpty ? [0x20] : value.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
      XCTAssertEqual(read, expected, value.debugDescription)
    }
  }

  func testFencesHoldAnyText() {
    for value in Hostile.values(2000) {
      let bytes = MarkdownDocument([.fence(language: "sh", value)]).printed
      let ticks = bytes.prefix { $0 == UInt8(ascii: "`") }.count
      let body = bytes.dropFirst(ticks + 3).dropLast(ticks + 1)
      XCTAssertFalse(String(decoding: body, as: UTF8.self).contains(String(repeating: "`", count: ticks)))
      XCTAssertEqual(Array(body), Array(value.utf8) + (value.utf8.last == 10 || value.isEmpty ? [] : [10]))
    }
  }
}
