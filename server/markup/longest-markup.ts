/**
 * What is longer is shown as text, in UTF-16 units: the worst markup takes some 5 µs a unit to be read, and one comment must not keep the
 * process from everything else for longer than a tenth of a second. A comment of 5,000 signs stays far below it.
 */
export const LONGEST_MARKUP = 20_000;
