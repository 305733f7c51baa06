import { h } from '../dom.js';
import { count, number } from '../format.js';
import { title } from '../data/series.js';
import { chance, seen, stated } from '../data/verdicts.js';
import { marks, source } from './describe.js';
import { verdictMark } from './verdict-mark.js';

// Why requests do not count, in the order in which they would have come.
const leftOut = [
    ['ramp', 'sent before steady state'],
    ['warmup', 'still warm-up by the rule'],
    ['drain', 'sent after steady state'],
    ['unsent', 'never sent'],
    ['after_verdict', 'after the verdict was certain'],
    ['after_cut', 'due when the run was cut short'],
];

/** The verdict of the whole, and what it rests on. */
export function verdictSummary(report, row, { document, evidence_digest: digest }) {
    return h('div', { class: 'card verdict-summary', 'data-verdict': document.verdict },
        h('h2', {}, verdictMark(document.verdict), document.sla),
        h('p', { class: 'reason' }, document.reason),
        // The first of them is the reason already.
        (document.invalid_reasons ?? []).slice(1).map(reason => h('p', { class: 'mark' }, reason)),
        row.simulated ? h('p', { class: 'badge' }, 'Simulated: no product was measured') : null,
        marks(row).map(mark => h('p', { class: 'mark' }, mark)),
        h('dl', { class: 'pairs wide' }, pairs(report, row, document).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
            digest ? [h('dt', {}, 'Evidence'), h('dd', {}, 'SHA-256 of its manifest ', h('code', { class: 'digest' }, digest))] : null),
        (document.notes ?? []).map(note => h('p', { class: 'note said' }, note)),
        source(report, row));
}

function pairs(report, row, document) {
    const { requests, goodput, dispersion } = document;
    const held = [
        row.concurrency !== null ? `concurrency ${number(row.concurrency)}` : row.rate_per_s !== null ? `${number(row.rate_per_s)} requests/s` : null,
        row.figures.request_throughput !== undefined ? `${number(row.figures.request_throughput)} requests/s completed` : null,
    ].filter(Boolean).join(', ');
    return [
        ['Run', title(report, row)],
        ['Confidence', stated(document.confidence)],
        ['Load stated', Object.entries(document.load ?? {}).map(([key, value]) => `${key.replaceAll('_', ' ')} ${value}`).join(', ')],
        ['Load held', held],
        ['Judged', `${number(requests.judged)} of ${count(requests.seen, 'request')}${document.planned_requests ? `, ${number(document.planned_requests)} planned` : ''}`],
        ['Left out', leftOut.filter(([key]) => requests[key] > 0).map(([key, words]) => `${number(requests[key])} ${words}`).join('; ') || 'none'],
        ['Ended', ended(document)],
        ['Met every objective', `${number(goodput.good)} of ${number(requests.judged)}${goodput.share !== null ? ` (${seen(goodput.share)})` : ''}${goodput.requests_per_s !== null ? `, ${number(goodput.requests_per_s)} requests/s` : ''}`],
        ['Overruns', dispersion ? clusters(dispersion) : 'too few to say whether they come in clusters'],
    ].filter(([, value]) => value);
}

function ended(document) {
    const looks = count(document.looks.length, 'look');
    return document.stopped_early ? `early: the verdict was certain after ${looks}` : document.stop_early ? `at the end, after ${looks}` : 'at the end, with one look';
}

function clusters({ objective, blocks, variance_ratio: ratio, p_value: p, is_clustered: clustered }) {
    const figures = `variance ${number(ratio)} times that of independent requests over ${count(blocks, 'block')}, chance of as much ${chance(p)}`;
    return clustered ? `come in clusters, so that the intervals are too narrow: ${objective}, ${figures}` : `no sign of clusters: ${objective}, ${figures}`;
}
