import { h } from '../dom.js';
import { verdictLook } from '../data/verdicts.js';

/** A verdict as a sign and a word, in its colour. */
export function verdictMark(verdict) {
    const { word, sign, tone } = verdictLook(verdict);
    return h('span', { class: `verdict-mark ${tone}` }, h('span', { class: 'sign', 'aria-hidden': 'true' }, sign), word);
}
