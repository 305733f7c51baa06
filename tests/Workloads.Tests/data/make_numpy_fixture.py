#!/usr/bin/env python3
"""Writes numpy_random.json: what numpy's legacy generator draws, in the order InferenceX's client draws it.

Needs numpy (any version: the legacy stream is frozen by NEP 19). Run it in this folder:
    python3 make_numpy_fixture.py
"""
import json

import numpy as np

ENDLESS_BLOCK = 1024
WARMUP_WORD = 0x7761726D


def draw(seed_words, count, input_len, output_len, ratio, vocab, prefix):
    np.random.seed(seed_words)
    prefix_ids = np.random.randint(0, vocab, size=prefix).tolist()
    lengths = [np.random.randint(int(n * ratio), n + 1, size=count).tolist() for n in (input_len, output_len)]
    offsets = np.random.randint(0, vocab, size=count).tolist()
    return {
        "count": count, "input_tokens": input_len, "output_tokens": output_len, "range_ratio": ratio,
        "vocabulary_size": vocab, "prefix_tokens": prefix,
        "prefix_ids": prefix_ids, "input_lens": lengths[0], "output_lens": lengths[1], "offsets": offsets,
    }


def words(seed, count=16):
    np.random.seed(seed)
    return np.random.randint(0, 2**32, size=count, dtype=np.uint64).tolist()


def main():
    seeds = [0, 1, 5489, 2**32 - 1]
    arrays = [[0, 1], [0x123, 0x234, 0x345, 0x456], list(range(700))]
    counted = [
        (0, 160, 1024, 1024, 0.8, 32000, 0),
        (0, 10, 1024, 1024, 1.0, 129280, 0),
        (42, 40, 8192, 1024, 0.8, 151643, 7),
        (7, 33, 1024, 8192, 0.5, 131072, 16),
        (2**32 - 1, 25, 100, 3, 0.01 * 50, 100277, 1),
        (3, 12, 1, 1, 1.0, 500, 3),
        (11, 20, 513, 257, 0.3, 256000, 0),
    ]
    endless = dict(input_len=1024, output_len=128, ratio=0.8, vocab=32000)
    document = {
        "words": [{"seed": [s], "array": False, "values": words(s)} for s in seeds]
        + [{"seed": a, "array": True, "values": words(a)} for a in arrays],
        "counted": [{"seed": c[0], **draw(c[0], *c[1:])} for c in counted],
        "endless_block": {"seed": 9, **draw([9, 1], ENDLESS_BLOCK, prefix=0, **endless)},
        "warmup": {"seed": 9, **draw([9, 0, WARMUP_WORD], 32, prefix=4, **endless)},
    }
    with open("numpy_random.json", "w", encoding="utf-8") as file:
        # One array a line keeps the file short and its differences readable.
        text = json.dumps(document)
        file.write(text.replace("{", "\n{").replace("], ", "],\n").lstrip() + "\n")


if __name__ == "__main__":
    main()
