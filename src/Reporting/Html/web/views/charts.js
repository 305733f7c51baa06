import { button, check, h, replace, select } from '../dom.js';
import { minute, number } from '../format.js';
import { axes, charts } from '../data/axes.js';
import { unpriced } from '../data/economics.js';
import { visible } from '../data/filters.js';
import { group, title } from '../data/series.js';
import { place, scatter } from '../charts/scatter.js';
import { Frame } from '../charts/frame.js';
import { colours, look } from '../charts/theme.js';
import { accuracyTable } from './accuracy.js';
import { describe } from './describe.js';
import { panel } from './tabs.js';
import { drawWhenSeen } from './when-seen.js';

/** The charts of all runs shown, and their legend. */
export function chartsView(context) {
    const { store } = context;
    const legend = h('div', { class: 'legend', role: 'group', 'aria-label': 'Series: press to hide or show' });
    const note = h('p', { class: 'note', hidden: true });
    const frames = charts.map(chart => frameOf(chart, context));
    const accuracies = accuracyTable();
    const element = panel('charts', legend, note, h('div', { class: 'grid' }, frames.map(frame => frame.element)), accuracies.element);
    return { element, show };

    function show(state) {
        const { report } = context;
        const rows = visible(report, state);
        const groups = group(report, rows, state.colour).map((one, index) => ({ ...one, index }));
        const theme = colours();
        drawLegend(groups, state, theme);
        const missing = unpriced(report, state, new Set(rows.map(row => row.hardware)));
        note.hidden = missing.length === 0 || report.price_tables.length === 0;
        replace(note, missing.join(' '));
        accuracies.show(report, rows);
        frames.forEach(frame => {
            frame.element.hidden = Boolean(frame.chartOf.needsTasks) && report.tasks.length === 0;
        });
        frames.filter(frame => !frame.element.hidden).forEach(frame => drawWhenSeen(frame.element, () => draw(frame, groups, state, theme)));
    }

    function draw(frame, groups, state, theme) {
        const { report } = context;
        const chart = { ...frame.chartOf, x: frame.chartOf.x ?? known(state.x, 'interactivity'), y: frame.chartOf.y ?? known(state.y, 'joules') };
        if (chart.y === 'throughput' && groups.every(one => one.rows.every(row => !('tput_per_gpu' in row.figures)))) {
            // Nobody said how many GPUs there were: what all of them did together is still known.
            chart.y = 'whole';
        }

        const placed = place(groups, chart, report, state);
        const points = placed.flatMap(one => one.points);
        frame.refresh(state, chart);
        const { option, rows } = points.length === 0 ? { option: null, rows: [] } : scatter({
            placed, chart, report, state, colours: theme, describe: row => describe(report, row, state), compact: frame.element.clientWidth < 500,
        });
        frame.draw(option, `None of these runs has both figures: ${axes[chart.y].title(state)}, ${axes[chart.x].title(state)}.`, rows);
        frame.canvas.dataset.points = points.length;
        frame.points = () => reachable(frame, report, chart, state);
    }

    function drawLegend(groups, state, theme) {
        replace(legend, groups.map(one => {
            const { colour, symbol } = look(theme, one.index);
            return h('button', {
                type: 'button', class: 'series', 'data-series': one.name, 'aria-pressed': !state.hidden.includes(one.name),
                title: 'Press to hide or show; with Shift to show it alone', onclick: event => hide(event, one, groups, state),
            }, h('span', { class: `swatch ${symbol}`, style: { '--colour': colour } }), one.name, h('span', { class: 'count' }, String(one.rows.length)));
        }));
    }

    function hide(event, one, groups, state) {
        const others = groups.map(group => group.name).filter(name => name !== one.name);
        const alone = others.every(name => state.hidden.includes(name)) && !state.hidden.includes(one.name);
        if (event.shiftKey) {
            store.set({ hidden: alone ? [] : others });
        } else {
            store.set({ hidden: state.hidden.includes(one.name) ? state.hidden.filter(name => name !== one.name) : [...state.hidden, one.name] });
        }

        legend.querySelector(`[data-series="${CSS.escape(one.name)}"]`)?.focus();
    }
}

const known = (name, otherwise) => Object.hasOwn(axes, name) ? name : otherwise;

// What the keyboard goes over: every point that is drawn, from left to right.
function reachable({ option, rows }, report, chart, state) {
    if (!option) {
        return [];
    }

    return option.series
        .flatMap((series, index) => series.type !== 'scatter' ? [] : series.data.map(([x, y, row], i) => ({
            series: index, index: i, row: rows[row], x,
            get text() {
                return `${title(report, rows[row])}: ${axes[chart.x].title(state)} ${number(x)} ${axes[chart.x].unit}, ${axes[chart.y].title(state)} ${number(y)} ${axes[chart.y].unit}`;
            },
        })))
        .sort((a, b) => a.x - b.x);
}

function frameOf(chart, context) {
    const { store } = context;
    const scales = ['x', 'y'].map(where => {
        const key = `${chart.id}-${where}`;
        return check(`log ${where}`, false, on => {
            const others = store.get().log.filter(other => other !== key);
            store.set({ log: on ? [...others, key] : others });
        }, { 'data-log': key });
    });
    const own = chart.x === null ? h('div', { class: 'own-axes' }) : null;
    const frame = new Frame({ id: `chart-${chart.id}`, heading: chart.heading, tools: scales, onpick: row => context.pick(row), describe: row => describe(context.report, row, store.get()) });
    const formula = button('ƒ', () => context.formula(frame.formula), { class: 'quiet', title: 'Formulas', 'aria-label': `Formulas of: ${chart.heading}` });
    frame.element.querySelector('.tools').append(formula);
    frame.chartOf = chart;
    frame.subtitle = () => `${context.report.title}, written ${minute(context.report.generated_at)}`;
    if (own) {
        frame.element.querySelector('header').after(own);
    }

    frame.refresh = (state, current) => {
        frame.formula = axes[current.y].formula;
        scales.forEach(scale => {
            scale.querySelector('input').checked = state.log.includes(scale.dataset.log);
        });
        if (own) {
            const options = Object.entries(axes).filter(([key]) => key !== 'accuracy' || context.report.tasks.length > 0).map(([key, axis]) => [key, axis.title(state)]);
            const focused = own.contains(document.activeElement) ? [...own.querySelectorAll('select')].indexOf(document.activeElement) : -1;
            replace(own, select('Horizontal', options, current.x, x => store.set({ x })), select('Vertical', options, current.y, y => store.set({ y })));
            own.querySelectorAll('select')[focused]?.focus();
        }
    };
    return frame;
}
