import { h } from '../dom.js';
import { init } from './echarts.js';
import { colours } from './theme.js';

// Sharp on a screen of high density and in print.
const pixelRatio = 2;

// Of what stands above the chart in a picture: sizes in px.
const margin = 16;
const titlePx = 17;
const linePx = 20;
const swatchPx = 10;
const gapPx = 16;

/**
 * A chart as it stands, zoomed as it is, under a title and a legend: a picture has no page around it that says what it is of.
 * @param {{chart, option, canvas, title: string, subtitle: string}} of
 */
export function png(of) {
    const drawn = picture(of, { renderer: 'canvas', devicePixelRatio: pixelRatio }, h('div'));
    const url = drawn.getDataURL({ type: 'png', pixelRatio });
    drawn.dispose();
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), character => character.charCodeAt(0));
    return new Blob([bytes], { type: 'image/png' });
}

/** The same as SVG. */
export function svg(of) {
    const drawn = picture(of, { renderer: 'svg', ssr: true }, null);
    const text = drawn.renderToSVGString();
    drawn.dispose();
    return new Blob([text], { type: 'image/svg+xml' });
}

function picture({ chart, option, canvas, title, subtitle }, how, element) {
    const theme = colours();
    const width = canvas.clientWidth;
    const head = heading(option, title, subtitle, width, theme);
    const drawn = init(element, null, { ...how, width, height: canvas.clientHeight + head.height });
    const lower = grid => ({ ...grid, top: grid.top + head.height });
    drawn.setOption({
        ...option,
        animation: false,
        backgroundColor: theme.surface,
        grid: Array.isArray(option.grid) ? option.grid.map(lower) : lower(option.grid),
        dataZoom: option.dataZoom?.map((zoom, i) => {
            const { start, end } = chart.getOption().dataZoom[i];
            return { ...zoom, start, end };
        }),
        graphic: [...option.graphic, ...head.elements],
    });
    return drawn;
}

// Title, what it is of, and the legend, from the top left on; a legend that is too long for a line goes on in the next.
function heading(option, title, subtitle, width, theme) {
    const words = (text, x, y, font, fill) => ({ type: 'text', x, y, silent: true, style: { text, font, fill, width: width - x - margin, overflow: 'truncate', verticalAlign: 'middle' } });
    const elements = [words(title, margin, margin + titlePx / 2, `700 ${titlePx}px ${theme.font}`, theme.text)];
    // The middle of the line that comes next.
    let y = margin + titlePx + linePx;
    if (subtitle) {
        elements.push(words(subtitle, margin, y, `12px ${theme.font}`, theme.muted));
        y += linePx;
    }

    const font = `12px ${theme.font}`;
    const measure = document.createElement('canvas').getContext('2d');
    measure.font = font;
    let left = margin;
    for (const { name, colour, hollow } of legend(option)) {
        const taken = swatchPx + 6 + measure.measureText(name).width + gapPx;
        if (left > margin && left + taken > width - margin) {
            left = margin;
            y += linePx;
        }

        elements.push(
            { type: 'circle', silent: true, shape: { cx: left + swatchPx / 2, cy: y, r: swatchPx / 2 - 1 }, style: { fill: hollow ? 'transparent' : colour, stroke: colour, lineWidth: 1.6 } },
            words(name, left + swatchPx + 6, y, font, theme.text));
        left += taken;
    }

    return { elements, height: y + linePx / 2 };
}

/**
 * What a chart's series are called, and their colours: one entry for all series of one name. Frontiers have their points' names; where points
 * are switched off the line's colour stands for both.
 */
export function legend(option) {
    const entries = new Map();
    for (const { name, itemStyle, lineStyle } of option.series) {
        const hollow = itemStyle?.color === 'transparent';
        const entry = { name, hollow, colour: (hollow ? itemStyle.borderColor : itemStyle?.color) ?? lineStyle.color };
        if (!entries.has(name) || entries.get(name).hollow) {
            entries.set(name, entry);
        }
    }

    return [...entries.values()];
}

/** Hands a file to the browser. Nothing leaves the page. */
export function download(name, blob) {
    const url = URL.createObjectURL(blob);
    const link = h('a', { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    // The browser reads the blob after the click has been handled.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
