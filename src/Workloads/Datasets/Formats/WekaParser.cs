using System.Globalization;
using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// Coding agents' sessions as WEKA's kv-cache-tester records them and InferenceX replays them (cc-traces-weka), one session a record:
/// <code>
/// {"id": ID, "block_size": 64, "hash_id_scope": "local", "requests": [
///   {"t": S, "type": "s", "in": TOKENS, "out": TOKENS, "hash_ids": [ID, …], "api_time": S, "think_time": S},
///   {"t": S, "type": "subagent", "agent_id": ID, "requests": [ … ]}]}
/// </code>
/// The gap before a request is counted from the answer before it, t + api_time. Each subagent is a conversation of its own, in the
/// group of its session. Local hash ids mean the same in one session only, so they are told apart by its id.
/// </summary>
internal sealed class WekaParser : ConversationParser
{
    private const int DefaultBlockTokens = 64;

    public override DatasetFormat Format => DatasetFormat.Weka;

    protected override string Shape => "a record is {\"id\", \"block_size\", \"requests\": [{\"t\": s, \"in\": tokens, \"out\": tokens, \"hash_ids\": [ids]}]}";

    protected override string? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, int part)
    {
        bool hasRequests = false;
        bool isGlobal = false;
        string? problem = null;
        Piece id = default;
        int? blockTokens = null;
        var walk = new Walk { Part = part, NextPart = 1 };
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("requests"u8))
            {
                problem = hasRequests ? "requests comes twice" : ReadRequests(ref reader, into, ref walk, isTop: true);
                hasRequests = true;
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                problem = JsonFields.Name(ref reader, "id", into, ref id);
            }
            else if (reader.ValueTextEquals("block_size"u8))
            {
                problem = JsonFields.Tokens(ref reader, "block_size", ref blockTokens);
            }
            else if (reader.ValueTextEquals("hash_id_scope"u8))
            {
                reader.Read();
                isGlobal = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("global"u8);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        into.Content = PromptContent.TokenIds;
        into.Id = into.Group = id;
        into.IdSuffix = part == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"::sa:{part}");
        into.Parts = walk.NextPart;
        into.BlockTokens = blockTokens ?? DefaultBlockTokens;
        if (!isGlobal)
        {
            TellApart(into.HashesFrom(0), ByteHash.Of(into.Bytes(id)));
        }

        return problem ?? (hasRequests ? null : "requests is missing");
    }

    private static void TellApart(Span<long> hashes, ulong session)
    {
        foreach (ref long hash in hashes)
        {
            hash = (long)SplitMix64.Fold(session, (ulong)hash);
        }
    }

    // One agent's requests, and within them those of the agents that it spawned.
    private static string? ReadRequests(ref Utf8JsonReader reader, ConversationBuilder into, ref Walk walk, bool isTop)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return $"requests is {JsonFields.Found(ref reader)}; it must be an array";
        }

        var agent = new Agent { Part = isTop ? 0 : -1 };
        for (int number = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
        {
            string? problem = reader.TokenType == JsonTokenType.StartObject
                ? ReadRequest(ref reader, into, ref walk, ref agent)
                : $"a request is {JsonFields.Found(ref reader)}; it must be an object";
            if (problem is not null)
            {
                return $"requests[{number}]: {problem}";
            }
        }

        return null;
    }

    private static string? ReadRequest(ref Utf8JsonReader reader, ConversationBuilder into, ref Walk walk, ref Agent agent)
    {
        var request = new Request();
        int firstHash = into.HashCount;
        bool isAgent = false;
        string? problem = null;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("requests"u8))
            {
                into.DropHashes(firstHash);
                isAgent = true;
                problem = ReadRequests(ref reader, into, ref walk, isTop: false);
            }
            else if (reader.ValueTextEquals("hash_ids"u8))
            {
                problem = JsonFields.Hashes(ref reader, "hash_ids", into);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isAgent |= reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("subagent"u8);
            }
            else
            {
                problem = request.ReadField(ref reader);
            }
        }

        return problem ?? (isAgent ? null : request.AddTo(into, ref walk, ref agent, firstHash));
    }

    // Which conversation is wanted, and the next one's number.
    private struct Walk
    {
        public int Part;
        public int NextPart;
    }

    // An agent is a conversation from its first request on.
    private struct Agent
    {
        public int Part;
        public long? FirstNs;
        public long LastNs;
        public long? LastApiNs;
    }

    private struct Request
    {
        private long? _timeNs;
        private long? _apiNs;
        private long? _thinkNs;
        private int? _input;
        private int? _output;

        public string? ReadField(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("t"u8))
            {
                return JsonFields.Seconds(ref reader, "t", ref _timeNs);
            }

            if (reader.ValueTextEquals("in"u8))
            {
                return JsonFields.Tokens(ref reader, "in", ref _input);
            }

            if (reader.ValueTextEquals("out"u8))
            {
                return JsonFields.Tokens(ref reader, "out", ref _output, min: 0);
            }

            if (reader.ValueTextEquals("api_time"u8))
            {
                return JsonFields.Seconds(ref reader, "api_time", ref _apiNs);
            }

            if (reader.ValueTextEquals("think_time"u8))
            {
                return JsonFields.Seconds(ref reader, "think_time", ref _thinkNs);
            }

            reader.Read();
            reader.Skip();
            return null;
        }

        public readonly string? AddTo(ConversationBuilder into, ref Walk walk, ref Agent agent, int firstHash)
        {
            if (_timeNs is not { } time || _input is not { } input || _output is not { } output)
            {
                return $"{(_timeNs is null ? "t" : _input is null ? "in" : "out")} is missing";
            }

            agent.Part = agent.Part < 0 ? walk.NextPart++ : agent.Part;
            if (agent.Part != walk.Part)
            {
                into.DropHashes(firstHash);
                return null;
            }

            bool isFirst = agent.FirstNs is null;
            long start = agent.FirstNs ??= time;
            long? gap = agent.LastApiNs is { } api ? time - agent.LastNs - api : _thinkNs ?? time - agent.LastNs;
            // A request that failed has no output; as an engine must be asked for some, it is one token.
            into.AddBlockTurn(
                new TurnFacts
                {
                    InputTokens = input,
                    OutputTokens = Math.Max(output, 1),
                    DelayNs = isFirst ? null : Math.Max(0, gap.Value),
                    OffsetNs = Math.Max(0, time - start),
                },
                firstHash);
            agent.LastNs = time;
            agent.LastApiNs = _apiNs;
            return null;
        }
    }
}
