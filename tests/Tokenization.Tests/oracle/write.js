// node write.js SEED BYTES FOLDER [TRAINED]: texts (UTF-16, as they are), and the ids of each encoding, for OracleTests.
// With TRAINED the ranks are so many merges trained on the texts, for the fixture: the encodings' own are not ours to keep.
//   texts.bin: for each text its length in UTF-16 units and the units, little-endian; <encoding>.ids: for each text a count and its ids.
"use strict";

const fs = require("fs");
const path = require("path");
const { GptEncoding } = require("gpt-tokenizer/GptEncoding");
const { texts } = require("./text.js");
const { train } = require("./train.js");

const [seed, bytes, folder, trained] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4], Number(process.argv[5] ?? 0)];
const all = [...texts(seed, bytes)];

function write(name, blocks) {
  fs.writeFileSync(path.join(folder, name), Buffer.concat(blocks));
}

function counted(count, body) {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(count);
  return Buffer.concat([head, body]);
}

write("texts.bin", all.map((text) => counted(text.length, Buffer.from(text, "utf16le"))));
for (const name of ["o200k_base", "cl100k_base"]) {
  const own = trained > 0 ? train(all, trained) : undefined;
  const { encode } = own ? GptEncoding.getEncodingApi(name, () => own.decoder) : require(`gpt-tokenizer/encoding/${name}`);
  write(`${name}.ids`, all.map((text) => {
    const ids = encode(text, { disallowedSpecial: new Set() });
    return counted(ids.length, Buffer.from(Uint32Array.from(ids).buffer));
  }));
  const data = path.join(path.dirname(require.resolve("gpt-tokenizer/package.json")), "data", `${name}.tiktoken`);
  fs.writeFileSync(path.join(folder, `${name}.tiktoken`), own ? own.file : fs.readFileSync(data));
}

console.log(`${all.length} texts by seed ${seed}`);
