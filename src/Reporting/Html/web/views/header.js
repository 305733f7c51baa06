import { h, replace, select } from '../dom.js';
import { count, minute, number } from '../format.js';
import { visible } from '../data/filters.js';
import { setTheme, storedTheme } from '../charts/theme.js';

// Dates stay on one line: a hyphen that does not break, in place of one that does.
const whole = text => text.replaceAll('-', '\u2011');

/** The page's head: what it is of, from when, and what to be careful about. */
export function header(context) {
    const subtitle = h('p', { class: 'subtitle' });
    const simulated = h('p', { class: 'banner', role: 'note', hidden: true });
    const live = h('span', { class: 'live', hidden: true, role: 'status' });
    const heading = h('h1', {});
    const theme = select('Theme', [['auto', 'Auto'], ['light', 'Light'], ['dark', 'Dark']], storedTheme(), chosen => {
        setTheme(chosen);
        context.redraw();
    });
    theme.classList.add('theme');
    const element = h('header', { class: 'page-head' }, h('div', {}, heading, subtitle), live, theme);

    function show(state) {
        const { report } = context;
        const days = report.rows.map(row => row.day).sort();
        replace(heading, report.title);
        replace(subtitle, [
            count(report.rows.length, 'run'),
            count(new Set(report.rows.map(row => row.hardware)).size, 'SKU'),
            days.length > 0 ? whole(days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`) : null,
            whole(`written ${minute(report.generated_at)}`),
        ].filter(Boolean).join(' · '));
        const rows = visible(report, state);
        const many = rows.filter(row => row.simulated).length;
        simulated.hidden = many === 0;
        replace(simulated, `${many === rows.length ? 'All runs shown are' : `${count(many, 'run')} of the ${number(rows.length)} shown ${many === 1 ? 'is' : 'are'}`} simulated: made by a model of an engine, not measured on any product.`);
    }

    return { element, banner: simulated, live, show };
}
