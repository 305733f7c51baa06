import { replace } from './dom.js';
import { minute } from './format.js';

/** Under --serve: the server says when there is something new, and it is fetched from it. A written report has no such server. */
export function follow(report, output, onreport) {
    if (!report.live) {
        return;
    }

    output.hidden = false;
    replace(output, 'live');
    const events = new EventSource('events');
    let seen = report.version;
    let shown = 'live';
    events.addEventListener('version', async event => {
        output.dataset.state = 'connected';
        if (event.data === seen) {
            replace(output, shown);
            return;
        }

        try {
            const answer = await fetch('data.json', { cache: 'no-store' });
            if (answer.ok) {
                const next = await answer.json();
                seen = next.version;
                onreport(next);
                shown = `live · ${minute(next.generated_at)}`;
                replace(output, shown);
            }
        } catch (error) {
            replace(output, `not updated: ${error.message}`);
        }
    });
    // The browser connects again by itself.
    events.addEventListener('error', () => {
        output.dataset.state = 'lost';
        replace(output, 'connection lost');
    });
}
