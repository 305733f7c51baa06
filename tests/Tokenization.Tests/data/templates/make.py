#!/usr/bin/env python3
"""Writes cases.json: what jinja2, set up as transformers sets it up, makes of the templates here.

    tests/Tokenization.Tests/data/templates/make.py        (needs jinja2)

An error's case has "error": the message of raise_exception, or "" where only that it fails is held.
"""
import datetime
import json
import pathlib

import jinja2
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 1, 1)
TOOL = {"type": "function", "function": {"name": "get_weather", "description": "Weather, now.", "parameters": {"type": "object", "properties": {
    "city": {"type": "string", "description": "Which city"}, "unit": {"type": "string", "enum": ["c", "f"], "default": "c"},
    "days": {"type": "array", "items": {"type": "integer"}}, "deep": {"type": "object", "properties": {"x": {"type": "number"}, "y": {"type": ["string", "null"]}}, "required": ["x"]},
    "any": {"oneOf": [{"type": "string", "description": "text"}, {"type": "boolean", "default": True}]}, "limit": {"type": "integer", "default": 5}}, "required": ["city"]}}}
PLAIN = {"type": "function", "function": {"name": "now", "description": "The time."}}
USER = [{"role": "user", "content": "Hello, é 😀 <b>"}]
TALK = [{"role": "system", "content": " Be brief.\n"}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nHello!"}, {"role": "user", "content": "And?"}]
CALL = {"id": "abcdefghi", "type": "function", "function": {"name": "get_weather", "arguments": {"city": "Köln", "days": [1, 2.5], "x": None, "y": True}}}
TEXT_CALL = {"id": "abcdefghi", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\": \"K\"}"}}
TOOLS = [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "", "tool_calls": [CALL]}, {"role": "tool", "content": "12 \"C\""}]
TEXT_TOOLS = [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": None, "tool_calls": [TEXT_CALL, TEXT_CALL]}, {"role": "tool", "content": "1"}, {"role": "tool", "content": "2"}]
REASONED = TALK[:2] + [{"role": "assistant", "content": "Hello!", "reasoning_content": "greet"}]
MODES = [{"messages": USER}, {"messages": TALK}, {"messages": TALK, "add_generation_prompt": False}, {"messages": REASONED, "add_generation_prompt": False},
         {"messages": TOOLS, "tools": [TOOL, PLAIN]}, {"messages": TEXT_TOOLS, "tools": [PLAIN]}, {"messages": USER, "tools": [TOOL]}, {"messages": USER, "enable_thinking": False, "reasoning_effort": "high"},
         {"messages": USER + USER}, {"messages": [{"role": "user"}]}, {"messages": []}, {"messages": [{"role": "tool", "content": "x"}]}]


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def main():
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    environment.filters["tojson"] = tojson
    environment.globals["raise_exception"] = raise_exception
    environment.globals["strftime_now"] = NOW.strftime
    cases = []
    for path in sorted(HERE.glob("*.jinja")):
        template = environment.from_string(path.read_text(encoding="utf-8"))
        for mode in MODES[:1] if path.name == "features.jinja" else MODES:
            inputs = {"add_generation_prompt": True, "tools": None, "documents": None, "bos_token": "<s>", "eos_token": "</s>", **mode}
            case = {"template": path.name, "inputs": mode}
            try:
                case["text"] = template.render(**inputs)
            except jinja2.exceptions.UndefinedError:
                case["error"] = ""
            except jinja2.exceptions.TemplateError as e:
                case["error"] = str(e)
            except TypeError:
                case["error"] = ""
            cases.append(case)
    (HERE / "cases.json").write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(len(cases), "cases,", sum("error" in case for case in cases), "of them errors")


if __name__ == "__main__":
    main()
