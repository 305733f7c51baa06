using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Workloads.Tests.RandomTexts;

/// <summary>Room for prompts that are made ahead.</summary>
public class PromptStockTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_maker_goes_on_however_its_prompts_and_their_readers_meet()
    {
        // Full with the second prompt, so that one is always being read while another comes in.
        const int Prompts = 20_000;
        var stock = new PromptStock(bytesMost: 200);
        stock.BeginDropping();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        int made = 0;
        Task reader = Task.Run(
            () =>
            {
                var spin = default(SpinWait);
                for (int i = 0; i < Prompts && !over.IsCancellationRequested; spin.SpinOnce(sleep1Threshold: -1))
                {
                    while (i < Volatile.Read(ref made))
                    {
                        stock.OnRead(i++);
                    }
                }
            },
            over.Token);
        Task<bool> maker = Task.Run(
            () =>
            {
                for (int i = 0; i < Prompts && stock.WaitForRoom(over.Token); i++)
                {
                    stock.Add(i, new SampledPrompt(new byte[10], 1));
                    Volatile.Write(ref made, i + 1);
                }

                return !over.IsCancellationRequested;
            },
            over.Token);
        over.CancelAfter(s_limit);

        Assert.True(await maker);
        await reader;
        Assert.Equal((Prompts, 0L), (made, stock.Bytes));
    }
}
