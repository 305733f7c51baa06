import { button, h, replace } from '../dom.js';
import { download, png, svg } from './pictures.js';
import { init } from './echarts.js';

/**
 * A chart in its card: heading, buttons, the drawing, and the keyboard's way over its points.
 * `points()` gives what the arrow keys go over: {series, index, text, row}, by x.
 */
export class Frame {
    constructor({ id, heading, tools = [], onpick = () => {}, describe = () => null, tall = false }) {
        this.id = id;
        this.onpick = onpick;
        this.describe = describe;
        this.points = () => [];
        // What a saved picture says below its heading.
        this.subtitle = () => '';
        this.at = -1;
        this.canvas = h('div', { class: tall ? 'drawing tall' : 'drawing' });
        // Around the point that is looked at, where points are too many to have looks of their own.
        this.ring = h('div', { class: 'ring', hidden: true });
        this.status = h('p', { class: 'visually-hidden', 'aria-live': 'polite' });
        this.empty = h('p', { class: 'empty', hidden: true });
        this.heading = h('h3', { id: `${id}-heading` }, heading);
        this.focusable = h('div', {
            class: 'focusable', tabindex: '0', role: 'group', 'aria-labelledby': `${id}-heading`, 'aria-roledescription': 'chart',
            'aria-description': 'Arrow keys go from point to point, Enter chooses one, Escape leaves.', onkeydown: event => this.key(event),
            onblur: () => this.leave(),
        }, this.canvas, this.ring);
        this.element = h('section', { class: 'card chart', id, 'aria-labelledby': `${id}-heading` },
            h('header', {}, this.heading, h('div', { class: 'tools' },
                tools,
                button('PNG', () => this.save('png', png), { class: 'quiet', title: 'Save as PNG' }),
                button('SVG', () => this.save('svg', svg), { class: 'quiet', title: 'Save as SVG' }))),
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
            this.chart.on('mousemove', event => this.circle(event.seriesIndex, event.value));
            this.chart.on('mouseout', () => this.circle());
            this.chart.on('datazoom', () => this.circle());
            this.observer.observe(this.canvas);
        }

        this.chart.setOption(option, { notMerge: true });
        this.circle();
        this.at = -1;
    }

    save(ending, draw) {
        if (this.option) {
            download(`${this.id}.${ending}`, draw({ chart: this.chart, option: this.option, canvas: this.canvas, title: this.heading.textContent, subtitle: this.subtitle() }));
        }
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
        const { series, index } = point;
        const at = this.circle(series, this.option.series[series].data[index]);
        this.chart.dispatchAction({ type: 'downplay' });
        this.chart.dispatchAction({ type: 'highlight', seriesIndex: series, dataIndex: index });
        this.chart.dispatchAction(at
            ? { type: 'showTip', x: at[0], y: at[1], tooltip: { formatter: () => this.describe(point.row) } }
            : { type: 'showTip', seriesIndex: series, dataIndex: index });
        replace(this.status, `Point ${this.at + 1} of ${many}: ${point.text}`);
    }

    // Gives where the point is, where points have no looks of their own; hides the ring elsewhere.
    circle(series, value) {
        const at = this.option?.series[series]?.large ? this.chart.convertToPixel({ seriesIndex: series }, value) : null;
        this.ring.hidden = at === null;
        if (at) {
            this.ring.style.translate = `${at[0]}px ${at[1]}px`;
        }

        return at;
    }

    leave() {
        this.circle();
        this.chart?.dispatchAction({ type: 'downplay' });
        this.chart?.dispatchAction({ type: 'hideTip' });
        this.at = -1;
        replace(this.status);
    }
}
