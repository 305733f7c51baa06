const names = ['text', 'muted', 'line', 'grid', 'surface', 'accent', 'bad'];
const seriesMax = 12;

/** The page's colours as its style sheet has them now, for charts. */
export function colours() {
    const style = getComputedStyle(document.documentElement);
    const of = name => style.getPropertyValue(`--${name}`).trim();
    return {
        ...Object.fromEntries(names.map(name => [name, of(name)])),
        series: Array.from({ length: seriesMax }, (_, i) => of(`series-${i + 1}`)),
        // With single quotes: the library writes it into an attribute of SVG as it is.
        font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),
    };
}

// After twelve colours come the same with another symbol.
const symbols = ['circle', 'diamond', 'triangle', 'rect'];

/** The look of the n-th series. */
export const look = (colours, n) => ({
    colour: colours.series[n % seriesMax],
    symbol: symbols[Math.floor(n / seriesMax) % symbols.length],
    dash: Math.floor(n / seriesMax) % 2 === 1 ? [6, 3] : 'solid',
});

const key = 'loadgen-report-theme';

/** auto, light or dark, as chosen in this browser before. */
export function storedTheme() {
    try {
        return localStorage.getItem(key) ?? 'auto';
    } catch {
        // Storage is switched off: the system's theme it is.
        return 'auto';
    }
}

/** Sets the theme and keeps it for the next time. */
export function setTheme(theme) {
    if (theme === 'auto') {
        delete document.documentElement.dataset.theme;
    } else {
        document.documentElement.dataset.theme = theme;
    }

    try {
        localStorage.setItem(key, theme);
    } catch {
        // Storage is switched off: the choice holds until the page is closed.
    }
}

/** Calls back when the system changes its theme. */
export const onSystemTheme = listener => matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
