/**
 * Makes an element. Children are elements or text; text becomes text nodes, so nothing of the data is ever read as HTML.
 * A property that begins with "on" is a listener; true is an attribute without a value; null, undefined and false are none.
 */
export function h(tag, properties = {}, ...children) {
    return fill(document.createElement(tag), properties, children);
}

function fill(element, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
        if (name.startsWith('on')) {
            element.addEventListener(name.slice(2), value);
        } else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'indeterminate' || name === 'selected') {
            element[name] = value;
        } else if (name === 'style') {
            // By property, not as an attribute: the page's policy allows no inline styles in markup.
            for (const [property, setting] of Object.entries(value)) {
                element.style.setProperty(property, setting);
            }
        } else if (name.startsWith('aria-') && typeof value === 'boolean') {
            // There, false is a value like any other.
            element.setAttribute(name, String(value));
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? '' : value);
        }
    }

    element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    return element;
}

/** Puts other children into an element. */
export function replace(element, ...children) {
    element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
}

let nextId = 0;

/** An id that no other element of the page has. */
export const freshId = prefix => `${prefix}-${nextId++}`;

/** A labelled select. Options are [value, text] pairs. */
export function select(label, options, value, onchange) {
    return h('label', { class: 'field' },
        h('span', {}, label),
        h('select', { onchange: event => onchange(event.target.value) },
            options.map(([key, text]) => h('option', { value: key, selected: key === value }, text))));
}

/** A labelled check box. */
export function check(label, checked, onchange, properties = {}) {
    return h('label', { class: 'check', ...properties },
        h('input', { type: 'checkbox', checked, onchange: event => onchange(event.target.checked) }),
        h('span', {}, label));
}

/** A button. */
export const button = (text, onclick, properties = {}) => h('button', { type: 'button', onclick, ...properties }, text);
