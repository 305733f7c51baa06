import { h } from '../dom.js';
import { legend } from '../charts/pictures.js';

/** What the lines and points of a chart are, below it: the same entries as in a picture of it. */
export const chartLegend = option => option === null ? [] : legend(option).map(({ name, colour }) =>
    h('span', { class: 'entry' }, h('span', { class: 'swatch', style: { '--colour': colour } }), name));
