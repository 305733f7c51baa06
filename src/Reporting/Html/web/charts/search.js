import { axis, base, straight, tooltip, unevenTop, watermark } from './base.js';
import { h } from '../dom.js';
import { count, number } from '../format.js';
import { verdictLook } from '../data/verdicts.js';

const symbols = { pass: 'circle', fail: 'triangle', uncertain: 'diamond', invalid: 'rect' };

/** Steps of a search: goodput against the level, by verdict, and the interval between the highest that passes and the lowest that fails. */
export function searchChart({ report, search, chosen, colours, simulated }) {
    const { unit, name } = levels(search);
    const rows = search.steps.map(step => report.byId.get(step.run) ?? null);
    const high = Math.max(...search.steps.map(step => step.goodput_rps ?? 0), 0) * 1.1 || 1;
    const colour = { pass: colours.series[2], fail: colours.bad, uncertain: colours.series[6], invalid: colours.muted };
    const kinds = [...new Set(search.steps.map(step => step.verdict))];
    const [pass, fail] = [search.highest_pass ?? null, search.lowest_fail ?? null];
    const option = {
        ...base(colours),
        grid: { left: 4, right: 20, top: 30, bottom: 32, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        tooltip: tooltip(params => h('div', { class: 'tip' }, stepWords(search, search.steps[params.value[2]]).map(line => h('div', {}, line)))),
        xAxis: axis(colours, { name, where: 'x', ...room(search.steps.map(step => step.level)), axisLabel: { ...unevenTop(colours), showMinLabel: false } }),
        yAxis: axis(colours, { name: 'Goodput, requests/s', where: 'y', min: 0, max: high, axisLabel: unevenTop(colours) }),
        graphic: watermark(simulated, colours),
        series: [
            ...kinds.map(kind => ({
                type: 'scatter',
                name: verdictLook(kind).word,
                symbol: symbols[kind] ?? 'rect',
                symbolSize: 11,
                itemStyle: { color: colour[kind] ?? colours.muted },
                data: search.steps.flatMap((step, i) => step.verdict !== kind ? [] : [{
                    value: [step.level, step.goodput_rps ?? 0, i],
                    ...(rows[i] === chosen && { itemStyle: { color: colour[kind] ?? colours.muted, borderColor: colours.text, borderWidth: 2 } }),
                }]),
            })),
            ...(pass !== null && fail !== null ? [{
                ...straight(`between ${number(pass)} and ${number(fail)} ${unit}`, [[pass, high], [fail, high]], colours.series[6], 'solid'),
                areaStyle: { color: colours.series[6], opacity: 0.18 },
            }] : []),
            ...(search.estimate ? [straight(`estimate ${number(search.estimate)} ${unit}`, [[search.estimate, 0], [search.estimate, high]], colours.text, [6, 4])] : []),
        ],
    };
    return { option: search.steps.length === 0 ? null : option, rows };
}

/** What the keyboard goes over: the steps by level; Enter opens the run of one. */
export function searchPoints({ search }, option, rows) {
    return option === null ? [] : option.series.flatMap((series, at) => series.type !== 'scatter' ? [] : series.data.map(({ value: [level, , step] }, index) => ({
        series: at, index, row: rows[step], level,
        get text() {
            return stepWords(search, search.steps[step]).join('; ');
        },
    }))).sort((a, b) => a.level - b.level);
}

/** What a search found, in a line. */
export function searchWords(search) {
    const { unit } = levels(search);
    const [pass, fail] = [search.highest_pass ?? null, search.lowest_fail ?? null];
    return [
        pass === null ? 'no level passed' : `holds at ${number(pass)} ${unit}`,
        fail === null ? 'no level failed' : `broken at ${number(fail)} ${unit}`,
        search.estimate ? `estimate ${number(search.estimate)} ${unit}` : null,
        count(search.steps.length, 'step'),
        search.end ? search.end.replaceAll('_', ' ') : null,
    ].filter(Boolean).join(', ');
}

// Room beside the first and the last level. Within a decade or so a logarithmic axis would have hardly a tick.
function room(values) {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const beside = (most - least) / 20 || most / 10;
    return most > 20 * least ? { log: true, min: least / 1.2, max: most * 1.2 } : { min: Math.max(0, least - beside), max: most + beside };
}

const levels = search => search.by === 'concurrency' ? { name: 'Requests at once', unit: 'requests at once' } : { name: 'Requests a second', unit: 'requests/s' };

const stepWords = (search, step) => [
    `${number(step.level)} ${levels(search).unit}: ${verdictLook(step.verdict).word.toLowerCase()}`,
    `goodput ${number(step.goodput_rps)} requests/s over ${count(step.requests ?? 0, 'request')}`,
    ...(step.reason ? [step.reason] : []),
];
