import { axis, axisTooltip, base, straight, watermark } from './base.js';
import { number, tick } from '../format.js';

const lanes = [
    ['concurrency', 'Requests under way', 0],
    ['tokens_per_s', 'Output tok/s', 1],
    ['errors', 'Errors', 4],
    ['power_w', 'Power of all GPUs, W', 2],
];

/** The lanes that a timeline has. */
export const lanesOf = timeline => lanes.filter(([key]) => timeline[key]?.some(value => value !== null && (key !== 'errors' || value > 0)));

/** A run over its time: one lane under the other, one clock. `at` is a moment to mark, in seconds, or null. */
export function timelineChart({ timeline, at, colours, simulated, height }) {
    const shown = lanesOf(timeline);
    const laneHeight = (height - 56) / shown.length;
    const grid = shown.map((_, i) => ({ left: 12, right: 20, top: 26 + i * laneHeight, height: laneHeight - 36, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }));
    return {
        ...base(colours),
        grid,
        axisPointer: { link: [{ xAxisIndex: 'all' }] },
        tooltip: axisTooltip(params => [spanName(timeline, params[0].dataIndex), ...params.map(({ seriesName, value }) => `${seriesName}: ${shownValue(value[1])}`)]),
        xAxis: shown.map((_, i) => axis(colours, {
            name: i === shown.length - 1 ? 'Seconds after the start' : '', where: 'x', gridIndex: i,
            axisLabel: { show: i === shown.length - 1, color: colours.muted, fontSize: 11, formatter: tick },
            splitLine: { show: false },
            max: timeline.step_s * timeline.concurrency.length,
        })),
        yAxis: shown.map(([, name], i) => axis(colours, { name, where: 'y', gridIndex: i, splitNumber: 3, min: 0, minInterval: 1 })),
        graphic: watermark(simulated, colours),
        series: [...shown.map(([key, name, colour], i) => ({
            type: 'line',
            name,
            xAxisIndex: i,
            yAxisIndex: i,
            step: 'end',
            // A span is drawn up to where the next begins: the last one needs an end.
            symbol: 'none',
            silent: true,
            connectNulls: false,
            lineStyle: { width: 1.5, color: colours.series[colour] },
            areaStyle: { color: colours.series[colour], opacity: 0.12 },
            data: [...timeline[key].map((value, k) => [k * timeline.step_s, value]), [timeline[key].length * timeline.step_s, timeline[key].at(-1)]],
        })), ...(at === null ? [] : shown.map(([key], i) => ({
            ...straight(`${number(at)} s`, [[at, 0], [at, Math.max(1, ...timeline[key])]], colours.text, [6, 4]), xAxisIndex: i, yAxisIndex: i,
        })))],
    };
}

/** What the keyboard goes over: one span after the other, with all that is known of it. */
export function timelinePoints(timeline) {
    const shown = lanesOf(timeline);
    return timeline.concurrency.map((_, k) => ({
        series: 0, index: k, row: null,
        get text() {
            return `${spanName(timeline, k)}: ${shown.map(([key, name]) => `${name} ${shownValue(timeline[key][k])}`).join(', ')}`;
        },
    }));
}

const spanName = (timeline, k) => {
    const span = Math.min(k, timeline.concurrency.length - 1);
    return `${number(span * timeline.step_s)} to ${number((span + 1) * timeline.step_s)} s`;
};

const shownValue = value => value === null || value === undefined ? 'not known' : number(value);
