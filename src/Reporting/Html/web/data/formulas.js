/** What every figure means. The same formulas as in docs/report.md and docs/results.md. */
export const formulas = [
    { key: 'tput', name: 'Throughput per GPU', formula: 'tokens of completed requests ÷ duration ÷ GPUs', words: 'Input and output tokens over all GPUs. Of a disaggregated run, output tokens are over the GPUs that decode and input tokens over those that prefill, as InferenceX has it: these two do not add up to the total.' },
    { key: 'intvty', name: 'Interactivity', formula: '1 ÷ TPOT', words: 'Tokens per second that one user sees. p90 is 1 ÷ p90 of TPOT: what the slowest tenth of the requests got, or less.' },
    { key: 'ttft', name: 'Time to first token (TTFT)', formula: 'first chunk with output − send', words: 'Prompt queueing and prefill, as the client sees them.' },
    { key: 'tpot', name: 'Time per output token (TPOT)', formula: '(E2E − TTFT) ÷ (output tokens − 1)', words: 'One value for each request of two tokens or more.' },
    { key: 'itl', name: 'Inter-token latency (ITL)', formula: 'gap between successive chunks with output', words: 'Per chunk, pooled over requests. Where a server sends several tokens in a chunk it says little: look at TPOT.' },
    { key: 'e2el', name: 'End-to-end latency', formula: 'last chunk − send', words: 'Of one request.' },
    { key: 'cost', name: 'Cost per million tokens', formula: '$ per GPU-hour ÷ (tok/s/GPU × 3600 ÷ 1,000,000)', words: 'At the tier chosen: what a GPU-hour costs a hyperscaler or a neocloud that owns it, what it costs rented for three years, or a price of your own. For input or output tokens alone the whole price is put on them.' },
    { key: 'perUsd', name: 'Tokens per dollar', formula: '3600 × tok/s/GPU ÷ $ per GPU-hour', words: 'The same the other way round.' },
    { key: 'mw', name: 'Throughput per provisioned MW', formula: 'tok/s/GPU × 1000 ÷ kW per GPU', words: 'kW is what a data centre keeps ready for a GPU with its share of host, network and cooling; it is no measurement.' },
    { key: 'provisioned', name: 'Provisioned energy per token', formula: 'kW per GPU × 1000 ÷ tok/s/GPU', words: 'Joules that were kept ready for a token.' },
    { key: 'joules', name: 'Measured power and energy', formula: '∫ power dt of all GPUs ÷ tokens', words: 'Of the boards alone, sampled during the run; hosts, network and cooling are not in it.' },
    { key: 'concurrency', name: 'Concurrency', formula: 'requests under way at once', words: 'The most that the run allowed; none under a rate.' },
    { key: 'frontier', name: 'Pareto frontier', formula: 'points that no other beats in both', words: 'Of the points shown of one colour and one SKU; flagged and invalid ones are left out. Between them runs Steffen\'s monotone cubic through the throughputs, never below 0; cost and throughput per MW follow from that curve and have none of their own. Other figures are joined by straight lines.' },
    { key: 'percentiles', name: 'Percentile plots', formula: 'horizontal: log(1 ÷ (1 − percentile))', words: 'From the run\'s HdrHistogram logs, three significant digits. Dashed: only the summary\'s median, p90, p99 and p99.9 are known.' },
    { key: 'timeline', name: 'Timeline', formula: 'means over equal spans, 300 at most', words: 'Requests under way and output tokens from the request records, a request\'s tokens spread evenly from its first to its last; errors where they ended; power from the readings, all GPUs together.' },
];
