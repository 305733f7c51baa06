import { check } from '../dom.js';

/** The switch that makes the milliseconds of all percentile plots logarithmic. */
export function logSwitch(store) {
    return check('log ms', false, on => {
        const others = store.get().log.filter(key => key !== 'percentiles-y');
        store.set({ log: on ? [...others, 'percentiles-y'] : others });
    });
}
