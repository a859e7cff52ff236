import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { blocksOf } from '../../domain/word-blocks.ts';
import type { WordList, WordListContent } from '../../domain/words.ts';
import { jsonOfList, textOfList } from '../../wordlists/list-text.ts';
import { RETRY_AFTER, type SentList } from '../../wordlists/long-lists.ts';
import { createAdmission } from '../../ops/admission.ts';
import { BODY_LIMIT } from '../body.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { type Admit, isLongList, mount } from '../route.ts';
import { siteActorOf } from './sites.ts';

/** The version named by If-Match: a number in quotes, or `*` (null). @throws Problem `revision-required`, `invalid-request`. */
function versionOf(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined) throw new Problem('revision-required');
  if (ifMatch.trim() === '*') return null;
  const version = /^\s*(?:W\/)?"?(\d{1,15})"?\s*$/.exec(ifMatch)?.[1];
  if (version === undefined) throw new Problem('invalid-request', { errors: [{ path: 'If-Match', message: ifMatch.slice(0, 40) }] });
  return Number(version);
}

const NO_WORDS: WordListContent = { entries: [], comments: [] };
/** A list is tried on so many of the site's latest comments. */
const TRIED_ON = 2_000;

/** Long lists that a process works on at once: each takes a thread and its memory. */
const MOST_AT_ONCE = 2;

/** One long list at a time for a site, and a small number for the process. Short ones are always let in. */
function admitLong(): Admit {
  const admission = createAdmission(MOST_AT_ONCE);
  return (context) => {
    const length = Number(context.req.get('content-length') ?? Number.POSITIVE_INFINITY);
    if (length <= BODY_LIMIT) return () => undefined;
    const leave = admission.enter(context.site().id);
    if (leave === null) throw new Problem('list-under-way', { pub: { retryAfter: RETRY_AFTER } });
    return leave;
  };
}

const sentIn = (context: Context, text: string): SentList => ({
  text,
  isJson: !/^text\/plain\b/i.test(context.req.get('content-type') ?? ''),
  lang: context.lang,
});

/** The site's list, or one of its earlier versions. @throws Problem `not-found`. */
async function wordsAt(words: HttpDeps['words'], siteId: string, version: number | undefined): Promise<WordList> {
  if (version === undefined) return words.current(siteId);
  const list = await words.at(siteId, version);
  if (list === null) throw new Problem('not-found');
  return { version, ...list };
}

/** What the site has published lately, for trying a list on it. */
async function latestTexts(words: HttpDeps['words'], siteId: string): Promise<string[]> {
  const texts: string[] = [];
  let cursor: string | null | undefined;
  do {
    const slice = await words.search({
      siteIds: [siteId],
      status: 'published',
      limit: 100,
      ...(cursor === undefined || cursor === null ? {} : { cursor }),
    });
    for (const { content } of slice.items) if (content !== null) texts.push(content.body);
    cursor = slice.nextCursor;
  } while (cursor !== null && texts.length < TRIED_ON);
  return texts;
}

/** Word lists of sites. */
export function mountWords(app: Express, deps: HttpDeps): void {
  const { words } = deps;

  mount(app, deps, routes.listWords, async ({ query }, context) => {
    const list = await wordsAt(words, context.site().id, query.version);
    const headers = { ETag: `"${list.version}"` };
    if (context.req.accepts(['application/json', 'text/plain']) === 'text/plain') {
      return { status: 200, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, pieces: textOfList(list) };
    }
    return { status: 200, headers: { ...headers, 'Content-Type': JSON_TYPE }, pieces: jsonOfList(list) };
  });

  mount(
    app,
    deps,
    routes.saveWords,
    async ({ body }, context) => {
      const site = context.site();
      const expected = versionOf(context.req.get('if-match'));
      const text: unknown = context.req.body;
      if (isLongList(routes.saveWords, text)) {
        const { list, report } = await words.long.read(sentIn(context, text));
        const version = await words.save(siteActorOf(context), site, expected, list);
        const pieces = [
          Buffer.from(`{"version":${version},"entries":${list.size},"refused":`),
          report.refused,
          Buffer.from(',"warnings":'),
          report.warnings,
          Buffer.from('}'),
        ];
        return { status: 200, headers: { ETag: `"${version}"`, 'Content-Type': JSON_TYPE }, pieces };
      }
      // Without a parsed body the route took the list as text.
      const isText = body === undefined && typeof text === 'string';
      const { refused, warnings, ...list } = isText ? words.parse(text) : words.check(body ?? NO_WORDS);
      const version = await words.save(siteActorOf(context), site, expected, blocksOf(list));
      return { status: 200, headers: { ETag: `"${version}"` }, body: { version, entries: list.entries.length, refused, warnings } };
    },
    admitLong(),
  );

  mount(
    app,
    deps,
    routes.dryRunWords,
    async ({ body }, context) => {
      const site = context.site();
      const text: unknown = context.req.body;
      const texts = await latestTexts(words, site.id);
      if (isLongList(routes.dryRunWords, text)) {
        const answer = await words.long.tryOut(sentIn(context, text), texts, site.settings.matching);
        return { status: 200, headers: { 'Content-Type': JSON_TYPE }, pieces: [answer] };
      }
      const { refused, warnings, format, ...list } =
        body === undefined && typeof text === 'string' ? words.read(text) : { ...words.check(body ?? NO_WORDS), format: 'json' as const };
      const tried = await words.dryRun(list.entries, texts, site.settings.matching);
      const entries = list.entries.length;
      return { status: 200, body: { format, entries, refused, warnings, ...tried, list: words.serialise(list) } };
    },
    admitLong(),
  );
}

const JSON_TYPE = 'application/json; charset=utf-8';
