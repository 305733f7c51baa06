using System.Globalization;
using System.Text;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The body of a response of one choice of text that does not stream.</summary>
internal static class WholeResponse
{
    public static byte[] Format(ResponseIdentity identity, StreamPlan plan, int promptTokens, int cachedTokens)
    {
        bool chat = identity.Api == ApiKind.Chat;
        byte[] text = new byte[plan.Tokens * TokenText.TokenBytesMax];
        string content = Encoding.UTF8.GetString(text, 0, TokenText.Write(new TokenRun(0, plan.Tokens, 0, plan.MarkerAt), text));
        string finish = plan.Finish switch
        {
            FinishText.None => "null",
            FinishText.Stop => "\"stop\"",
            _ => "\"length\"",
        };
        long completion = (long)plan.Tokens + plan.UsageExcess;
        var json = new StringBuilder(identity.Head(identity.ObjectName));
        json.Append(chat ? ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" : ",\"choices\":[{\"index\":0,\"text\":\"")
            .Append(content)
            .Append(chat ? "\"}" : "\"")
            .Append(CultureInfo.InvariantCulture, $",\"logprobs\":null,\"finish_reason\":{finish}}}],\"usage\":{{\"prompt_tokens\":{promptTokens},")
            .Append(CultureInfo.InvariantCulture, $"\"prompt_tokens_details\":{{\"cached_tokens\":{cachedTokens}}},\"completion_tokens\":{completion},\"total_tokens\":{promptTokens + completion}}}}}");
        return Encoding.UTF8.GetBytes(json.ToString());
    }
}
