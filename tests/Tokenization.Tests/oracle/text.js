// Mixed text by seed: prose and code, Chinese and Japanese, emoji, combining marks, characters of every plane, lone surrogates.
"use strict";

// mulberry32: small, and the same everywhere.
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = ("the of and to in a is that for it as was with be by on not he I this are or his from at which but have an had they you " +
  "were their one all we can her has there been if more when will would who so no said what up its about into than them only other " +
  "time new some could these two may first then do any like my now over such our man me even most made after also did many before " +
  "must through back years where much your way well down should because each just those people how too little state good very make " +
  "world still own see men work long get here between both life being under never day same another know while last might us great " +
  "old year off come since against go came right used take three throughput latency tokenizer prefill decode interactivity").split(" ");
const CODE = ["if (x == 0) {", "}\n\n", "    return ", "\t\tfor (int i = 0; i < n; i++)\n", "const ", "=> ", "std::vector<", ">();", "def __init__(self):\n",
  "import os\n", "#include <stdio.h>\r\n", "// ", "/* */", "<div class=\"a\">", "</div>", "&&", "||", "!=", "'", "\"", "`", "$HOME/", "http://a.b/c?d=e&f=%20", "0x1F", "1e-9",
  "3.14159", "1234567", "camelCaseName", "SCREAMING_SNAKE", "snake_case", "PascalCase", "HTTPServer2", "{}[]()", ";\n", "...", "-----", "====", "\\n", "I'm", "DON'T", "we'll", "they'VE", "it's", "'s", "'LL"];
const MARKS = ["\u0301", "\u0308", "\u0327", "\u093f", "\u0e31", "\u20dd", "\ufe0f", "\u200d"];
const EMOJI = ["😀", "👩‍💻", "🇩🇪", "👍🏽", "❤️", "🧮", "🏳️‍🌈", "0️⃣"];

// JavaScript's \s is not Unicode's White_Space in these two, and its case folding is written out for ASCII only in gpt-tokenizer.
const LEFT_OUT = new Set([0x85, 0xfeff, 0x17f]);

// A character that was there in Unicode 15: what came later is classified by whoever has the newer tables.
const OLD = /^\p{Assigned}$/u;

function character(random) {
  for (;;) {
    const code = Math.floor(random() * [0x80, 0x250, 0x2000, 0x3100, 0xffff, 0x1f700, 0x2fa1f][Math.floor(random() * 7)]);
    const isSurrogate = code >= 0xd800 && code < 0xe000;
    if (!LEFT_OUT.has(code) && (isSurrogate || (OLD.test(String.fromCodePoint(code)) && !isRecent(code)))) {
      return String.fromCodePoint(code);
    }
  }
}

// Blocks and single characters that Unicode 15.1 to 17 added within the ranges above, or put into another category.
const RECENT = [[0x295, 0x295], [0x897, 0x897], [0x88f, 0x88f], [0x1acf, 0x1aff], [0x1c89, 0x1c8a], [0x20c1, 0x20c1], [0x2427, 0x2429], [0x2ffc, 0x2fff], [0x31e4, 0x31e5],
  [0x31ef, 0x31ef], [0xa7cb, 0xa7cd], [0xa7ce, 0xa7cf], [0xa7d2, 0xa7d2], [0xa7d4, 0xa7d4], [0xa7da, 0xa7dc], [0xa7f1, 0xa7f1], [0x105c0, 0x105ff], [0x10940, 0x1095f], [0x10d40, 0x10d8f],
  [0x10ec2, 0x10eff], [0x11380, 0x113ff], [0x116d0, 0x116ff], [0x11b60, 0x11bff], [0x11db0, 0x11fff], [0x13430, 0x143ff], [0x16100, 0x1613f], [0x16d40, 0x16fff], [0x187f8, 0x1afff],
  [0x1b000, 0x1bbff], [0x1cc00, 0x1cfff], [0x1e5d0, 0x1e6ff], [0x1f600, 0x1f700], [0x2ebf0, 0x2ee5f], [0x2b73a, 0x2b73f], [0x2cea2, 0x2ceaf], [0x11bc0, 0x11bff], [0x10ec5, 0x10ec7], [0xc5c, 0xc5c], [0xcdc, 0xcdc], [0xbef, 0xbf0], [0x1add, 0x1aff]];

function isRecent(code) {
  return RECENT.some(([first, last]) => code >= first && code <= last);
}

function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

function han(random) {
  return String.fromCodePoint(random() < 0.7 ? 0x4e00 + Math.floor(random() * 0x4000) : 0x3041 + Math.floor(random() * 0xb0));
}

function part(random) {
  const kind = random();
  if (kind < 0.55) return (random() < 0.08 ? "" : " ") + pick(random, WORDS);
  if (kind < 0.60) return pick(random, [". ", ", ", "\n", "\n\n", "  ", "   \n  ", "\r\n", "\t", "! ", "? ", " - ", "\u00a0", "\u3000"]);
  if (kind < 0.75) return pick(random, CODE);
  if (kind < 0.80) return String(Math.floor(random() * 10 ** Math.floor(random() * 12)));
  if (kind < 0.86) return Array.from({ length: 1 + Math.floor(random() * 8) }, () => han(random)).join("");
  if (kind < 0.89) return pick(random, EMOJI);
  if (kind < 0.92) return pick(random, WORDS)[0] + pick(random, MARKS) + pick(random, MARKS);
  if (kind < 0.93) return String.fromCharCode(0xd800 + Math.floor(random() * 0x800));
  if (kind < 0.94) return pick(random, WORDS).toUpperCase() + pick(random, WORDS);
  if (kind < 0.945) return pick(random, ["a", "=", " ", "\n", "-", "中", "9"]).repeat(1 + Math.floor(random() * 200));
  return character(random);
}

/** Texts of some 10,000 characters each, until their UTF-8 has so many bytes. */
function* texts(seed, bytes) {
  const random = generator(seed);
  while (bytes > 0) {
    let text = "";
    while (text.length < 10000) text += part(random);
    bytes -= Buffer.byteLength(text);
    yield text;
  }
}

module.exports = { texts };
