import { axis, axisTooltip, base, straight, unevenTop, watermark } from './base.js';
import { distance, percentileName, percentileWords } from './percentiles.js';
import { number } from '../format.js';
import { boundText, stated } from '../data/verdicts.js';

const dashes = [6, 4];

/**
 * Requests' values by percentile against an objective's bound: it holds where the line is still on the bound's side of it at the share that must
 * keep to it.
 */
export function boundChart({ objective, found, colours, simulated, log }) {
    // Of a mean there is none.
    const share = objective.required_share;
    const values = found.values.map(([, value]) => value);
    // As far out as the worst request lies, even where it failed: the curve then ends before the plot does.
    const far = Math.max(10, 2 * objective.n, share === null ? 0 : 1.5 * distance(100 * share));
    const all = [...values, objective.bound];
    const least = Math.min(...all.filter(value => value > 0));
    const [low, high] = [log ? least / 1.1 : 0, Math.max(...all) * 1.05];
    const better = objective.is_least ? 'more' : 'less';
    return {
        ...base(colours),
        grid: { left: 4, right: 20, top: 30, bottom: 32, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        tooltip: axisTooltip(params => [`${percentileWords(params[0].value[0])} of requests have`, `${number(params[0].value[1])} ${objective.unit} or ${better}`]),
        xAxis: axis(colours, { name: 'Share of requests that are as good or better', log: true, where: 'x', min: 1, max: far, axisLabel: { color: colours.muted, fontSize: 11, formatter: percentileName } }),
        yAxis: axis(colours, { name: objective.unit, where: 'y', log, min: low, max: high, axisLabel: { ...unevenTop(colours), showMinLabel: !log } }),
        graphic: watermark(simulated, colours),
        series: [
            {
                type: 'line',
                name: objective.metric,
                data: found.values.map(([percent, value]) => [distance(percent), value]),
                symbol: 'circle',
                symbolSize: 3,
                lineStyle: { color: colours.series[0], width: 2 },
                itemStyle: { color: colours.series[0] },
                silent: true,
            },
            straight(`bound ${boundText(objective)}`, [[1, objective.bound], [far, objective.bound]], colours.bad, 'solid'),
            ...(share === null ? [] : [straight(`${stated(share)} must keep it`, [[distance(100 * share), low], [distance(100 * share), high]], colours.muted, dashes)]),
            ...(share === null || objective.seen === null ? [] : [{
                type: 'scatter',
                name: `seen ${number(objective.seen)} ${objective.unit}`,
                data: [[distance(100 * share), objective.seen]],
                symbol: 'diamond',
                symbolSize: 12,
                itemStyle: { color: colours.text },
                silent: true,
                tooltip: { show: false },
            }]),
        ],
    };
}

/** What the keyboard goes over: the values, best first. */
export const boundPoints = ({ objective, found }) => found.values.map(([percent, value], index) => ({
    series: 0, index, row: null,
    get text() {
        const missed = objective.is_least ? value < objective.bound : value > objective.bound;
        return `${percentileWords(distance(percent))} of requests: ${number(value)} ${objective.unit}, ${missed ? 'misses' : 'keeps'} the bound ${boundText(objective)}`;
    },
}));
