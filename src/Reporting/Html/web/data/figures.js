import { share, usd } from '../format.js';
import { gpuHourUsd, grossMargin, joulesPerToken, overAll, provisionedKw, saleBasis, saleOf, tokensPerSPerMw, tokensPerUsd, usdPerMillion } from './economics.js';

const measured = (key, title, unit, better, scale = 1) => ({
    key, title, unit, better, value: row => key in row.figures ? scale * row.figures[key] : null,
});

const latencies = [['ttft', 'TTFT', 1000, 'ms'], ['itl', 'ITL', 1000, 'ms'], ['tpot', 'TPOT', 1000, 'ms'], ['e2el', 'E2E latency', 1, 's']]
    .flatMap(([key, name, scale, unit]) => ['median', 'mean', 'p90', 'p99', 'p99.9'].map(stat => measured(`${stat}_${key}`, `${name}, ${stat}`, unit, -1, scale)));

/** A run's own figures: better is 1 where more is better, -1 where less is, 0 where neither. */
export const figures = [
    measured('tput_per_gpu', 'Throughput per GPU, all tokens', 'tok/s/GPU', 1),
    measured('output_tput_per_gpu', 'Throughput per GPU, output tokens', 'tok/s/GPU', 1),
    measured('input_tput_per_gpu', 'Throughput per GPU, input tokens', 'tok/s/GPU', 1),
    measured('total_token_throughput', 'Throughput of all GPUs, all tokens', 'tok/s', 1),
    measured('output_throughput', 'Throughput of all GPUs, output tokens', 'tok/s', 1),
    measured('request_throughput', 'Requests', 'requests/s', 1),
    measured('median_intvty', 'Interactivity, median', 'tok/s/user', 1),
    measured('p90_intvty', 'Interactivity, slowest tenth', 'tok/s/user', 1),
    ...latencies,
    measured('avg_power_w', 'Mean power of a GPU', 'W', -1),
    measured('total_gpu_energy_j', 'Energy of all GPUs', 'J', 0),
    measured('joules_per_total_token', 'Measured energy per token', 'J/token', -1),
    measured('joules_per_output_token', 'Measured energy per output token', 'J/token', -1),
    measured('joules_per_input_token', 'Measured energy per input token', 'J/token', -1),
    measured('joules_per_successful_query', 'Measured energy per request', 'J', -1),
];

export const figureOf = key => figures.find(figure => figure.key === key) ?? figures[0];

const roles = [['total', 'all tokens'], ['output', 'output tokens'], ['input', 'input tokens']];

/** What follows from a run's figures, a price and a power: with the denominator that each stands over. */
export function economicsOf(report, row, state) {
    const price = gpuHourUsd(report, state, row.hardware);
    const kw = provisionedKw(report, state, row.hardware);
    const margin = grossMargin(report, state, row);
    return [
        ...roles.flatMap(([role, words]) => costs(row, price, role, words)),
        ...(price && row.figures.tput_per_gpu > 0 ? [{ key: 'per-usd', title: 'Tokens per dollar', unit: 'tokens/$', better: 1, number: tokensPerUsd(price, row.figures.tput_per_gpu) }] : []),
        ...(kw && row.figures.tput_per_gpu > 0 ? [
            { key: 'mw', title: 'Throughput per provisioned MW', unit: 'tok/s/MW', better: 1, number: tokensPerSPerMw(kw, row.figures.tput_per_gpu) },
            { key: 'provisioned', title: 'Provisioned energy per token', unit: 'J/token', better: -1, number: joulesPerToken(kw, row.figures.tput_per_gpu) },
        ] : []),
        ...(margin !== null ? [{ key: 'margin', title: `Gross margin, by ${saleBasis(saleOf(report, state))}`, unit: 'of revenue', better: 1, isShare: true, number: margin, text: share(margin) }] : []),
    ];
}

// The cost over all GPUs is one that every run has, so that pairs stand beside engines that do both. A pair's roles have GPUs of their own: the
// costs over those, as InferenceX counts them, do not add up to the total.
function costs(row, price, role, words) {
    const cost = (key, over, tokensPerS) => {
        const number = price && tokensPerS > 0 ? usdPerMillion(price, tokensPerS) : null;
        return number === null ? [] : [{ key: `cost-${role}${key}`, title: `Cost per million ${words}, over ${over}`, unit: '$', better: -1, number, text: usd(number) }];
    };
    if (role === 'total') {
        return cost('', 'all GPUs', row.figures.tput_per_gpu);
    }

    return [
        ...cost('', 'all GPUs', overAll(row, role)),
        ...(row.prefill ? cost('-of-role', `the GPUs of ${role === 'output' ? 'decode' : 'prefill'} alone`, row.figures[`${role}_tput_per_gpu`]) : []),
    ];
}
