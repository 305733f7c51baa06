"""Trains small BPE tokenizers on this repository's own text and writes tokenizer.json files with test vectors."""
import glob, json, os, random, sys
import tokenizers
from tokenizers import Tokenizer, AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, processors, trainers

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
print("tokenizers", tokenizers.__version__)
corpus = []
for pattern in ("docs/**/*.md", "src/**/*.cs", "README.md", "configs/**/*.yaml", "perf/**/*.sh"):
    for name in sorted(glob.glob(pattern, recursive=True))[:400]:
        if "/obj/" in name or "/bin/" in name: continue
        corpus.append(open(name, encoding="utf-8").read())
MIX = ["Grüße aus München, naïve café, Ünïcödé façade. ", "日本語のテキストと漢字。すべての人間は、生まれながらにして自由である。", "人人生而自由,在尊严和权利上一律平等。", "모든 인간은 태어날 때부터 자유로우며", "Все люди рождаются свободными и равными", "يولد جميع الناس أحرارا", "👩‍👩‍👧‍👦 🎉🚀 🇩🇪🇯🇵", "é ñ ộ ", "int main(void) { return 0; }\n\tprintf(\"%d\\n\", 123456);\r\n"]
corpus += MIX * 20
print(len(corpus), sum(map(len, corpus)))
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
DEEPSEEK = ["[\r\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", "\\s+$", "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+"]
DEEPSEEK_V3 = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"

def byte_level(pre, normalizer=None, ignore_merges=False, vocab=1200, post=None, add=None, dropout=None, name=None):
    t = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer: t.normalizer = normalizer
    t.pre_tokenizer = pre
    t.decoder = decoders.ByteLevel()
    tr = trainers.BpeTrainer(vocab_size=vocab, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<|begin|>", "<|end|>", "<|pad|>"], show_progress=False)
    t.train_from_iterator(corpus, tr)
    if post: t.post_processor = post(t)
    if add: t.add_tokens(add)
    return t

def bos(t):
    return processors.Sequence([processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(single="<|begin|> $A", pair="<|begin|> $A <|begin|>:1 $B:1", special_tokens=[("<|begin|>", t.token_to_id("<|begin|>"))])])

S, B = pre_tokenizers.Sequence, pre_tokenizers.ByteLevel
def split(rx, behaviour="isolated", invert=False): return pre_tokenizers.Split(Regex(rx), behaviour, invert)
built = {
    "gpt2": byte_level(B(add_prefix_space=False, use_regex=True)),
    "gpt2-prefix-space": byte_level(B(add_prefix_space=True, use_regex=True), vocab=900),
    "llama3": byte_level(S([split(LLAMA3), B(add_prefix_space=False, use_regex=False)]), ignore_merges=True, post=bos),
    "qwen": byte_level(S([split(QWEN), B(add_prefix_space=False, use_regex=False)]), normalizer=normalizers.NFC(), add=[AddedToken("<tool_call>", normalized=False), AddedToken("<|im_start|>", special=True, normalized=False), AddedToken("<|im_end|>", special=True, normalized=False)]),
    "o200k": byte_level(S([split(O200K), B(add_prefix_space=False, use_regex=False)]), vocab=1600),
    "deepseek-v2": byte_level(S([split(p) for p in DEEPSEEK] + [pre_tokenizers.Digits(individual_digits=True), B(add_prefix_space=False, use_regex=False)])),
    "deepseek-v3": byte_level(S([split(r"\p{N}{1,3}"), split(r"[一-龥぀-ゟ゠-ヿ]+"), split(DEEPSEEK_V3), B(add_prefix_space=False, use_regex=False)])),
    "split-removed": byte_level(S([split(r"\s+", "removed"), B(add_prefix_space=False, use_regex=False)]), vocab=700),
    "split-merged": byte_level(S([split(r"[,.;]", "merged_with_previous"), split(r"\d+", "merged_with_next"), split(r"[a-z]", "contiguous"), B(add_prefix_space=False, use_regex=False)]), vocab=800),
    "split-inverted": byte_level(S([split(r"[A-Za-z]+", "removed", True), B(add_prefix_space=False, use_regex=False)]), vocab=700),
    "added-tokens": byte_level(S([pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation(), B(add_prefix_space=False, use_regex=False)]), normalizer=normalizers.Lowercase(), vocab=800,
        add=[AddedToken("<L>", lstrip=True, normalized=False), AddedToken("<R>", rstrip=True, normalized=False), AddedToken("word", single_word=True, normalized=False), AddedToken("Norm", normalized=True), AddedToken("<LR>", lstrip=True, rstrip=True, normalized=True), AddedToken("<LRX>", normalized=False), AddedToken("<S>", special=True, lstrip=True, rstrip=True)]),
}
def sentencepiece(normalizer, pre, decoder, byte_fallback=True, fuse_unk=True, vocab=1500, post=None):
    t = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=fuse_unk, byte_fallback=byte_fallback))
    if normalizer: t.normalizer = normalizer
    if pre: t.pre_tokenizer = pre
    t.decoder = decoder
    specials = ["<unk>", "<s>", "</s>"] + ([f"<0x{b:02X}>" for b in range(256)] if byte_fallback else [])
    # Without a pre-tokenizer the whole text would be one word: train with Metaspace, then take it off.
    training = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=fuse_unk, byte_fallback=byte_fallback))
    training.pre_tokenizer = pre_tokenizers.Metaspace()
    tr = trainers.BpeTrainer(vocab_size=vocab, special_tokens=specials, limit_alphabet=150, show_progress=False)
    training.train_from_iterator(corpus, tr)
    doc = json.loads(training.to_str()); doc2 = json.loads(t.to_str())
    doc2["model"] = doc["model"]; doc2["added_tokens"] = [a for a in doc["added_tokens"] if not a["content"].startswith("<0x")]
    t = Tokenizer.from_str(json.dumps(doc2))
    if post: t.post_processor = post(t)
    return t
def sp_bos(t): return processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)])
N, D = normalizers, decoders
built |= {
    "llama2": sentencepiece(N.Sequence([N.Prepend("▁"), N.Replace(" ", "▁")]), None, D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)]), post=sp_bos),
    "metaspace-first": sentencepiece(None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False), D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)])),
    "metaspace-always-split": sentencepiece(N.NFKC(), pre_tokenizers.Metaspace(prepend_scheme="always", split=True), D.Metaspace(prepend_scheme="always"), byte_fallback=False),
    "metaspace-never": sentencepiece(N.Sequence([N.NFD(), N.StripAccents(), N.Strip()]), pre_tokenizers.Metaspace(prepend_scheme="never", split=True), D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse()])),
    "unk-not-fused": sentencepiece(N.Replace(Regex(" {2,}"), "▁▁"), pre_tokenizers.WhitespaceSplit(), D.Fuse(), byte_fallback=False, fuse_unk=False),
}
rng = random.Random(7)
def noise(n):
    s = []
    while len(s) < n:
        k = rng.random()
        if k < .4: s.append(rng.choice("abcdefghijklmnopqrstuvwxyzABCXYZ'    \n\t0123456789"))
        elif k < .55: s.append(rng.choice("'s 't 're 'VE 'm 'LL <L> <R> <LR> <LRX> word Norm norm <S> <tool_call> <|im_start|> <|end|> ".split(" ")))
        else:
            c = rng.choice([rng.randrange(0x20, 0x250), rng.randrange(0x250, 0x3000), rng.randrange(0x3000, 0xD800), rng.randrange(0xE000, 0x10000), rng.randrange(0x10000, 0x20000), rng.randrange(0x1F300, 0x1F700), rng.choice([0x301, 0x308, 0x200d, 0xfe0f, 0xa0, 0x85, 0x2028, 0x3000, 0x130, 0x131, 0x17f, 0x212a, 0xdf, 0x1e9e])])
            s.append(chr(c))
    return "".join(s)
cases = ["", " ", "  ", "\n", " \n ", "a", " a", "a ", "  a  b  ", "Hello, world!", "Hello world\r\n\r\n  next\tline   ", "I'm you're WE'VE he'll IT'S don't 'S", "1234567890 12 3.14e-10 ٣٤٥ ²³ Ⅷ", "<|begin|>x<|end|> y <|pad|>", "<tool_call>{\"name\": \"f\"}</tool_call>", "a <L> b <R> c <LR> d <LRX> e word swords word. Norm norm NORM <S> z", "\u0000\u0001 control \u007f", "é e\u0301 Å Å ffi ①", "ＡＢＣ　ｄｅｆ", "x" * 300, "ab" * 200, " " * 65, "\n" * 33, "日本語のテキスト漢字 123 ひらがなカタカナ", "한국어 텍스트", "👩‍👩‍👧‍👦👍🏽🇩🇪", "the quick brown fox jumps over the lazy dog. " * 4, "def f(x):\n    return x ** 2  # square\n\n\nclass A:\n\tpass\n", "https://example.org/a?b=c&d=%20#e", "ÀÉÎÕÜ straße İstanbul ıſK", "مرحبا بالعالم", "हिन्दी में पाठ", "ไทยภาษา", "\u2028line\u2029para\u0085nel\u00a0nbsp\u3000wide"]
cases += [noise(rng.choice([3, 8, 20, 60])) for _ in range(250)]
for name in sorted(built):
    t = built[name]
    t.save(f"{out}/{name}.json", pretty=False)
    t = Tokenizer.from_file(f"{out}/{name}.json")
    rows = []
    for text in cases:
        plain = t.encode(text, add_special_tokens=False).ids
        special = t.encode(text, add_special_tokens=True).ids
        rows.append({"text": text, "ids": plain, "ids_special": special, "decoded": t.decode(plain, skip_special_tokens=False), "decoded_without_special": t.decode(special, skip_special_tokens=True)})
    json.dump({"tokenizer": f"{name}.json", "cases": rows}, open(f"{out}/{name}.vectors.json", "w", encoding="utf-8"), ensure_ascii=True, separators=(",", ":"))
    print(name, t.get_vocab_size(), os.path.getsize(f"{out}/{name}.json"), os.path.getsize(f"{out}/{name}.vectors.json"))
