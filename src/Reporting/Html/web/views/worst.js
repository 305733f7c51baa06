import { button, h } from '../dom.js';
import { number } from '../format.js';
import { valueText } from '../data/verdicts.js';

const columns = ['Request', 'Missed by most', 'Waiting, then answering', 'TTFT', 'Longest gap', 'Lasted', 'Outcome', 'Sent at', ''];

/**
 * The worst requests, worst first, each with its course: from the send to the first output, and from there to the end, all on one scale.
 * @param onmoment Leads to a moment of the run, or null where there is no timeline.
 */
export function worstTable({ document, worst }, chosen, onmoment) {
    if (document.worst.length === 0) {
        return h('p', { class: 'note' }, 'No request missed an objective.');
    }

    const courses = new Map((worst ?? []).map(course => [course.index ?? 0, course]));
    const longest = Math.max(1, ...[...courses.values()].map(course => course.lasted_ms ?? 0));
    return h('div', { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': 'Worst requests' },
        h('table', { class: 'data worst' },
            h('caption', {}, h('span', {}, ['Worst requests, failed ones first. ', courses.size > 0 ? `All bars are on one scale, the longest is ${number(longest)} ms. ` : null, 'A request\'s number is the index of its record in records.jsonl.'])),
            h('thead', {}, h('tr', {}, columns.map((name, i) => h('th', { scope: 'col', class: numeric(i) ? 'numeric' : null }, name)))),
            h('tbody', {}, document.worst.map(request => line(document, request, courses.get(request.index), longest, chosen, onmoment)))));
}

const numeric = i => (i >= 3 && i <= 5) || i === 7;

function line(document, request, course, longest, chosen, onmoment) {
    const objective = document.objectives.find(one => one.name === request.objective);
    const cell = text => h('td', { class: 'numeric' }, text);
    return h('tr', { class: objective && objective === document.objectives[chosen] ? 'of-chosen' : null, 'data-request': request.index },
        h('th', { scope: 'row' }, `#${request.index}`, course?.session !== undefined ? h('span', { class: 'place' }, `session ${course.session}, turn ${course.turn}`) : null),
        h('td', { class: 'missed' }, request.objective ?? 'none', h('span', { class: 'place' },
            request.excess === null ? 'failed: no value' : `${objective ? `${valueText(objective, request.value)}, ` : ''}${number(request.excess)} times the bound`)),
        h('td', {}, course ? bar(course, request.outcome === 'completed', longest) : h('span', { class: 'place' }, 'not in the records')),
        cell(ms(course?.ttft_ms)), cell(ms(course?.itl_max_ms)), cell(ms(course?.lasted_ms)),
        h('td', {}, request.outcome.replaceAll('_', ' '), course?.error ? h('span', { class: 'place error' }, course.error) : null),
        cell(request.send_s === null ? 'never' : `${number(request.send_s)} s`),
        h('td', {}, course && onmoment && request.send_s !== null
            ? button('Timeline', () => onmoment(request.send_s), { class: 'quiet', 'aria-label': `Timeline of the run when request ${request.index} was sent` })
            : null));
}

const ms = value => value === undefined || value === null ? '–' : `${number(value)} ms`;

// Words for those who do not see the bar; where no output came, all of it was waiting.
function bar(course, completed, longest) {
    const lasted = course.lasted_ms ?? 0;
    const waited = Math.min(lasted, course.ttft_ms ?? lasted);
    const percent = value => `${(100 * value / longest).toFixed(2)}%`;
    return h('div', { class: 'course', role: 'img', 'aria-label': `Waited ${ms(waited)}, answered for ${ms(lasted - waited)}${completed ? '' : ', failed'}` },
        h('span', { class: 'waited', style: { width: percent(waited) } }),
        h('span', { class: 'answered', style: { width: percent(lasted - waited) } }),
        completed ? null : h('span', { class: 'failed', 'aria-hidden': 'true' }, '✗'));
}
