import { button, h, replace } from '../dom.js';
import { describe } from './describe.js';

/** The point that was chosen in a chart, at the foot of the page, with what can be done with it. */
export function choice(context) {
    const { store } = context;
    const element = h('aside', { class: 'choice', hidden: true, 'aria-label': 'Chosen run', tabindex: '-1' });
    let from = null;

    function close() {
        element.hidden = true;
        from?.focus();
    }

    element.addEventListener('keydown', event => event.key === 'Escape' && close());
    return {
        element,
        pick(row) {
            const state = store.get();
            const go = patch => {
                element.hidden = true;
                store.set(patch);
            };
            from = document.activeElement;
            replace(element,
                describe(context.report, row, state),
                h('div', { class: 'actions' },
                    button('Open run', () => go({ tab: 'run', run: row.id }), { class: 'primary' }),
                    button('Compare: as A', () => go({ tab: 'compare', a: row.id })),
                    button('Compare: as B', () => go({ tab: 'compare', b: row.id })),
                    button('Close', close)));
            element.hidden = false;
            element.focus({ preventScroll: true });
        },
    };
}
