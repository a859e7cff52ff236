import { importId } from '../domain/ids.ts';
import type { CommentId, Ms, ReaderId } from '../domain/types.ts';
import { SAMPLE_COMMENTS, type SampleComment } from './sample-text.ts';

/** The site of the demo article. */
export const DEMO_SITE = 'demo';
/** The thread below the demo article: the page names it, so that it is the same on any host and port. */
export const DEMO_THREAD = 'night-bus-27';

const SOURCE = 'demo-sample';
const MINUTE: Ms = 60_000;

/** When that was, in ms. @param start when the samples were made. @param ago in minutes. */
export const sampleTime = (start: Ms, ago: number): Ms => start - ago * MINUTE;

/** The id of a sample comment, the same however often it is made. @param start when the samples were made. */
export const sampleId = (start: Ms, { name, ago }: SampleComment): CommentId => importId(DEMO_SITE, SOURCE, name, sampleTime(start, ago));

/** The id of a reader who wrote or reported sample comments. */
export const sampleReader = (start: Ms, name: string): ReaderId => importId(DEMO_SITE, `${SOURCE}-reader`, name, start);

/** The ids of the sample comments that answer no other. @param start when the samples were made. */
export const sampleRoots = (start: Ms): CommentId[] =>
  SAMPLE_COMMENTS.filter(({ answers }) => answers === undefined).map((sample) => sampleId(start, sample));
