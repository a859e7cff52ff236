import { appealComment } from '../comments/appeal-comment.ts';
import type { CommentDeps } from '../comments/deps.ts';
import { renderBody } from '../markup/render-body.ts';
import { hideReported } from '../comments/report-comment.ts';
import { keptFindings, reviewOf } from '../comments/review-of-text.ts';
import { placeBelow } from '../domain/depth.ts';
import { heatOf } from '../domain/heat.ts';
import { NO_PROFILE } from '../domain/members.ts';
import { decideTransition } from '../domain/publication.ts';
import type { Comment, CommentStatus, Content, Ms, Reader, Site, Thread } from '../domain/types.ts';
import { UNKNOWN_AUTHOR } from '../moderation/screen-comment.ts';
import type { ScreeningResult } from '../moderation/screening.ts';
import { hashText } from '../domain/text-hash.ts';
import { StaleRevision, type Store } from '../store/port.ts';
import { demoArticleText } from './article-text.ts';
import { DEMO_THREAD, sampleId, sampleReader, sampleTime } from './sample.ts';
import { SAMPLE_COMMENTS, type SampleComment } from './sample-text.ts';

export interface SampleDeps extends Pick<CommentDeps, 'screen' | 'now' | 'newId'> {
  store: Pick<Store, 'comments' | 'threads' | 'moderation' | 'maintenance' | 'readers'>;
}

/** The samples under way: their thread, and what has become of each. */
interface Making {
  deps: SampleDeps;
  site: Site;
  thread: Thread;
}

/**
 * Fills the thread of the demo article with the sample comments, which go through the moderation pipeline. What is there
 * already stays as it is: a call after one that was broken off makes the rest. Meant for a site that is made after it,
 * so that no one can read, vote or decide before all of it is stored.
 * @throws what the store throws.
 */
export async function makeSample(deps: SampleDeps, site: Site): Promise<void> {
  const thread = await deps.store.threads.open(site.id, DEMO_THREAD, {
    id: deps.newId(),
    url: '',
    title: demoArticleText.title,
    now: deps.now(),
  });
  const making = { deps, site, thread };
  const made = new Map<string, Comment>();
  for (const sample of SAMPLE_COMMENTS) made.set(sample.name, await compose(making, sample, made.get(sample.answers ?? '') ?? null));
  await deps.store.maintenance.importBatch([...made.values()].map(({ votes, replyCount, heat, ...comment }) => ({ comment, votes })));
  for (const sample of SAMPLE_COMMENTS) await goOn(making, sample);
}

/** The pipeline's result for a text of an author of whom nothing is known. */
async function screenText({ deps, site, thread }: Making, sample: SampleComment, body: string): Promise<ScreeningResult> {
  return deps.screen({
    // None of them is drawn for a second look.
    site: { ...site, settings: { ...site.settings, samplePercent: 0 } },
    thread,
    parent: null,
    author: { readerId: null, name: sample.author, isStaff: sample.isStaff ?? false },
    commentId: null,
    similarTexts: null,
    facts: null,
    body,
    rendered: renderBody(body, { images: false }),
    history: { ...UNKNOWN_AUTHOR, since: null },
  });
}

function contentOf(body: string): Content {
  const { html, text } = renderBody(body, { images: false });
  return { body, html, text };
}

/** A sample as it was when it was sent. */
async function compose(making: Making, sample: SampleComment, parent: Comment | null): Promise<Comment> {
  const { site, thread } = making;
  const start = thread.createdAt;
  const id = sampleId(start, sample);
  const createdAt = sampleTime(start, sample.ago);
  const content = contentOf(sample.body);
  const screened = await screenText(making, sample, sample.body);
  const votes = { up: sample.up ?? 0, down: sample.down ?? 0 };
  const status: CommentStatus = screened.status;
  const comment: Comment = {
    id,
    siteId: site.id,
    threadId: thread.id,
    threadKey: thread.key,
    ...(parent === null ? { parentId: null, rootId: id, ancestors: [], depth: 0 } : placeBelow(parent)),
    author: { readerId: sampleReader(start, sample.author), name: sample.author, badge: sample.isStaff ? 'staff' : null, region: null },
    status,
    revision: 1,
    content,
    published: status === 'published' ? { content, at: createdAt } : null,
    editedAt: null,
    removedFrom: null,
    reason: null,
    textHash: hashText(content.text),
    votes,
    replyCount: 0,
    heat: heatOf(createdAt, votes, 0),
    pinned: sample.isPinned ?? false,
    featured: false,
    review: reviewOf(screened, createdAt, 'new'),
    findings: keptFindings(screened.findings),
    lastDecision: null,
    createdAt,
  };
  return sample.appeal === undefined ? comment : refused(comment, sample.appeal, start);
}

/** The comment after it was refused. */
function refused(comment: Comment, appeal: NonNullable<SampleComment['appeal']>, start: Ms): Comment {
  const at = sampleTime(start, appeal.refusedAgo);
  const decision = decideTransition(comment, { action: 'reject', by: 'system', byName: '', at, reason: appeal.refusedAs, note: '' });
  return { ...comment, ...decision, revision: 2 };
}

/** What happened to a sample after it was sent: its edit, its reports, its appeal; each once. */
async function goOn(making: Making, sample: SampleComment): Promise<void> {
  const { deps, thread } = making;
  const { comments } = deps.store;
  const start = thread.createdAt;
  const id = sampleId(start, sample);
  const comment = (await comments.get([id])).get(id);
  if (comment === undefined) return;
  if (sample.edit !== undefined && comment.revision === 1) await edit(making, comment, sample, sample.edit);
  for (const [i, { reason, note, ago }] of (sample.reports ?? []).entries()) {
    const readerId = sampleReader(start, `${sample.name} ${i}`);
    await comments.report({ commentId: id, readerId, reason, note, at: sampleTime(start, ago), revision: comment.revision });
  }
  const last = sample.reports?.at(-1);
  if (last !== undefined) await hideReported({ ...deps, now: () => sampleTime(start, last.ago) }, id, last.reason, comment.revision);
  if (sample.appeal !== undefined && comment.review?.kinds.includes('appeal') !== true) {
    const { note, ago } = sample.appeal;
    await appealComment({ ...deps, now: () => sampleTime(start, ago) }, readerOf(comment), id, note);
  }
}

/** The author as one who acts. */
function readerOf({ siteId, author, createdAt }: Comment): Reader {
  const { readerId = '', name = '' } = author ?? {};
  return { id: readerId, siteId, kind: 'guest', name, emailHash: null, email: null, ...NO_PROFILE, createdAt };
}

/** A later text: one that waits leaves the text before it public. */
async function edit(making: Making, comment: Comment, sample: SampleComment, { body, ago }: { body: string; ago: number }): Promise<void> {
  const at = sampleTime(making.thread.createdAt, ago);
  const screened = await screenText(making, sample, body);
  const content = contentOf(body);
  const patch = {
    status: screened.status,
    content,
    published: screened.status === 'published' ? { content, at } : comment.published,
    editedAt: at,
    textHash: hashText(content.text),
    findings: keptFindings(screened.findings),
    review: reviewOf(screened, at, 'edited'),
  };
  try {
    await making.deps.store.comments.change(comment.id, comment.revision, patch, { events: [], audit: [] });
  } catch (error) {
    // Another process that starts at the same time was first.
    if (!(error instanceof StaleRevision)) throw error;
  }
}
