import { h, replace } from '../dom.js';
import { minute, number } from '../format.js';
import { economicsOf, figures } from '../data/figures.js';
import { scoreText } from '../data/scores.js';
import { title } from '../data/series.js';
import { visible } from '../data/filters.js';
import { Frame } from '../charts/frame.js';
import { latencies, percentileChart, percentilePoints, percentilesOf } from '../charts/percentiles.js';
import { timelineChart, timelinePoints } from '../charts/timeline.js';
import { colours } from '../charts/theme.js';
import { marks, source } from './describe.js';
import { logSwitch } from './log-switch.js';
import { picker } from './picker.js';
import { panel } from './tabs.js';

/** One run: what it was, its figures, its latencies by percentile, its course. */
export function runView(context) {
    const { store } = context;
    const head = h('div', { class: 'run-head' });
    const facts = h('div', { class: 'run-facts' });
    const log = logSwitch(store);
    const plots = latencies.map(([key, name], i) => ({ key, frame: new Frame({ id: `percentiles-${key}`, heading: name, tools: i === 0 ? [log] : [] }) }));
    const timeline = new Frame({ id: 'timeline', heading: 'Timeline', tall: true });
    const charts = h('div', { class: 'grid' }, plots.map(plot => plot.frame.element));
    const element = panel('run', head, facts, charts, timeline.element);
    return { element, show };

    function show(state) {
        const { report } = context;
        const row = report.byId.get(state.run) ?? visible(report, state)[0];
        replace(head, picker(report, state, 'Run', row?.id ?? '', run => store.set({ run })));
        charts.hidden = timeline.element.hidden = !row;
        if (!row) {
            replace(facts, h('p', { class: 'empty' }, 'No run is shown: the filters leave none.'));
            return;
        }

        replace(facts, described(report, row, state), tiles(report, row, state), origin(report, row));
        log.querySelector('input').checked = state.log.includes('percentiles-y');
        draw(report, row, state);
    }

    function draw(report, row, state) {
        const theme = colours();
        [timeline, ...plots.map(plot => plot.frame)].forEach(frame => {
            frame.subtitle = () => title(report, row);
        });
        const simulated = row.simulated ? 'SIMULATED' : null;
        plots.forEach(({ key, frame }, i) => {
            const { points, exact } = percentilesOf(report, row, key);
            const curves = [{ name: title(report, row), colour: theme.series[i], points, exact }];
            frame.draw(points.length === 0 ? null : percentileChart({ curves, colours: theme, simulated, log: state.log.includes('percentiles-y') }), 'Not measured.');
            frame.points = () => points.length === 0 ? [] : percentilePoints(curves);
        });
        const course = report.details.get(row.id);
        timeline.draw(course?.timeline ? timelineChart({ timeline: course.timeline, at: moment(state.at, row), colours: theme, simulated, height: timeline.canvas.clientHeight || 480 }) : null,
            course?.timeline_absent ?? 'This report holds no records of this run.');
        timeline.points = () => course?.timeline ? timelinePoints(course.timeline) : [];
    }
}

// The moment of a run that the address has, in seconds; null where it has none, or one of another run.
function moment(text, row) {
    const seconds = text.startsWith(`${row.id}@`) ? Number(text.slice(row.id.length + 1)) : NaN;
    return Number.isFinite(seconds) ? seconds : null;
}

function described(report, row, state) {
    return h('div', { class: 'card' },
        h('h2', {}, title(report, row)),
        row.simulated ? h('p', { class: 'badge' }, 'Simulated: no product was measured') : null,
        marks(row).map(mark => h('p', { class: 'mark' }, mark)),
        h('dl', { class: 'pairs wide' },
            pairs(row).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
        source(report, row));
}

function pairs(row) {
    return [
        ['Model', row.model_name ?? row.model],
        ['Image', row.image],
        ['GPUs', row.gpus === 0 ? 'not known' : row.prefill ? `${row.gpus} (${row.prefill.gpus} prefill, ${row.decode.gpus} decode)` : `${row.gpus}`],
        ['Nodes', row.multinode ? 'several' : 'one'],
        ['Parallelism', row.parallelism],
        ['Router', row.router],
        ['KV transfer', row.kv_transfer],
        ['Variant', row.variant],
        ['Load', row.concurrency !== null ? `concurrency ${row.concurrency}` : row.rate_per_s !== null ? `${row.rate_per_s} requests/s` : null],
        ['Lengths', `${row.sequence} (${row.scenario})`],
        ['Sweep', row.sweep],
        ['Repeat', row.repeat > 1 ? String(row.repeat) : null],
        ['Measured', minute(row.measured_at)],
    ].filter(([, value]) => value);
}

function tiles(report, row, state) {
    const own = figures.map(figure => ({ ...figure, number: figure.value(row) })).filter(figure => figure.number !== null);
    const derived = economicsOf(report, row, state);
    const line = figure => h('tr', {}, h('th', { scope: 'row' }, figure.title), h('td', {}, figure.text ?? number(figure.number)), h('td', { class: 'unit' }, figure.unit));
    return h('div', { class: 'card figures' },
        h('div', { class: 'columns' },
            h('table', {}, h('caption', {}, 'Throughput and energy'), h('tbody', {}, own.filter(figure => figure.unit !== 'ms' && figure.unit !== 's').map(line))),
            h('table', {}, h('caption', {}, `Economics (${state.tier}, table ${state.table})`), h('tbody', {}, derived.length > 0 ? derived.map(line) : h('tr', {}, h('td', {}, 'The table has no price for this SKU.')))),
            row.scores.length > 0 ? h('table', {}, h('caption', {}, 'Accuracy'), h('tbody', {}, row.scores.map(score => h('tr', {},
                h('th', { scope: 'row' }, score.task), h('td', {}, scoreText(score)), h('td', { class: 'unit' }, score.asked === null ? '' : `of ${score.asked}`))))) : null,
            latencyTable(row)));
}

// The summary as a matrix: one line a latency, one column a value of it.
function latencyTable(row) {
    const stats = ['median', 'mean', 'p90', 'p99', 'p99.9'];
    return h('table', { class: 'latencies' },
        h('caption', {}, 'Latencies'),
        h('thead', {}, h('tr', {}, h('td', {}), stats.map(stat => h('th', { scope: 'col' }, stat)), h('td', {}))),
        h('tbody', {}, latencies.map(([key, , name]) => {
            const seconds = key === 'e2el';
            return h('tr', {}, h('th', { scope: 'row' }, name),
                stats.map(stat => h('td', {}, number((seconds ? 1 : 1000) * row.figures[`${stat}_${key}`]))), h('td', { class: 'unit' }, seconds ? 's' : 'ms'));
        })));
}

function origin(report, row) {
    const details = report.details.get(row.id);
    return h('p', { class: 'note' }, details?.percentiles
        ? 'Percentiles are of every value, from the run\'s histogram logs.'
        : `Percentiles are those of the row's summary, dashed: ${details?.percentiles_absent ?? report.details_absent ?? 'this report holds no logs of this run'}.`);
}
