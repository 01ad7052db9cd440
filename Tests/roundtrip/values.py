"""The hostile values: a list of the known traps, and random ones from a seed."""
import random

FIXED = [
    "", " ", "  ", "a", "a b", " a", "a ", "\t", "\n", "\r", "\r\n", "a\nb", "a\n", "\na", "\n\n", "a\n\n", "  a\n b\n", "a\tb", "\ta\n",
    "'", '"', "`", "\\", "\\\\", "a\\", 'a"', "a b\\", "\\n", "\\\\n", "\\t", "\\'", '\\"', "'\\''", '"\\"', "\\\n", "a\\\nb", "a \\\n b",
    "$", "$$", "${", "${}", "$a", "${a}", "$(id)", "`id`", "$1", "${dollar}", "$host", "a$", "$\\", "\\$", "\\${a}", "%", "%s", "%d%n", "%%",
    "#", " #", "a #b", "a#b", "# shellcheck disable=all", "# escape=`", "# syntax=x", "escape=`", "//", "/*", "<!-- -->", "<!--", "-->",
    ";", "a;b", "; }", "}", "{", "{}", "{{", "${{ x }}", "}}", "a}", "a {", "()", "(", ")", "[", "]", "[]", "[x]", "[a](b)", "![a](b)",
    "|", "||", "a|b", "a\\|b", "\\|", "|-", "&", "&&", "&a", "&amp;", "&#35;", "<", ">", ">-", "<<", "<<EOF", "<b>", "</code>", "*", "**",
    "*a*", "_a_", "__a__", "***", "---", "...", "- a", "-", "--", "-n", "-e", "+ a", "+", "=", "==", "===", "=a", "+=", "a=b", "A=b", "1. a",
    "1) a", "10. a", "# a", "#a", "> a", "~", "~/a", "~root", "~~a~~", "~~~", "```", "``", "`a", "a`", "`` a", "!", "!a", "!!str a", "%YAML",
    "@", "@a", "?", "? a", ":", ": a", "a:", "a: b", "a:b", ":tada:", "a :+1: b", "http://a.b/c_d", "www.a_b.c", "a@b.c", "^", "^a^", ",", "a,b",
    "true", "yes", "no", "on", "off", "y", "n", "Y", "NO", "On", "null", "Null", "~", "0", "1", "-1", "+1", "0x10", "0o7", "010", "0b1",
    "1e3", "1.5", "1_000", ".5", ".inf", ".nan", "12:30:45", "2026-11-26", "1.2.3", "0.", "nan", "if", "then", "case", "in", "while",
    "function", "[[", "time", "!", "select", "é", "日本語", "🎉", "a\u0301", "\u0301", "\u200d", "\u200b", "\u202eabc", "\u2066a\u2069", "مرحبا",
    "\ufeff", "\ufeffa", "\u2028", "a\u2028b", "\u2029", "\u0085", "a\u0085b", "\u00a0", "a\u00a0", "\x7f", "\x01", "\x1b[31m", "\x08",
    "\x0b", "\x0c", "\ufffe", "\uffff", "\ufffd", "\U0010ffff", "\U0001f469\u200d\U0001f4bb", "“”", "‘’", "“a", "a”", "‘a’ “b”", "″", "«»",
    "/a/../b", "a//b", "/", ".", "..", "/*", "/**", "/a b", "@{HOME}", "/[a]", "{a,b}", "a?b", "\\x41", "\\101", "\\u0041",
    "'self' 'unsafe-inline' https://a.b;", "add_header X y;", "\"; return 403; #", "' ; exit 3 ; '", "\"; exit 3 ; \"", "$(exit 3)",
    "\nRUN id", "\n# x", "\n- x", "\nx: y", "\n}\n", "*/5 * * * *", "[\"a\"]", "{\"a\": 1}", "null\n", "key: |", "|\n a", "```\n```", "a\x00b".replace("\x00", ""),
    "x" * 300, "'" * 200, "\\" * 201, "$" * 400, "\"" * 301, "a b " * 100, ("x" * 99 + "\n") * 20, "é" * 1500,
]

ATOMS = list("'\"`\\$#;{}[]()<>|&*?~!%^=+-_.,:/@ \t\n\raZ09") + [
    "${", "$(", "\\\n", "\\\"", "\\'", "\\$", " #", ": ", "- ", "\n\n", "``", "--", "&&", "<<", "-->", "&lt;", "é", "日", "🎉", "\u0301", "\u202e",
    "\u2028", "\u2029", "\u0085", "\ufeff", "\u00a0", "“", "”", "‘", "’", "\x7f", "\x01", "\x1b", "\x0b", "\x0c", "abc", "if", "true", "EOF",
    "\ufffe", "مر", "RUN ", "%s", "\\n", "://", "www.", "0x",
]

HUGE = ["h" * 65536, "\\\"$`'\n" * 10923, "#;}{ " * 13108, "“é\u2028" * 8192]


def values(seed):
    """Unique values, short ones first; the last are of 64 KiB."""
    dice = random.Random(seed)
    found = list(FIXED)
    for _ in range(450):
        found.append("".join(dice.choice(ATOMS) for _ in range(dice.randint(1, 12))))
    for _ in range(20):
        found.append("".join(dice.choice(ATOMS) for _ in range(400)))
    return list(dict.fromkeys(found)) + HUGE
