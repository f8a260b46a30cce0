"""Strings that break what does not hold."""

import json
from pathlib import Path

# script breakouts, attributes, comments, CDATA, templates, directions of writing, what is no character, addresses
OWN = (
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    "</textarea></template></noscript><img src=x onerror=alert(1)>",
    "<!--<script>",
    "--><script>alert(1)</script>",
    "--!><svg/onload=alert(1)>",
    "<![CDATA[<b>]]>",
    "]]>",
    "]]]]><![CDATA[>",
    "<?php echo 1 ?>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    "` onload=alert(1) `",
    "x onerror=alert(1) y",
    "<img src=x onerror=alert(1)//",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mi//xlink:href='data:x,<script>'>",
    "&lt;b&gt; &amp;amp; &#60;i&#62; &quot;",
    "{{7*7}}",
    "{% raw %}",
    "{% endraw %}{{ site.__class__ }}",
    "{# comment",
    "{{ t.__init__.__globals__ }}",
    "{count} {0} {name!r} %s %(x)s",
    "${7*7} #{7*7} <%= 7*7 %>",
    "\u2028line\u2029paragraph\u0085next",
    "\u202eevil\u202c \u2066open",
    "zero\u200bwidth\u200d\ufeff\u00ad",
    "עברית العربية",
    "a\x00b\x01\x08\x1b[31m\x7f\x9b",
    "lone \ud83d surrogate \udc00",
    "\ufffe\uffff\U0001ffff",
    "%0d%0aLocation: http://evil.example",
    "\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "javascript:alert(1)",
    " \tjava\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/\\evil.example",
    "🙂👩‍👩‍👧 İstanbul ﬁ ß Ω",
    "\\\\server\\share\\..\\..\\x",
)


def of_samples(samples: Path) -> list[str]:
    """The strings of others, awkward and hostile."""
    naughty = json.loads((samples / "strings/blns.json").read_text())
    breakouts = json.loads((samples / "hostile/names/breakouts.json").read_text())
    return [*breakouts, *naughty]


def quoted(text: str) -> str:
    """A YAML scalar in double quotes on one line, whatever the text is."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
