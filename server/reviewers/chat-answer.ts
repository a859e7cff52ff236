import { z } from 'zod';
import { jsonOf } from './adapter.ts';
import { categoryOf } from './categories.ts';
import { worseVerdict } from '../domain/verdicts.ts';
import { type Opinion, ReviewFailure, USUAL_SCORE } from './opinion.ts';
import { VERDICTS } from '../domain/enumerations.ts';

/** The part of a chat completion that is used (https://platform.openai.com/docs/api-reference/chat). */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});

const ModelAnswer = z.object({
  check: z.string(),
  verdict: z.enum(VERDICTS),
  score: z.coerce.number().min(0).max(1).optional().catch(undefined),
  labels: z.array(z.string().max(100)).max(50).optional().catch(undefined),
  quotes: z.array(z.string().max(500)).max(50).optional().catch(undefined),
  manipulation: z.boolean().optional().catch(undefined),
});

/** Of a text full of braces no more are tried: each try may read it to its end. */
const MOST_TRIES = 20;

/** The first whole JSON object in a text: models like to put words or a fence around it. Null without any. */
export function firstObject(text: string): unknown {
  let from = text.indexOf('{');
  for (let tries = 0; from >= 0 && tries < MOST_TRIES; tries++, from = text.indexOf('{', from + 1)) {
    const end = endOfObject(text, from);
    if (end < 0) return null;
    try {
      return JSON.parse(text.slice(from, end));
    } catch {
      // Braces that hold no JSON: the next ones may.
    }
  }
  return null;
}

function endOfObject(text: string, from: number): number {
  let depth = 0;
  let isString = false;
  for (let i = from; i < text.length; i++) {
    const sign = text[i];
    if (isString) {
      if (sign === '\\') i++;
      else if (sign === '"') isString = false;
    } else if (sign === '"') isString = true;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return i + 1;
  }
  return -1;
}

const label = (name: string) => ({ name, category: categoryOf(name), score: null });

/**
 * What a chat completion says. A model that refuses to decide, whose words cannot be read, or whose answer has
 * not our check word (it was led astray) leaves the text to people: its author may have wanted that.
 * @throws ReviewFailure `malformed` when it is no chat completion.
 */
export function readCompletion(body: string, check: string): Opinion {
  const completion = Completion.safeParse(jsonOf(body));
  const choice = completion.data?.choices[0];
  if (choice === undefined) throw new ReviewFailure('malformed');
  const refused = typeof choice.message.refusal === 'string' && choice.message.refusal !== '';
  if (choice.finish_reason === 'content_filter' || refused) return leftToPeople('model-refused');
  // What a model thinks aloud is not its answer.
  const answered = (choice.message.content ?? '').replace(/^\s*<think>[\s\S]*?<\/think>/, '');
  const read = ModelAnswer.safeParse(firstObject(answered));
  if (!read.success) return leftToPeople('model-unreadable');
  if (read.data.check !== check) return leftToPeople('manipulation');
  const { verdict, score, labels = [], quotes = [], manipulation = false } = read.data;
  const worst = manipulation ? worseVerdict(verdict, 'review') : verdict;
  return {
    kind: 'opinion',
    verdict: worst,
    score: worst === 'pass' ? 0 : (score ?? USUAL_SCORE[worst]),
    labels: [...labels, ...(manipulation ? ['manipulation'] : [])].map(label),
    spans: quotes.filter((quote) => quote !== '').map((text) => ({ text, label: labels[0] ?? null })),
    note: null,
    ttl: null,
  };
}

/** Asked again, the model may answer: this is not remembered. */
function leftToPeople(why: string): Opinion {
  return { kind: 'opinion', verdict: 'review', score: USUAL_SCORE.review, labels: [label(why)], spans: [], note: null, ttl: 0 };
}
