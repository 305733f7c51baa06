import { button, h, replace } from '../dom.js';
import { number, percent, points } from '../format.js';
import { economicsOf, figures } from '../data/figures.js';
import { mayBeChance, scoreFigures } from '../data/scores.js';
import { title } from '../data/series.js';
import { Frame } from '../charts/frame.js';
import { latencies, percentileChart, percentilePoints, percentilesOf } from '../charts/percentiles.js';
import { colours } from '../charts/theme.js';
import { logSwitch } from './log-switch.js';
import { picker } from './picker.js';
import { panel } from './tabs.js';

// Differences below this are within what two runs of one configuration differ by.
const noise = 0.01;

/** Two runs, figure by figure, and their latencies in one plot each. */
export function compareView(context) {
    const { store } = context;
    const head = h('div', { class: 'run-head' });
    const body = h('div', {});
    const log = logSwitch(store);
    const plots = latencies.map(([key, name], i) => ({ key, frame: new Frame({ id: `compare-${key}`, heading: name, tools: i === 0 ? [log] : [] }) }));
    const charts = h('div', { class: 'grid' }, plots.map(plot => plot.frame.element));
    const element = panel('compare', head, charts, body);
    return { element, show };

    function show(state) {
        const { report } = context;
        const [a, b] = [report.byId.get(state.a), report.byId.get(state.b)];
        replace(head,
            picker(report, state, 'A', a?.id ?? '', id => store.set({ a: id })),
            button('⇄', () => store.set({ a: state.b, b: state.a }), { 'aria-label': 'Swap A and B', class: 'quiet swap' }),
            picker(report, state, 'B', b?.id ?? '', id => store.set({ b: id })));
        charts.hidden = !a || !b;
        if (!a || !b) {
            replace(body, h('p', { class: 'empty' }, 'Choose two runs here, or in the charts and the table.'));
            return;
        }

        log.querySelector('input').checked = state.log.includes('percentiles-y');
        replace(body, table(report, a, b, state));
        draw(report, a, b, state);
    }

    function draw(report, a, b, state) {
        const theme = colours();
        const simulated = a.simulated || b.simulated ? (a.simulated && b.simulated ? 'SIMULATED' : 'PARTLY SIMULATED') : null;
        for (const { key, frame } of plots) {
            const curves = [['A', a, theme.series[0]], ['B', b, theme.series[1]]]
                .map(([name, row, colour]) => ({ name, colour, ...percentilesOf(report, row, key) })).filter(curve => curve.points.length > 0);
            frame.draw(curves.length === 0 ? null : percentileChart({ curves, colours: theme, simulated, log: state.log.includes('percentiles-y') }), 'Not measured in either.');
            frame.points = () => percentilePoints(curves);
            frame.subtitle = () => `A: ${title(report, a)}; B: ${title(report, b)}`;
        }
    }
}

function table(report, a, b, state) {
    const of = row => new Map([
        ...figures.map(figure => [figure.key, { ...figure, number: figure.value(row) }]),
        ...scoreFigures(report, row).map(figure => [figure.key, figure]),
        ...economicsOf(report, row, state).map(figure => [figure.key, figure]),
    ]);
    const [left, right] = [of(a), of(b)];
    const keys = [...new Set([...left.keys(), ...right.keys()])].filter(key => (left.get(key)?.number ?? right.get(key)?.number ?? null) !== null);
    return h('div', { class: 'card scroll' },
        h('table', { class: 'data comparison' },
            h('caption', {}, h('span', { class: 'swatch circle', style: { '--colour': 'var(--series-1)' } }), `A: ${title(report, a)}`, h('br'),
                h('span', { class: 'swatch circle', style: { '--colour': 'var(--series-2)' } }), `B: ${title(report, b)}`),
            h('thead', {}, h('tr', {}, ['Figure', 'Unit', 'A', 'B', 'B against A'].map(name => h('th', { scope: 'col' }, name)))),
            h('tbody', {}, differences(a, b), keys.map(key => line(left.get(key), right.get(key))))));
}

function line(a, b) {
    const figure = a ?? b;
    // Of shares the difference is told: they may be below 0, where a ratio says nothing.
    const bothKnown = Number.isFinite(a?.number) && Number.isFinite(b?.number);
    const share = !bothKnown ? NaN : figure.isShare ? b.number - a.number : a.number ? b.number / a.number - 1 : NaN;
    const isNoise = bothKnown && 'error' in figure ? mayBeChance(a, b) : Math.abs(share) < noise;
    const verdict = !Number.isFinite(share) || figure.better === 0 || isNoise ? '' : share * figure.better > 0 ? 'better' : 'worse';
    return h('tr', {},
        h('th', { scope: 'row' }, figure.title), h('td', { class: 'unit' }, figure.unit),
        h('td', {}, a?.text ?? number(a?.number)), h('td', {}, b?.text ?? number(b?.number)),
        h('td', { class: verdict }, figure.isShare ? points(share) : percent(share), verdict ? h('span', { class: 'verdict' }, ` ${verdict}`) : null));
}

// What is different between the two runs themselves comes before what came of it.
function differences(a, b) {
    const parts = [['SKU', 'hardware'], ['Engine', 'framework'], ['Model', 'model'], ['Precision', 'precision'], ['Speculative decoding', 'spec_decoding'],
        ['Lengths', 'sequence'], ['Parallelism', 'parallelism'], ['Concurrency', 'concurrency'], ['Image', 'image'], ['Date', 'day']];
    return parts.filter(([, key]) => a[key] !== b[key]).map(([name, key]) => h('tr', { class: 'identity' },
        h('th', { scope: 'row' }, name), h('td', {}), h('td', { class: 'text' }, String(a[key] ?? '–')), h('td', { class: 'text' }, String(b[key] ?? '–')), h('td', {}, 'differs')));
}
