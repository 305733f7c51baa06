using System.Text;
using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

public class ErrorReadingTests
{
    [Theory]
    // OpenAI and what follows it
    [InlineData("{\"error\":{\"message\":\"No such model\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"}}", "No such model", "invalid_request_error", "model_not_found")]
    [InlineData("{\"error\":{\"code\":404,\"type\":\"NotFoundError\",\"param\":\"model\",\"message\":\"gone\"}}", "gone", "NotFoundError", "404")]
    [InlineData("{\"error\":{\"message\":\"m\",\"type\":null,\"code\":null}}", "m", null, null)]
    // Triton, TGI, Spring
    [InlineData("{\"error\":\"model is not ready\"}", "model is not ready", null, null)]
    [InlineData("{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}", "Model is overloaded", "overloaded", null)]
    [InlineData("{\"status\":404,\"error\":\"Not Found\",\"message\":\"no such route\",\"path\":\"/v1\"}", "no such route", "Not Found", null)]
    // older vLLM, SGLang, TensorRT-LLM
    [InlineData("{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}", "too long", "BadRequestError", "400")]
    [InlineData("{\"error\":{\"object\":\"error\",\"message\":\"busy\",\"type\":\"ServiceUnavailable\",\"code\":503}}", "busy", "ServiceUnavailable", "503")]
    [InlineData("{\"message\":\"m\"}", "m", null, null)]
    // FastAPI
    [InlineData("{\"detail\":\"Not Found\"}", "Not Found", null, null)]
    [InlineData("{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"messages\",0],\"msg\":\"Field required\",\"input\":{\"prompt\":\"secret\"}},{\"msg\":\"other\"}]}", "body.messages.0: Field required", "missing", null)]
    [InlineData("{\"detail\":[{\"msg\":\"m\",\"loc\":[]}]}", "request: m", null, null)]
    [InlineData("{\"detail\":{\"message\":\"m\",\"code\":7}}", "m", null, "7")]
    // others
    [InlineData("[{\"error\":{\"code\":429,\"message\":\"Quota\",\"status\":\"RESOURCE_EXHAUSTED\"}}]", "Quota", null, "429")]
    [InlineData("\"just text\"", "just text", null, null)]
    [InlineData("{\"error\":{\"message\":\"a\\nb\\t\\u001b[31mc \\u00e9\\ud83d\\ude00\\ud800\"}}", "a b [31mc é😀\uFFFD", null, null)]
    // no message
    [InlineData("", "HTTP 500 with no message", null, null)]
    [InlineData(" \r\n", "HTTP 500 with no message", null, null)]
    [InlineData("{}", "HTTP 500 with no message in its JSON body", null, null)]
    [InlineData("[]", "HTTP 500 with no message in its JSON body", null, null)]
    [InlineData("null", "HTTP 500 with no message in its JSON body", null, null)]
    [InlineData("{\"error\":{\"message\":{\"a\":1},\"type\":\"t\"}}", "HTTP 500 with no message in its JSON body", "t", null)]
    // not JSON
    [InlineData("upstream connect error\r\nsecond line", "upstream connect error", null, null)]
    [InlineData("{\"error\":{\"message\":\"cut", "{\"error\":{\"message\":\"cut", null, null)]
    [InlineData("<html>\r\n<head><TITLE>502 Bad Gateway</TITLE></head>", "502 Bad Gateway", null, null)]
    [InlineData("<h1>Oops</h1>\n<p>x", "<h1>Oops</h1>", null, null)]
    [InlineData("\uFEFF{\"error\":\"m\"}", "m", null, null)]
    [InlineData("\u0001\u0002", "HTTP 500 with a body that is no text", null, null)]
    public void Every_shape_gives_its_message(string body, string message, string? type, string? code)
    {
        Assert.Equal(new InferenceError(message, type, code), Read.Error(body));
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"[{'type': 'missing', 'msg': 'Field required', 'input': {'prompt': 'secret'}}]\"}}")]
    [InlineData("{\"message\":\"1 validation error [type=missing, input_value={'prompt': 'secret'}, input_type=dict]\"}")]
    [InlineData("{\"detail\":\"bad: {\\\"input\\\": \\\"secret\\\"}\"}")]
    public void A_request_echoed_in_a_message_is_left_out(string body)
    {
        string message = Read.Error(body).Message;

        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.EndsWith("(request left out)", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 500)]
    [InlineData("\\u00e9", 500)]
    [InlineData("é", 500)]
    [InlineData("😀", 499)]
    [InlineData("\\ud83d\\ude00", 499)]
    public void Long_messages_are_cut_between_characters(string unit, int length)
    {
        string message = Read.Error($"{{\"error\":\"{string.Concat(Enumerable.Repeat(unit, 5000))}\"}}").Message;

        Assert.Equal(length, message.Length);
        Assert.EndsWith("…", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_plain_body_is_cut()
    {
        Assert.Equal(new string('x', 499) + "…", Read.Error(new string('x', 1_000_000)).Message);
    }

    [Fact]
    public void Invalid_utf8_is_shown_as_replacement_characters()
    {
        InferenceError error = Read.Chat.ReadError(500, [.. "{\"error\":\"a"u8, 0xff, .. "b\"}"u8]);

        Assert.Equal("a\uFFFDb", error.Message);
    }

    [Fact]
    public void Every_prefix_of_a_body_gives_some_message()
    {
        byte[] body = Encoding.UTF8.GetBytes("""[{"detail":[{"loc":["body",1],"msg":"é\u00e9","ctx":{"error":{}}}],"error":{"message":"m","code":-1.5e3}}]""");
        for (int length = 0; length <= body.Length; length++)
        {
            Assert.NotEmpty(Read.Chat.ReadError(503, body.AsSpan(0, length)).Message);
        }
    }
}
