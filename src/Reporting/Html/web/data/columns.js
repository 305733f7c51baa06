import { day, number, share, usd } from '../format.js';
import { gpuHourUsd, grossMargin, provisionedKw, sales, tokensPerSPerMw, usdPerMillion } from './economics.js';
import { order } from './order.js';
import { accuracyKey, scoreOf, scoreText } from './scores.js';
import { hardwareName } from './series.js';

const text = (key, title, value = row => row[key]) => ({ key, title, value, text: (...of) => value(...of) ?? '', numeric: false });
const figure = (key, title, value, format = number) => ({ key, title, value, text: (...of) => format(value(...of)), numeric: true });
const own = (key, title, scale = 1) => figure(key, title, row => key in row.figures ? scale * row.figures[key] : null);

const columns = [
    text('hardware', 'SKU', (row, report) => hardwareName(report, row.hardware)),
    text('framework', 'Engine'),
    text('model', 'Model'),
    text('precision', 'Precision'),
    text('disaggregated', 'Disaggregated', row => row.disaggregated ? 'yes' : 'no'),
    text('spec_decoding', 'Spec. decoding'),
    text('sequence', 'ISL/OSL'),
    text('parallelism', 'Parallelism'),
    figure('gpus', 'GPUs', row => row.gpus),
    figure('concurrency', 'Conc.', row => row.concurrency),
    own('tput_per_gpu', 'tok/s/GPU'),
    own('output_tput_per_gpu', 'output tok/s/GPU'),
    own('median_intvty', 'tok/s/user'),
    own('median_ttft', 'TTFT p50, ms', 1000),
    own('p99_ttft', 'TTFT p99, ms', 1000),
    own('median_itl', 'ITL p50, ms', 1000),
    own('median_tpot', 'TPOT p50, ms', 1000),
    own('median_e2el', 'E2E p50, s'),
    figure('cost', '$/M tokens', (row, report, state) => ratio(gpuHourUsd(report, state, row.hardware), row, usdPerMillion), usd),
    figure('mw', 'tok/s/MW', (row, report, state) => ratio(provisionedKw(report, state, row.hardware), row, tokensPerSPerMw)),
    figure('margin', 'Gross margin', (row, report, state) => grossMargin(report, state, row), share),
    own('joules_per_total_token', 'J/token'),
    own('avg_power_w', 'W/GPU'),
    { ...text('measured_at', 'Date'), text: row => day(row.measured_at) },
    text('note', 'Notes', row => [row.simulated ? 'simulated' : '', ...row.flags, row.valid === false && row.flags.length === 0 ? 'invalid' : '', row.status === 'complete' ? '' : row.status].filter(Boolean).join('; ')),
];

const accuracy = task => ({
    ...figure(accuracyKey(task), `Accuracy, ${task}`, row => scoreOf(row, task)?.accuracy ?? null),
    text: row => scoreOf(row, task) ? scoreText(scoreOf(row, task)) : '–',
});

/**
 * The columns of the table, and of the CSV file with it. value(row, report, state) sorts, text(…) is shown. Margins where there is a price list,
 * accuracies where there are some, before the date.
 */
export const columnsOf = report => columns
    .filter(column => column.key !== 'margin' || sales(report).length > 0)
    .flatMap(column => column.key === 'measured_at' ? [...report.tasks.map(accuracy), column] : [column]);

const ratio = (given, row, formula) => given && row.figures.tput_per_gpu > 0 ? formula(given, row.figures.tput_per_gpu) : null;

/** Rows in the order that the state asks for; those without a value last either way. */
export function sorted(rows, report, state) {
    const column = columnsOf(report).find(one => one.key === state.sort) ?? columns[0];
    const sign = state.descending ? -1 : 1;
    return rows.map(row => [column.value(row, report, state), row]).sort(([a], [b]) => {
        if (missing(a) || missing(b)) {
            return missing(a) - missing(b);
        }

        return sign * (column.numeric ? a - b : order(String(a), String(b)));
    }).map(([, row]) => row);
}

const missing = value => value === null || value === undefined || value === '';
