using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

public class HttpFuzzTests
{
    private static readonly string[] Valid =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n" + Wire.Chunked("data: a\n\n", "data: b\n\n"),
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\n0\r\nT: v\r\n\r\n",
    ];

    /// <summary>Whatever a server sends, the receive ends, in a response or in a <see cref="TransportException"/>.</summary>
    [Fact]
    public async Task Mutated_responses_end_in_a_response_or_a_transport_failure()
    {
        int responses = 0, failures = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[][] pieces = Splits.Random(Mutate(Wire.Bytes(Valid[random.Next(Valid.Length)]), random), random);
            try
            {
                // Scripted reads complete at once: a receive that is still pending would never end.
                Task<RecordingHandler> read = Client.ReadAsync(pieces);
                Assert.True(read.IsCompleted, $"hangs, seed {seed}: {Wire.Hex(pieces)}");
                Assert.True((await read).HasEnded, $"no end, seed {seed}: {Wire.Hex(pieces)}");
                responses++;
            }
            catch (TransportException)
            {
                failures++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{e.GetType()}, seed {seed}: {Wire.Hex(pieces)}\n{e}");
            }
        }

        // Both ends are reached, or the mutations are too tame or too wild to show anything.
        Assert.True(responses > 2_000 && failures > 2_000, $"{responses} responses, {failures} failures");
    }

    [Fact]
    public async Task A_mutated_response_means_the_same_in_every_split()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            byte[] response = Mutate(Wire.Bytes(Valid[random.Next(Valid.Length)]), random);
            string whole = await Meaning([response]);
            byte[][] pieces = Splits.Random(response, random);
            string split = await Meaning(pieces);
            Assert.True(whole == split, $"seed {seed}: {Wire.Hex(pieces)}\nwhole {whole}\nsplit {split}");
        }
    }

    private static async Task<string> Meaning(byte[][] pieces)
    {
        try
        {
            RecordingHandler read = await Client.ReadAsync(pieces);
            return $"{read.StatusCode} {read.Body}";
        }
        catch (TransportException e)
        {
            return e.Error.ToString();
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        List<byte> mutated = [.. bytes];
        for (int i = random.Next(0, 4); i > 0 && mutated.Count > 1; i--)
        {
            int at = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    mutated.RemoveAt(at);
                    break;
                case 3:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                default:
                    mutated[at] = (byte)"\r\n:; 0f"[random.Next(7)];
                    break;
            }
        }

        return [.. mutated];
    }
}
