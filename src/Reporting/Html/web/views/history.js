import { h, replace, select } from '../dom.js';
import { count, number } from '../format.js';
import { figureOf, figures } from '../data/figures.js';
import { visible } from '../data/filters.js';
import { order } from '../data/order.js';
import { title } from '../data/series.js';
import { Frame } from '../charts/frame.js';
import { historyChart } from '../charts/history.js';
import { colours, look } from '../charts/theme.js';
import { describe } from './describe.js';
import { panel } from './tabs.js';

// So many lines are drawn when none were chosen: more cannot be told apart.
const linesMax = 8;

// Stands in the choice when the last line was taken out: an empty choice is that of the page.
const none = '-';

/** How one figure of a configuration went over time: image by image, day by day. */
export function historyView(context) {
    const { store } = context;
    const head = h('div', { class: 'settings' });
    const frame = new Frame({ id: 'history', heading: 'History', tall: true, onpick: row => context.pick(row) });
    const list = h('div', { class: 'lines', role: 'group', 'aria-label': 'Configurations' });
    const element = panel('history', head, frame.element, h('p', { class: 'note' }, 'A ring marks the first run with another image. Only points measured at two instants or more have a history.'), list);
    return { element, show };

    function show(state) {
        const { report } = context;
        const metric = figureOf(state.metric);
        const known = histories(report, state, metric);
        const lines = (state.lines.length > 0 ? known.filter(one => state.lines.includes(one.key)) : known.slice(0, linesMax)).map((one, index) => ({ ...one, index }));
        const theme = colours();
        replace(head, select('Figure', figures.map(figure => [figure.key, `${figure.title} (${figure.unit})`]), metric.key, key => store.set({ metric: key })));
        const { option, rows } = lines.length === 0 ? { option: null, rows: [] } : historyChart({
            lines, colours: theme, metric: { title: `${metric.title} (${metric.unit})`, value: metric.value }, describe: row => describe(report, row, state),
        });
        frame.draw(option, known.length > 0 ? 'No configuration is chosen below.' : 'None of the configurations shown was measured at two instants.', rows);
        frame.subtitle = () => metric.title;
        frame.points = () => (option?.series ?? []).flatMap((series, index) => series.data.map((data, i) => ({
            series: index, index: i, row: rows[data.value[2]], text: `${series.name}, ${rows[data.value[2]].day}: ${number(data.value[1])} ${metric.unit}`,
        })));
        replace(list, h('p', { class: 'note' }, `${count(known.length, 'configuration')} with a history`), known.map(one => entry(one, lines.find(line => line.key === one.key), theme, state)));
    }

    function entry(one, line, theme, state) {
        const drawn = line !== undefined;
        return h('label', { class: 'chip' },
            h('input', {
                type: 'checkbox', checked: drawn,
                onchange: event => store.set({ lines: lines(state, event.target.checked, one.key) }),
            }),
            h('span', { class: 'swatch circle', style: { '--colour': drawn ? look(theme, line.index).colour : 'transparent' } }),
            h('span', {}, one.name), h('span', { class: 'count' }, String(one.rows.length)));
    }

    // The first choice takes what is drawn by itself along.
    function lines(state, on, key) {
        const { report } = context;
        const current = state.lines.length > 0 ? state.lines.filter(other => other !== none) : histories(report, state, figureOf(state.metric)).slice(0, linesMax).map(one => one.key);
        const left = on ? [...current, key] : current.filter(other => other !== key);
        return left.length > 0 ? left : [none];
    }
}

/** Points measured at more than one instant, those measured most often first. */
export function histories(report, state, metric) {
    const groups = new Map();
    for (const row of visible(report, { ...state, latest: false })) {
        if (metric.value(row) !== null) {
            if (!groups.has(row.identity)) {
                groups.set(row.identity, []);
            }

            groups.get(row.identity).push(row);
        }
    }

    return [...groups].filter(([, rows]) => new Set(rows.map(row => row.measured_at)).size > 1)
        .map(([key, rows]) => ({ key, name: title(report, rows[0]), rows: rows.sort((a, b) => a.measured_at < b.measured_at ? -1 : 1) }))
        .sort((a, b) => b.rows.length - a.rows.length || order(a.name, b.name));
}
