// A small byte-pair encoding trained on texts: the most frequent pair of a word's tokens becomes a token, again and again.
"use strict";

function train(texts, merges) {
  const words = new Map();
  for (const text of texts) {
    for (const [word] of text.matchAll(/ ?\p{L}+|\p{N}{1,3}|[^\p{L}\p{N}]+/gu)) {
      words.set(word, (words.get(word) ?? 0) + 1);
    }
  }

  const tokens = Array.from({ length: 256 }, (_, i) => [i]);
  const split = [...words].map(([word, count]) => ({ count, ids: [...Buffer.from(word)] }));
  const known = new Set(tokens.map(String));
  for (let i = 0; i < merges; i++) {
    const pairs = new Map();
    for (const { ids, count } of split) {
      for (let j = 0; j + 1 < ids.length; j++) {
        const key = ids[j] * 65536 + ids[j + 1];
        pairs.set(key, (pairs.get(key) ?? 0) + count);
      }
    }

    // Two cuts may make the same bytes: a token stands once in a file of ranks.
    const candidates = [...pairs].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const best = candidates.find(([key]) => !known.has(String([...tokens[Math.floor(key / 65536)], ...tokens[key % 65536]])));
    const [left, right] = [Math.floor(best[0] / 65536), best[0] % 65536];
    tokens.push([...tokens[left], ...tokens[right]]);
    known.add(String(tokens[tokens.length - 1]));
    for (const one of split) {
      const merged = [];
      for (let j = 0; j < one.ids.length; j++) {
        const isPair = one.ids[j] === left && one.ids[j + 1] === right;
        merged.push(isPair ? tokens.length - 1 : one.ids[j]);
        j += isPair ? 1 : 0;
      }

      one.ids = merged;
    }
  }

  // gpt-tokenizer keeps tokens that are text as strings, others as bytes.
  const decoder = tokens.map((token) => {
    const text = Buffer.from(token).toString("utf8");
    return Buffer.from(text).equals(Buffer.from(token)) ? text : token;
  });
  const file = tokens.map((token, rank) => `${Buffer.from(token).toString("base64")} ${rank}\n`).join("");
  return { decoder, file };
}

module.exports = { train };
