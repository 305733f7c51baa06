import { h, replace } from '../dom.js';
import { count, number } from '../format.js';
import { order } from '../data/order.js';
import { scoreOf, scoreText } from '../data/scores.js';
import { hardwareName } from '../data/series.js';

const parts = ['model', 'hardware', 'framework', 'precision', 'spec_decoding'];

/** What precision costs in accuracy and gains in throughput: a line for each engine and precision of the runs shown that have an accuracy. */
export function accuracyTable() {
    const element = h('section', { class: 'card scroll', id: 'accuracy-by-precision', 'aria-labelledby': 'accuracy-by-precision-heading', hidden: true });
    return {
        element,
        show(report, rows) {
            const groups = grouped(rows.filter(row => row.scores.length > 0 && !row.marked));
            element.hidden = groups.length === 0;
            replace(element,
                h('h3', { id: 'accuracy-by-precision-heading' }, 'Accuracy by precision'),
                h('p', { class: 'note' }, 'Means of the runs; in brackets from the lowest to the highest end of their 95% intervals.'),
                h('table', { class: 'data' },
                    h('thead', {}, h('tr', {}, ['Model', 'SKU', 'Engine', 'Precision', 'Spec. decoding'].map(name => h('th', { scope: 'col' }, name)),
                        [...report.tasks, 'Best tok/s/GPU', 'Runs'].map(name => h('th', { scope: 'col', class: 'numeric' }, name)))),
                    h('tbody', {}, groups.map(group => line(report, group)))));
        },
    };
}

function grouped(rows) {
    const groups = new Map();
    for (const row of rows) {
        const key = parts.map(part => row[part]).join('\n');
        groups.set(key, [...(groups.get(key) ?? []), row]);
    }

    return [...groups].sort(([a], [b]) => order(a, b)).map(([, group]) => group);
}

function line(report, rows) {
    const [first] = rows;
    const best = Math.max(...rows.map(row => row.figures.tput_per_gpu ?? NaN).filter(Number.isFinite));
    return h('tr', {},
        [first.model, hardwareName(report, first.hardware), first.framework, first.precision, first.spec_decoding].map(text => h('td', {}, text)),
        report.tasks.map(task => h('td', { class: 'numeric' }, accuracy(rows.map(row => scoreOf(row, task)).filter(Boolean)))),
        h('td', { class: 'numeric' }, number(best)), h('td', { class: 'numeric' }, count(rows.length, 'run')));
}

function accuracy(scores) {
    if (scores.length === 0) {
        return '–';
    }

    const mean = scores.reduce((sum, score) => sum + score.accuracy, 0) / scores.length;
    const known = scores.filter(score => score.low !== null);
    return scoreText(known.length === 0 ? { accuracy: mean, low: null } : {
        accuracy: mean, low: Math.min(...known.map(score => score.low)), high: Math.max(...known.map(score => score.high)),
    });
}
