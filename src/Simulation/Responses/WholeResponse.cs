using System.Globalization;
using System.Text;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The body of a response that does not stream.</summary>
internal static class WholeResponse
{
    public static byte[] Format(ResponseIdentity identity, StreamPlan plan, int promptTokens)
    {
        bool chat = identity.Api == ApiKind.Chat;
        byte[] text = new byte[plan.Tokens * TokenText.TokenBytesMax];
        string content = Encoding.UTF8.GetString(text, 0, TokenText.Write(0, plan.Tokens, text));
        string finish = plan.Ending == StreamEnding.NoFinish ? "null" : plan.StoppedEarly ? "\"stop\"" : "\"length\"";
        long completion = (long)plan.Tokens + plan.UsageExcess;
        var json = new StringBuilder(identity.Head(chat ? "chat.completion" : "text_completion"));
        json.Append(chat ? ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" : ",\"choices\":[{\"index\":0,\"text\":\"")
            .Append(content)
            .Append(chat ? "\"}" : "\"")
            .Append(CultureInfo.InvariantCulture, $",\"logprobs\":null,\"finish_reason\":{finish}}}],\"usage\":{{\"prompt_tokens\":{promptTokens},")
            .Append(CultureInfo.InvariantCulture, $"\"prompt_tokens_details\":{{\"cached_tokens\":0}},\"completion_tokens\":{completion},\"total_tokens\":{promptTokens + completion}}}}}");
        byte[] body = Encoding.UTF8.GetBytes(json.ToString());
        return plan.MalformedAfter < 0 ? body : body[..(body.Length / 2)];
    }
}
