import * as economics from './economics.js';
import { scoreOf, taskOf } from './scores.js';

/** Which of a run's values of a latency stands for it. */
export const statistics = [['median', 'Median'], ['mean', 'Mean'], ['p90', 'p90'], ['p99', 'p99']];

/** Which tokens a throughput, a cost or an energy counts. */
export const tokenKinds = [['total', 'Input + output'], ['output', 'Output'], ['input', 'Input']];

const tokenWords = { total: 'total ', output: 'output ', input: 'input ' };
const throughputKeys = { total: 'tput_per_gpu', output: 'output_tput_per_gpu', input: 'input_tput_per_gpu' };

const latency = (key, name) => ({
    title: state => `${name}, ${state.stat}`,
    unit: 's',
    lowerIsBetter: true,
    formula: key,
    value: (row, _, state) => row.figures[`${state.stat}_${key}`] ?? null,
});

/** What of a throughput an axis shows: derived figures follow from it, and so do their frontiers. */
const derived = (name, unit, formula, from) => ({
    title: state => name.replace('%', tokenWords[state.tokens]),
    unit,
    formula,
    value: (row, report, state) => {
        const throughput = row.figures[throughputKeys[state.tokens]];
        return throughput > 0 ? from(throughput, row.hardware, report, state) : null;
    },
    // The curve is drawn through throughputs, and this is applied to each point of it.
    throughput: (row, state) => row.figures[throughputKeys[state.tokens]] ?? null,
    fromThroughput: from,
});

/** Everything that can stand on an axis, by the name that the state has for it. */
export const axes = {
    interactivity: {
        title: state => `Interactivity, ${state.stat}`,
        unit: 'tok/s/user',
        formula: 'intvty',
        value: (row, _, state) => row.figures[`${state.stat}_intvty`] ?? reciprocal(row.figures[`${state.stat}_tpot`]),
    },
    e2el: latency('e2el', 'End-to-end latency'),
    ttft: latency('ttft', 'Time to first token'),
    tpot: latency('tpot', 'Time per output token'),
    itl: latency('itl', 'Inter-token latency'),
    throughput: derived('Throughput per GPU, %tokens', 'tok/s/GPU', 'tput', throughput => throughput),
    whole: {
        title: state => `Throughput of all GPUs, ${tokenWords[state.tokens]}tokens`,
        unit: 'tok/s',
        formula: 'tput',
        value: (row, _, state) => wholeOf(row.figures, state.tokens),
    },
    cost: {
        ...derived('Cost per million %tokens', '$', 'cost', (throughput, hardware, report, state) => {
            const price = economics.gpuHourUsd(report, state, hardware);
            return price === null ? null : economics.usdPerMillion(price, throughput);
        }),
        basis: economics.priceBasis,
        lowerIsBetter: true,
    },
    mw: {
        ...derived('Throughput per provisioned MW, %tokens', 'tok/s/MW', 'mw', (throughput, hardware, report, state) => {
            const kw = economics.provisionedKw(report, state, hardware);
            return kw === null ? null : economics.tokensPerSPerMw(kw, throughput);
        }),
        basis: economics.powerBasis,
    },
    provisioned: {
        ...derived('Provisioned energy per %token', 'J/token', 'provisioned', (throughput, hardware, report, state) => {
            const kw = economics.provisionedKw(report, state, hardware);
            return kw === null ? null : economics.joulesPerToken(kw, throughput);
        }),
        lowerIsBetter: true,
    },
    perUsd: derived('%tokens per dollar', 'tokens/$', 'perUsd', (throughput, hardware, report, state) => {
        const price = economics.gpuHourUsd(report, state, hardware);
        return price === null ? null : economics.tokensPerUsd(price, throughput);
    }),
    joules: {
        title: state => `Measured energy per ${tokenWords[state.tokens]}token`,
        unit: 'J/token',
        lowerIsBetter: true,
        formula: 'joules',
        value: (row, _, state) => row.figures[`joules_per_${state.tokens}_token`] ?? null,
    },
    power: {
        title: () => 'Mean power of a GPU',
        unit: 'W',
        lowerIsBetter: true,
        formula: 'joules',
        value: row => row.figures.avg_power_w ?? null,
    },
    accuracy: {
        title: state => state.task === '' ? 'Accuracy' : `Accuracy, ${state.task}`,
        unit: '% of answers',
        formula: 'accuracy',
        // Accuracies lie close together, and 0 is far away.
        fits: true,
        value: (row, report, state) => {
            const score = scoreOf(row, taskOf(report, state));
            return score === null ? null : 100 * score.accuracy;
        },
    },
    concurrency: {
        title: () => 'Concurrency',
        unit: 'requests',
        isNoMerit: true,
        formula: 'concurrency',
        value: row => row.concurrency,
    },
    perConcurrencyGpu: {
        title: () => 'Concurrency per GPU',
        unit: 'requests/GPU',
        isNoMerit: true,
        formula: 'concurrency',
        value: row => row.concurrency === null || row.gpus === 0 ? null : row.concurrency / row.gpus,
    },
};

/** Axes by which frontiers are meant: the user's side of the trade. */
export const frontierAxes = new Set(['interactivity', 'e2el', 'ttft', 'tpot', 'itl']);

/** The four that everybody looks at, one where engines were asked questions too, and one of one's own choice. */
export const charts = [
    { id: 'interactivity', x: 'interactivity', y: 'throughput', heading: 'Throughput vs. interactivity' },
    { id: 'latency', x: 'e2el', y: 'throughput', heading: 'Throughput vs. E2E latency' },
    { id: 'cost', x: 'interactivity', y: 'cost', heading: 'Cost vs. interactivity' },
    { id: 'power', x: 'interactivity', y: 'mw', heading: 'tok/s/MW vs. interactivity' },
    { id: 'accuracy', x: 'accuracy', y: 'throughput', heading: 'Throughput vs. accuracy', needsTasks: true },
    { id: 'own', x: null, y: null, heading: 'Axes of your choice' },
];

function wholeOf(figures, tokens) {
    const { total_token_throughput: total = null, output_throughput: output = null } = figures;
    return tokens === 'total' ? total : tokens === 'output' ? output : total !== null && output !== null ? total - output : null;
}

const reciprocal = value => value > 0 ? 1 / value : null;
