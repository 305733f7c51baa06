import { h } from '../dom.js';
import { tick } from '../format.js';

/** What every chart has in common. */
export function base(colours) {
    return {
        animation: false,
        color: colours.series,
        textStyle: { fontFamily: colours.font, color: colours.text },
    };
}

/** An axis with a name, in the page's colours. */
export function axis(colours, { name, log = false, where, ...more }) {
    return {
        type: log ? 'log' : 'value',
        name,
        nameLocation: where === 'y' ? 'end' : 'middle',
        nameGap: where === 'y' ? 12 : 26,
        nameTextStyle: { color: colours.muted, fontSize: 12, lineHeight: 15, align: where === 'y' ? 'left' : 'center' },
        axisLine: { show: where !== 'y', lineStyle: { color: colours.line } },
        axisTick: { show: where !== 'y', lineStyle: { color: colours.line } },
        axisLabel: { color: colours.muted, fontSize: 11, formatter: tick, hideOverlap: true },
        splitLine: { lineStyle: { color: colours.grid } },
        scale: log,
        ...more,
    };
}

/** Labels of an axis that ends where its values do, which is no round number: the end has none. */
export const unevenTop = colours => ({ color: colours.muted, fontSize: 11, formatter: tick, hideOverlap: true, showMaxLabel: false });

/** The tooltip's box; what stands in it is the page's own elements. */
export function tooltip(formatter, more = {}) {
    return {
        trigger: 'item',
        confine: true,
        enterable: true,
        transitionDuration: 0,
        className: 'tooltip',
        padding: 0,
        borderWidth: 0,
        backgroundColor: 'transparent',
        extraCssText: 'box-shadow:none;white-space:normal',
        formatter,
        ...more,
    };
}

/** The tooltip of everything that stands at one place of the horizontal axis: `lines(params)` gives its words, one line each. */
export function axisTooltip(lines) {
    return tooltip(params => {
        const [first, ...rest] = lines(params);
        return h('div', { class: 'tip' }, h('strong', {}, first), rest.map(line => h('div', {}, line)));
    }, { trigger: 'axis', axisPointer: { type: 'line' } });
}

/** A straight line that is no data: it has its name in pictures' legends, and says nothing under the mouse. */
export const straight = (name, data, colour, type) => ({
    type: 'line', name, data, symbol: 'none', silent: true, tooltip: { show: false }, lineStyle: { color: colour, width: 1.5, type }, itemStyle: { color: colour },
});

// As wide as a phone, charts have room for less.
const watermarkPx = () => innerWidth < 600 ? 22 : 34;

/** Words across a chart that no picture of it can be without. */
export function watermark(text, colours) {
    if (!text) {
        return [];
    }

    return [{
        type: 'text',
        id: 'watermark',
        silent: true,
        z: 100,
        left: 'center',
        top: 'middle',
        rotation: Math.PI / 9,
        style: { text, font: `700 ${watermarkPx()}px ${colours.font}`, fill: colours.muted, stroke: colours.surface, lineWidth: 1, opacity: 0.3 },
    }];
}

/** What to write across a chart of these rows. */
export function simulatedWords(rows) {
    const simulated = rows.filter(row => row.simulated).length;
    return simulated === 0 ? null : simulated === rows.length ? 'SIMULATED' : 'PARTLY SIMULATED';
}
