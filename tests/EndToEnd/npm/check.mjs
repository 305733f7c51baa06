// OpenAI's own client, pointed at the router and otherwise as it is: node check.mjs URL
// Prints one line of JSON for each check that held; the first that does not ends it with an exception.
import assert from 'node:assert/strict';
import OpenAI, { APIError, InternalServerError } from 'openai';

const [url, ...failing] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'a-filler', maxRetries: 0 });
const messages = [{ role: 'user', content: 'one two three' }];
const chat = { model: 'sim', messages, max_completion_tokens: 5 };
const completion = { model: 'sim', prompt: 'one two three', max_tokens: 5 };
const streamed = { stream: true, stream_options: { include_usage: true } };
const tools = {
  tools: [{ type: 'function', function: { name: 'say', parameters: { type: 'object', properties: { text: { type: 'string' } } } } }],
  tool_choice: 'required',
};

const checks = {
  async chat() {
    const whole = await client.chat.completions.create(chat);
    assert.equal(whole.choices[0].finish_reason, 'length');
    assert.deepEqual([whole.usage.prompt_tokens, whole.usage.completion_tokens], [3, 5]);
    let text = '';
    let usage;
    for await (const chunk of await client.chat.completions.create({ ...chat, ...streamed })) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, whole.choices[0].message.content);
    assert.deepEqual(usage, whole.usage);
  },

  async completions() {
    const whole = await client.completions.create(completion);
    let text = '';
    let usage;
    for await (const chunk of await client.completions.create({ ...completion, ...streamed })) {
      text += chunk.choices[0]?.text ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, whole.choices[0].text);
    assert.deepEqual(usage, whole.usage);
  },

  async tools() {
    const whole = await client.chat.completions.create({ ...chat, ...tools });
    const call = whole.choices[0].message.tool_calls[0].function;
    assert.equal(whole.choices[0].finish_reason, 'tool_calls');
    assert.equal(call.name, 'say');
    JSON.parse(call.arguments);
    // The client's own gathering of a streamed call.
    const final = await client.chat.completions.stream({ ...chat, ...tools }).finalChatCompletion();
    assert.deepEqual(final.choices[0].message.tool_calls[0].function.arguments, call.arguments);
  },

  async models() {
    assert.equal((await client.models.list()).data[0].id, 'sim');
  },

  // The engine resets connections: an error of the client's own type, with the router's message.
  async status() {
    for (const more of [{}, streamed]) {
      await assert.rejects(client.chat.completions.create({ ...chat, ...more }), (error) => {
        assert.ok(error instanceof InternalServerError, `${error}`);
        assert.equal(error.status, 502);
        assert.match(error.message, /http:\/\/127\.0\.0\.1:\d+/);
        return true;
      });
    }
  },

  // Decode breaks off after two tokens: what has come has come, and then an error with the router's message.
  async midstream() {
    let text = '';
    await assert.rejects(
      async () => {
        for await (const chunk of await client.chat.completions.create({ ...chat, ...streamed })) {
          text += chunk.choices[0]?.delta.content ?? '';
        }
      },
      (error) => {
        assert.ok(error instanceof APIError, `${error}`);
        assert.match(error.message, /http:\/\/127\.0\.0\.1:\d+/);
        return true;
      });
    assert.notEqual(text, '');
  },
};

for (const name of failing.length > 0 ? failing : ['chat', 'completions', 'tools', 'models']) {
  await checks[name]();
  console.log(`${name} held`);
}
