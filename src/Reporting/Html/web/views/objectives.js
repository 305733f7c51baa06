import { button, h } from '../dom.js';
import { number } from '../format.js';
import { boundText, chances, intervalText, seen, stated, valueText } from '../data/verdicts.js';
import { verdictMark } from './verdict-mark.js';

const columns = ['Objective', 'Verdict', 'Bound', 'Seen', 'Interval', 'Judged', 'Overruns (allowed)', 'Chance of error (allowed)'];

/** The objectives of a verdict; the chosen one is the one that the charts are of. */
export function objectivesTable(document, chosen, onchange) {
    return h('div', { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': 'Objectives' },
        h('table', { class: 'data objectives', onkeydown: event => move(event) },
            h('caption', {}, h('span', {}, 'Objectives: the charts below are of the one that is pressed.')),
            h('thead', {}, h('tr', {}, columns.map((name, i) => h('th', { scope: 'col', class: i > 2 && i !== 7 ? 'numeric' : null }, name)))),
            h('tbody', {}, document.objectives.map((objective, i) => [line(objective, i, chosen, onchange), why(objective)]))));
}

function line(objective, i, chosen, onchange) {
    const share = Number.isFinite(objective.required_share);
    return h('tr', { 'data-verdict': objective.verdict, class: i === chosen ? 'chosen' : null },
        h('th', { scope: 'row' }, button(objective.name, () => onchange(i), { 'aria-pressed': i === chosen, class: 'objective', 'data-focus': `objective-${i}` }),
            objective.place ? h('span', { class: 'place' }, objective.place) : null),
        h('td', {}, verdictMark(objective.verdict), objective.verdict === 'not_enough_evidence' ? h('span', { class: 'place' }, more(objective)) : null),
        h('td', {}, boundText(objective), h('span', { class: 'place' }, share ? `${stated(objective.required_share)} of ${objective.counts}` : objective.kind === 'mean' ? 'the mean' : 'the whole run')),
        h('td', { class: 'numeric' }, seenText(objective)),
        h('td', { class: 'numeric', title: objective.interval ? `${stated(objective.interval.confidence)}, ${objective.interval.method}` : null }, intervalText(objective),
            objective.interval?.of === 'overrun_share' ? h('span', { class: 'place' }, 'of overruns') : null),
        h('td', { class: 'numeric' }, number(objective.n), h('span', { class: 'place' }, objective.counts)),
        h('td', { class: 'numeric' }, share ? overruns(objective) : '–'),
        h('td', {}, chances(objective).map(text => h('span', { class: 'place' }, text))));
}

const more = objective => objective.more === null ? 'no number of more would do' : `${number(objective.more)} more ${objective.counts} needed`;

const why = objective => h('tr', { class: 'why' }, h('td', { colspan: columns.length }, h('span', {}, objective.reason)));

const seenText = objective => objective.seen === null && objective.n > 0 ? 'a failed request' : valueText(objective, objective.seen);

function overruns(objective) {
    const allowed = objective.overruns_allowed < 0 ? 'none would do' : number(objective.overruns_allowed);
    return [`${number(objective.overruns)} (${allowed})`,
        objective.failed > 0 || objective.overrun_share > 0
            ? h('span', { class: 'place' }, [objective.overrun_share > 0 ? seen(objective.overrun_share) : null, objective.failed > 0 ? `${number(objective.failed)} failed` : null].filter(Boolean).join(', '))
            : null];
}

// Up and down arrows go from objective to objective, as from row to row in the table of runs.
function move(event) {
    const buttons = [...event.currentTarget.querySelectorAll('.objective')];
    const at = buttons.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at >= 0 && to !== undefined) {
        buttons[Math.min(buttons.length - 1, Math.max(0, to))].focus();
        event.preventDefault();
    }
}
