/** What a person does in the page. */
const INPUT = ['pointermove', 'keydown', 'wheel'];
/** What a page asks for this long after the last input, it asks for by itself, ms. */
const AWAY_AFTER = 60_000;

let at = Date.now();
for (const type of INPUT) addEventListener(type, () => (at = Date.now()), { capture: true, passive: true });

/** Has nobody done anything in the page for a minute? */
export const isAway = (): boolean => Date.now() - at > AWAY_AFTER;
