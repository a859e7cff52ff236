import type { Express } from 'express';
import type { ReviewerSettings } from '../../contract/reviewers.ts';
import { routes } from '../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { allowsScope, mayAdministrate, worksFor } from '../../people/staff.ts';
import { presentThread } from '../../presenters/present-comment.ts';
import { presentSite } from '../../presenters/present-site.ts';
import { changeSite } from '../../sites/change-site.ts';
import type { SiteActor } from '../../sites/deps.ts';
import { makeSite } from '../../sites/make-site.ts';
import { sealedReviewers } from '../../sites/sealed-reviewers.ts';
import { saveWords } from '../../sites/save-words.ts';
import type { WordList, WordListContent } from '../../domain/words.ts';
import { changeThread } from '../../threads/change-thread.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

function actorOf(context: Context): SiteActor {
  const { staff } = context.staff();
  return { id: staff.id, name: staff.name, requestId: context.requestId };
}

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

/** Sites, their word lists and their threads. */
export function mountSites(app: Express, deps: HttpDeps): void {
  const { siteDeps, store } = deps;

  async function ownSite(context: Context, id: string) {
    if (!worksFor(context.staff(), id)) throw new Problem('not-found');
    return deps.sites.get(id);
  }

  /** What was sent, with the secrets of reviewers closed. */
  function withSealed<T extends { reviewers?: ReviewerSettings[] | undefined }>(sent: T, siteId: string, stored: ReviewerSettings[]): T {
    return sent.reviewers === undefined ? sent : { ...sent, reviewers: sealedReviewers(deps.seal, siteId, sent.reviewers, stored) };
  }

  async function wordsAt(siteId: string, version: number | undefined): Promise<WordList> {
    if (version === undefined) return store.sites.words(siteId);
    const list = await store.sites.wordsAt(siteId, version);
    if (list === null) throw new Problem('not-found');
    return { version, ...list };
  }

  /** What the site has published lately, for trying a list on it. */
  async function latestTexts(siteId: string): Promise<string[]> {
    const texts: string[] = [];
    let cursor: string | null | undefined;
    do {
      const slice = await store.comments.search({
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

  mount(app, deps, routes.listSites, async (_input, context) => {
    const sites = await store.sites.list();
    return { status: 200, body: { sites: sites.filter(({ id }) => worksFor(context.staff(), id)).map(presentSite) } };
  });

  mount(app, deps, routes.makeSite, async ({ body }, context) => {
    if (!mayAdministrate(context.staff(), null)) throw new Problem('not-allowed');
    const site = await makeSite(siteDeps, actorOf(context), withSealed(body, body.id, []));
    return { status: 201, body: presentSite(site) };
  });

  mount(app, deps, routes.findSite, async ({ params }, context) => ({
    status: 200,
    body: presentSite(await ownSite(context, params.id)),
  }));

  mount(app, deps, routes.changeSite, async ({ params, body }, context) => {
    await ownSite(context, params.id);
    if (!mayAdministrate(context.staff(), params.id)) throw new Problem('not-allowed');
    const site = await store.sites.get(params.id);
    if (site === null) throw new Problem('not-found');
    const changed = await changeSite(siteDeps, actorOf(context), site, withSealed(body, site.id, site.settings.reviewers));
    return { status: 200, body: presentSite(changed) };
  });

  mount(app, deps, routes.listWords, async ({ params, query }, context) => {
    const site = await ownSite(context, params.id);
    const list = await wordsAt(site.id, query.version);
    const headers = { ETag: `"${list.version}"` };
    if (context.req.accepts(['application/json', 'text/plain']) === 'text/plain') {
      return { status: 200, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: deps.words.serialise(list) };
    }
    return { status: 200, headers, body: list };
  });

  mount(app, deps, routes.saveWords, async ({ params, body }, context) => {
    const site = await ownSite(context, params.id);
    if (!mayAdministrate(context.staff(), params.id)) throw new Problem('not-allowed');
    const expected = versionOf(context.req.get('if-match'));
    const text: unknown = context.req.body;
    // Without a parsed body the route took the list as text.
    const isText = body === undefined && typeof text === 'string';
    const { refused, warnings, ...list } = isText ? deps.words.parse(text) : deps.words.check(body ?? NO_WORDS);
    const version = await saveWords(siteDeps, actorOf(context), site, expected, list);
    return { status: 200, headers: { ETag: `"${version}"` }, body: { version, entries: list.entries.length, refused, warnings } };
  });

  mount(app, deps, routes.dryRunWords, async ({ params, body }, context) => {
    const site = await ownSite(context, params.id);
    const text: unknown = context.req.body;
    const { refused, warnings, format, ...list } =
      body === undefined && typeof text === 'string'
        ? deps.words.read(text)
        : { ...deps.words.check(body ?? NO_WORDS), format: 'json' as const };
    const texts = await latestTexts(site.id);
    const tried = await deps.words.dryRun(list.entries, texts, site.settings.matching);
    const entries = list.entries.length;
    return { status: 200, body: { format, entries, refused, warnings, ...tried, list: deps.words.serialise(list) } };
  });

  mount(app, deps, routes.changeThread, async ({ params, body }, context) => {
    const thread = (await store.threads.get([params.id])).get(params.id);
    if (thread === undefined || !worksFor(context.staff(), thread.siteId)) throw new Problem('not-found');
    if (!allowsScope(context.staff(), 'moderate')) throw new Problem('not-allowed');
    const site = await deps.sites.get(thread.siteId);
    const changed = await changeThread(siteDeps, actorOf(context), thread, body);
    return { status: 200, body: presentThread(site, changed.key, changed, await store.events.head(`thread:${changed.id}`)) };
  });
}
