import { h } from '../dom.js';
import { init } from './echarts.js';
import { colours } from './theme.js';

// Sharp on a screen of high density and in print.
const pixelRatio = 2;

/** A chart as it stands, as PNG. */
export function png(chart) {
    const url = chart.getDataURL({ type: 'png', pixelRatio, backgroundColor: colours().surface });
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), character => character.charCodeAt(0));
    return new Blob([bytes], { type: 'image/png' });
}

/** A chart as SVG, drawn anew at the size that it has. */
export function svg(option, canvas) {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width: canvas.clientWidth, height: canvas.clientHeight });
    chart.setOption({ ...option, backgroundColor: colours().surface });
    const text = chart.renderToSVGString();
    chart.dispose();
    return new Blob([text], { type: 'image/svg+xml' });
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
