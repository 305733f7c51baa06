import { button, h, replace } from '../dom.js';
import { download, png, svg } from './pictures.js';
import { init } from './echarts.js';

/**
 * A chart in its card: heading, buttons, the drawing, and the keyboard's way over its points.
 * `points()` gives what the arrow keys go over: {series, index, text, row}, by x.
 */
export class Frame {
    constructor({ id, heading, tools = [], onpick = () => {}, tall = false }) {
        this.id = id;
        this.onpick = onpick;
        this.points = () => [];
        this.at = -1;
        this.canvas = h('div', { class: tall ? 'drawing tall' : 'drawing' });
        this.status = h('p', { class: 'visually-hidden', 'aria-live': 'polite' });
        this.empty = h('p', { class: 'empty', hidden: true });
        this.heading = h('h3', { id: `${id}-heading` }, heading);
        this.focusable = h('div', {
            class: 'focusable', tabindex: '0', role: 'group', 'aria-labelledby': `${id}-heading`, 'aria-roledescription': 'chart',
            'aria-description': 'Arrow keys go from point to point, Enter chooses one, Escape leaves.', onkeydown: event => this.key(event),
            onblur: () => this.leave(),
        }, this.canvas);
        this.element = h('section', { class: 'card chart', id, 'aria-labelledby': `${id}-heading` },
            h('header', {}, this.heading, h('div', { class: 'tools' },
                tools,
                button('PNG', () => this.chart && download(`${id}.png`, png(this.chart)), { class: 'quiet', title: 'Save as PNG' }),
                button('SVG', () => this.option && download(`${id}.svg`, svg(this.option, this.canvas)), { class: 'quiet', title: 'Save as SVG' }))),
            this.focusable, this.empty, this.status);
        this.observer = new ResizeObserver(() => this.fit());
    }

    /** Draws; an option of null shows the words instead. Of points that can be chosen the third value is their row's place in `rows`. */
    draw(option, words = 'Nothing to draw.', rows = []) {
        this.option = option;
        this.rows = rows;
        this.focusable.hidden = option === null;
        this.empty.hidden = option !== null;
        this.canvas.dataset.series = option === null ? 0 : option.series.length;
        if (option === null) {
            replace(this.empty, words);
            return;
        }

        if (!this.chart) {
            this.chart = init(this.canvas, null, { renderer: 'canvas' });
            this.chart.on('click', event => this.rows[event.value?.[2]] && this.onpick(this.rows[event.value[2]]));
            this.observer.observe(this.canvas);
        }

        this.chart.setOption(option, { notMerge: true });
        this.at = -1;
    }

    // The observer calls once for the size that there is already: drawing all again for that would take as long as the first time.
    fit() {
        if (this.chart.getWidth() !== this.canvas.clientWidth || this.chart.getHeight() !== this.canvas.clientHeight) {
            this.chart.resize();
        }
    }

    key(event) {
        const points = this.points();
        const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -Infinity, End: Infinity }[event.key];
        if (event.key === 'Enter' && points[this.at]?.row) {
            this.onpick(points[this.at].row);
        } else if (event.key === 'Escape') {
            this.leave();
        } else if (step !== undefined && points.length > 0) {
            this.at = this.at < 0 && step > 0 && step !== Infinity ? 0 : Math.min(points.length - 1, Math.max(0, this.at < 0 ? points.length + step : this.at + step));
            this.show(points[this.at], points.length);
        } else {
            return;
        }

        event.preventDefault();
    }

    show(point, many) {
        this.chart.dispatchAction({ type: 'downplay' });
        this.chart.dispatchAction({ type: 'highlight', seriesIndex: point.series, dataIndex: point.index });
        this.chart.dispatchAction({ type: 'showTip', seriesIndex: point.series, dataIndex: point.index });
        replace(this.status, `Point ${this.at + 1} of ${many}: ${point.text}`);
    }

    leave() {
        this.chart?.dispatchAction({ type: 'downplay' });
        this.chart?.dispatchAction({ type: 'hideTip' });
        this.at = -1;
        replace(this.status);
    }
}
